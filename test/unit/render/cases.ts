import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { analyze } from '../../../server/src/core/analysis.ts';
import type { Router } from '../../../server/src/core/derive/router.ts';

export const ROOT = path.resolve(import.meta.dirname, '../../..');
const FIXTURES = path.join(ROOT, 'test/fixtures/routers');

/** Routers that are examples for users as well; the others lie beside their expected files. */
const EXAMPLES: Readonly<Record<string, string>> = {
  reference: 'examples/router.yaml',
  ocn: 'examples/ocn.router.yaml',
  transix: 'examples/transix.router.yaml',
};

export interface RouterCase {
  readonly name: string;
  readonly text: string;
  /** The folder of the files that the router is expected to get. */
  readonly expected: string;
}

/** Every router with expected files. */
export const CASES: readonly RouterCase[] = [
  ...new Set([...Object.keys(EXAMPLES), ...readdirSync(FIXTURES)]),
].map((name) => ({
  name,
  text: readFileSync(path.join(ROOT, EXAMPLES[name] ?? `test/fixtures/routers/${name}/router.yaml`), 'utf8'),
  expected: path.join(FIXTURES, name, 'expected'),
}));

export function caseOf(name: string): RouterCase {
  const found = CASES.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no router ${name}`);
  return found;
}

/** The router of a spec that is known to be complete. */
export function routerOf(text: string): Router {
  const { router, document } = analyze(text);
  if (router === undefined) throw new Error(`No router: ${JSON.stringify(document.problems)}`);
  return router;
}
