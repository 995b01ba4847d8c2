import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Reporter, TestCase, TestModule, TestSuite, Vitest } from 'vitest/node';
import { rowsOf } from './rows.ts';

type Ended = Readonly<Record<string, 'passed' | 'failed'>>;

/** How each test of a row ended, by file and name; docs/faults.md is made from it. */
export type Results = Readonly<Record<string, Ended>>;

export const RESULTS = path.join(import.meta.dirname, 'results.json');

export function readResults(): Results {
  return existsSync(RESULTS) ? (JSON.parse(readFileSync(RESULTS, 'utf8')) as Results) : {};
}

/** With `-u`, writes down how the tests of the fault matrix ended. Those that did not run keep what they had. */
export default class FaultRecorder implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    if (this.#vitest?.config.snapshotOptions.updateSnapshot !== 'all') return;
    const results = new Map(Object.entries(readResults()));
    for (const module of modules) {
      const file = path.relative(this.#vitest.config.root, module.moduleId).replaceAll('\\', '/');
      const all = [...module.children.allTests()];
      const isWhole = all.every((test) => test.result().state !== 'skipped');
      results.set(file, { ...(isWhole ? {} : results.get(file)), ...endOf(all) });
    }
    const kept = [...results].filter(([, ended]) => Object.keys(ended).length > 0);
    const sorted = Object.fromEntries(kept.sort(([a], [b]) => a.localeCompare(b)));
    writeFileSync(RESULTS, `${JSON.stringify(sorted, null, 2)}\n`);
  }
}

/** How the tests that ran ended, by name; a group of tests has passed when all of it has. */
function endOf(tests: readonly TestCase[]): Ended {
  const ended: Record<string, 'passed' | 'failed'> = {};
  for (const test of tests) {
    const name = rowName(test);
    const { state } = test.result();
    if (name === undefined || state === 'skipped') continue;
    ended[name] = state === 'passed' && ended[name] !== 'failed' ? 'passed' : 'failed';
  }
  return ended;
}

/** The name that speaks of rows: the test's own, or that of a group that it is in. */
function rowName(test: TestCase | TestSuite | TestModule): string | undefined {
  if (test.type === 'module') return undefined;
  return rowsOf(test.name).length > 0 ? test.name : rowName(test.parent);
}
