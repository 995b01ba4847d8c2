import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { faultsPage, namedTests, recordedTests } from '../../deploy/faults-page.ts';
import type { RowTest } from '../../deploy/faults-page.ts';
import { readResults } from '../../deploy/record.ts';
import { ROWS } from '../../deploy/rows.ts';

const DOCS = path.resolve(import.meta.dirname, '../../../docs');
const results = readResults();
const key = ({ file, rows }: RowTest): string => `${file} ${rows.join()}`;

describe('the table of faults', () => {
  test('every row has a test, and no test another row', () => {
    const rows = namedTests().flatMap((each) => each.rows);
    expect([...new Set(rows)].sort((a, b) => a - b)).toEqual(Object.keys(ROWS).map(Number));
  });

  test('no result of a test that is gone', () => {
    const named = namedTests().map(key);
    expect(recordedTests(results).filter((each) => !named.includes(key(each)))).toEqual([]);
  });

  test.each(['en', 'ja'] as const)('the page in %s', async (locale) => {
    const file = path.join(DOCS, locale === 'ja' ? 'ja' : '', 'faults.md');
    await expect(faultsPage(results, locale)).toMatchFileSnapshot(file);
  });
});
