import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../../server/src/core/diagnosis/diagnose.ts';
import type { Diagnosis } from '../../../server/src/core/diagnosis/diagnose.ts';
import { factsFrom } from '../../../server/src/deploy/diagnose.ts';
import { parseEvent } from '../../../server/src/deploy/events.ts';
import { diagnosisPage } from '../../../server/src/service/diagnosis-page.ts';
import { caseOf, routerOf } from '../render/cases.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../fixtures/diagnosis');

/** What a router has said, and the page that is made of it. The first line names the router's spec. */
const CASES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => name.slice(0, -4));

function diagnosisOf(name: string): { hostname: string; diagnosis: Diagnosis } {
  const lines = readFileSync(path.join(FOLDER, `${name}.txt`), 'utf8').split('\n');
  const spec = /^# (.+)$/.exec(lines[0] ?? '')?.[1] ?? '';
  const facts = factsFrom(lines.flatMap((line) => parseEvent(line) ?? []));
  return { hostname: facts.hostname, diagnosis: diagnose(routerOf(caseOf(spec).text), facts) };
}

describe.each(CASES)('%s', (name) => {
  const { hostname, diagnosis } = diagnosisOf(name);

  test.each(['en', 'ja'] as const)('is told as expected (%s)', async (locale) => {
    // The time of day depends on where the test runs; what stands around it does not.
    const time = new Date(2026, 10, 26, 15, 4, 5);
    const { markdown } = diagnosisPage(hostname, diagnosis, time, { locale });
    await expect(markdown).toMatchFileSnapshot(
      path.join(FOLDER, locale === 'en' ? `${name}.md` : `${name}.ja.md`),
    );
  });

  test('every problem has a reason and something to do, in both languages', () => {
    for (const { state, seen, why, advice } of diagnosis.findings) {
      const texts = state === 'warning' || state === 'error' ? [seen, why, advice] : [seen];
      for (const text of texts) {
        expect(text?.en).toMatch(/\S/);
        expect(text?.ja).toMatch(/[ぁ-んァ-ン一-龠]/);
      }
    }
  });
});

test('what a router says becomes text, never markup', () => {
  const { hostname, diagnosis } = diagnosisOf('hostile');
  const { markdown } = diagnosisPage(hostname, diagnosis, new Date(0), { locale: 'en' });
  expect(markdown).not.toMatch(/(?<!\\)[<[](?:img|script|a\])/);
});
