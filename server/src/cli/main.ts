import { buffer } from 'node:stream/consumers';
import { localeOfEnvironment } from '../core/text.ts';
import { COMMANDS } from './commands/index.ts';
import { runCli } from './run.ts';
import { askAtTerminal } from './terminal.ts';

/** The entry of the command line tool: binds it to this process. */

const { env } = process;
const locale = localeOfEnvironment(env);
const interactive = process.stdin.isTTY && process.stderr.isTTY;

// A reader that went away (`| head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

void runCli(COMMANDS, process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  locale,
  input: () => buffer(process.stdin),
  env,
  interactive,
  ask: interactive ? askAtTerminal : () => Promise.resolve(undefined),
}).then((code) => {
  process.exitCode = code;
});
