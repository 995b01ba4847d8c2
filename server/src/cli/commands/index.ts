import type { Command } from '../command.ts';
import { check } from './check.ts';
import { compute } from './compute.ts';
import { deploy, diff } from './deploy.ts';
import { diagnose } from './diagnose.ts';
import { exportCommand } from './export.ts';
import { format } from './format.ts';
import { history, rollback } from './history.ts';
import { importCommand } from './import.ts';
import { lsp } from './lsp.ts';
import { newCommand } from './new.ts';
import { render } from './render.ts';
import { explain, rules } from './rules.ts';
import { schema } from './schema.ts';

/** All commands, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  check,
  format,
  compute,
  newCommand,
  importCommand,
  render,
  diff,
  deploy,
  exportCommand,
  rollback,
  history,
  diagnose,
  rules,
  explain,
  schema,
  lsp,
];
