import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../server/src/core/analysis.ts';
import { RULES } from '../../../server/src/core/rules/index.ts';
import type { Problem } from '../../../server/src/core/problem.ts';
import type { Example, Rule } from '../../../server/src/core/rules/rule.ts';
import { applyEdits } from '../../../server/src/core/spec/edit.ts';
import type { Text } from '../../../server/src/core/text.ts';
import { complete } from './complete.ts';

/** The folder of the rules: one folder a group, one file a rule. */
const FOLDER = new URL('../../../server/src/core/rules/', import.meta.url);

/** What would fill pages to show. */
const WITHOUT_EXAMPLE = ['yaml/too-large'];

/** The codes that the files of the folder are named after. */
function codesOfFiles(): string[] {
  return readdirSync(fileURLToPath(FOLDER), { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .flatMap((group) =>
      readdirSync(new URL(`${group.name}/`, FOLDER)).map(
        (file) => `${group.name}/${file.replace(/\.ts$/, '')}`,
      ),
    );
}

/** `mtu-too-large` -> `mtuTooLarge` */
function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** The problems of an example, with the other spec beside it where there is one. */
function problemsOf(text: string, { beside }: Example): readonly Problem[] {
  const others = beside === undefined ? [] : [{ uri: 'beside', document: analyze(beside).document }];
  return analyze(text).problems({ others });
}

function expectBoth(text: Text, what: string): void {
  expect(text.en.trim(), `${what} in English`).not.toBe('');
  expect(text.ja, `${what} in Japanese`).toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u);
  expect(text.en, `${what} in English`).not.toMatch(/undefined|NaN|\[object/);
  expect(text.ja, `${what} in Japanese`).not.toMatch(/undefined|NaN|\[object/);
}

describe('the catalogue', () => {
  it('has each code once, in order', () => {
    const codes = RULES.map((rule) => rule.code);
    expect(codes).toEqual([...new Set(codes)].sort());
  });

  it('has a rule for each file, and a file for each rule', () => {
    expect(RULES.map((rule) => rule.code)).toEqual(codesOfFiles().sort());
  });

  it('has a title of its own for each rule', () => {
    for (const locale of ['en', 'ja'] as const) {
      const titles = RULES.map((rule) => rule.title[locale]);
      expect(new Set(titles).size).toBe(titles.length);
    }
  });
});

describe.each(RULES.map((rule) => [rule.code, rule] as const))('%s', (code, rule) => {
  it('is exported by its file under its own name', async () => {
    const [, name = ''] = code.split('/');
    const module = (await import(new URL(`${code}.ts`, FOLDER).href)) as Record<string, Rule>;
    expect(Object.keys(module)).toEqual([camelCase(name)]);
    expect(module[camelCase(name)]).toBe(rule);
  });

  it('is explained in both languages, with a source', () => {
    expectBoth(rule.title, 'the title');
    expectBoth(rule.explanation, 'the explanation');
    expect(rule.explanation.en.length).toBeGreaterThan(80);
    expect(rule.sources.length).toBeGreaterThan(0);
    if (!WITHOUT_EXAMPLE.includes(code)) expect(rule.examples.length).toBeGreaterThan(0);
    for (const source of rule.sources) expect(source.url ?? 'https://').toMatch(/^https?:\/\//);
  });

  it.each(rule.examples)('finds its example %#', (example) => {
    const { bad, good } = example;
    const found = problemsOf(complete(bad), example);
    expect(found.map((problem) => problem.code)).toContain(code);
    expect(
      found.filter((problem) => problem.code !== code),
      'nothing else is found in the bad example',
    ).toEqual([]);
    expect(problemsOf(complete(good), example), 'nothing is found in the good example').toEqual([]);
    for (const problem of found) {
      expectBoth(problem.message, 'the message');
      expect(problem.span.end).toBeGreaterThanOrEqual(problem.span.start);
      for (const related of problem.related ?? []) expectBoth(related.message, 'what is related');
      for (const fix of problem.fixes ?? []) expectBoth(fix.title, 'the title of the fix');
      expect((problem.fixes ?? []).filter((fix) => fix.preferred).length).toBeLessThanOrEqual(1);
    }
    if (rule.check === undefined) expect(found.map((problem) => problem.severity)).toContain(rule.severity);
  });

  it.each(rule.examples)('mends its example %#', ({ bad, good }) => {
    const text = complete(bad);
    const [problem] = analyze(text).problems();
    const preferred = problem?.fixes?.find((fix) => fix.preferred);
    if (preferred !== undefined) expect(applyEdits(text, preferred.edits)).toBe(complete(good));
    // Whatever else is offered must at least clear the problem that it is offered for.
    for (const fix of problem?.fixes ?? []) {
      const mended = analyze(applyEdits(text, fix.edits)).problems();
      expect(mended.filter((each) => each.code === code).length).toBeLessThan(
        analyze(text)
          .problems()
          .filter((each) => each.code === code).length,
      );
    }
  });
});
