import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { faultsPage } from '../../deploy/faults-page.ts';
import { readResults } from '../../deploy/record.ts';
import { ROWS, rowsOf } from '../../deploy/rows.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** The tests that speak of rows, as file and rows: a name may hold a value that only the run knows. */
function named(): string[] {
  const files = ['test/deploy', 'test/unit/deploy'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder))
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => `${folder}/${file}`),
  );
  return files.flatMap((file) =>
    [...readFileSync(path.join(ROOT, file), 'utf8').matchAll(/'(rows? \d[^']*)'/g)].map(
      ([, name = '']) => `${file} ${rowsOf(name).join()}`,
    ),
  );
}

const recorded = Object.entries(readResults()).flatMap(([file, of]) =>
  Object.keys(of).map((name) => `${file} ${rowsOf(name).join()}`),
);

describe('the table of faults', () => {
  test('every row has a test, and no test another row', () => {
    const rows = named().flatMap((each) => each.split(' ')[1]?.split(',').map(Number) ?? []);
    expect([...new Set(rows)].sort((a, b) => a - b)).toEqual(Object.keys(ROWS).map(Number));
  });

  test('the results are those of the tests that there are', () => {
    expect([...new Set(recorded)].sort()).toEqual([...new Set(named())].sort());
  });

  test.each(['en', 'ja'] as const)('the page in %s', async (locale) => {
    const file = path.join(ROOT, 'docs', locale === 'ja' ? 'ja' : '', 'faults.md');
    await expect(faultsPage(readResults(), locale)).toMatchFileSnapshot(file);
  });
});
