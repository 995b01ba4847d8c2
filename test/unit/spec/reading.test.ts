import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/core/analysis.ts';
import type { Problem } from '../../../server/src/core/problem.ts';
import { applyEdits } from '../../../server/src/core/spec/edit.ts';
import { parseSpec } from '../../../server/src/core/spec/parse.ts';
import { annotate } from './annotate.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures/spec');
const EXAMPLE = readFileSync(path.resolve(import.meta.dirname, '../../../examples/router.yaml'), 'utf8');

describe('what a text reads as', () => {
  const files = readdirSync(FIXTURES).filter((file) => file.endsWith('.yaml'));
  test.each(files)('%s', async (file) => {
    const text = readFileSync(path.join(FIXTURES, file), 'utf8');
    const document = parseSpec(text);
    const spec = JSON.stringify(
      document.spec,
      (_, value: unknown) => (typeof value === 'bigint' ? `0x${value.toString(16)}` : value),
      2,
    );
    await expect(`${annotate(text, document.problems)}\n\n# read as\n${spec}\n`).toMatchFileSnapshot(
      path.join(FIXTURES, `${file}.golden`),
    );
  });
});

test('the example has no problems and gives a router', () => {
  const analysis = analyze(EXAMPLE);
  expect(analysis.problems()).toEqual([]);
  expect(analysis.router?.tunnel.method).toBe('map-e');
});

test('every value and every key of the example can be found by its offset', () => {
  const { entries, text } = parseSpec(EXAMPLE);
  expect(entries.length).toBeGreaterThan(50);
  const document = parseSpec(text);
  for (const entry of entries.filter((each) => each.key !== undefined)) {
    const found = document.entryAt(entry.key?.start ?? 0);
    expect(found?.on).toBe('key');
    expect(found?.entry.path).toEqual(entry.path);
  }
});

/** Everything that a spec can be cut into or mixed with must still be read without an exception, and within its text. */
function survives(text: string): void {
  const analysis = analyze(text);
  for (const problem of analysis.problems()) {
    expect(problem.span.start).toBeGreaterThanOrEqual(0);
    expect(problem.span.end).toBeGreaterThanOrEqual(problem.span.start);
    expect(problem.span.end).toBeLessThanOrEqual(text.length);
  }
  for (const entry of analysis.document.entries) expect(entry.value.end).toBeLessThanOrEqual(text.length);
}

test.each(['|', '>-', '|+ # why'])('the place of a block scalar with %s ends with its text', (header) => {
  const value = `${header}\n    a lot`;
  const text = `wan:\n  mtu: ${value}\n\n  interface: eth0\n`;
  const problem = parseSpec(text).problems.find(({ code }) => code === 'spec/invalid-value');
  expect(text.slice(problem?.span.start, problem?.span.end)).toBe(value);
});

test.each(['full-width.yaml', 'tabs.yaml', 'tabs-many.yaml', 'tabs-of-four.yaml'])(
  'the slips of %s are mended one by one, and the text is read as before',
  (name) => {
    const before = readFileSync(path.join(FIXTURES, name), 'utf8');
    const slipsIn = (text: string): Problem[] =>
      parseSpec(text).problems.filter(({ code }) => code === 'yaml/syntax');
    expect(slipsIn(before)).not.toEqual([]);
    let text = before;
    for (let [slip] = slipsIn(text); slip !== undefined; [slip] = slipsIn(text)) {
      const fixed = applyEdits(text, slip.fixes?.[0]?.edits ?? []);
      expect(fixed, slip.message.en).not.toBe(text);
      text = fixed;
    }
    expect(parseSpec(text).spec).toEqual(parseSpec(before).spec);
  },
);

describe('garbage', () => {
  test('a bracket that is closed by another one, of which the parser says that it ends behind the text', () => {
    survives('  prefix: [}>version: 1');
  });

  test('any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), survives), { numRuns: 300 });
  });

  test('any mixture of what YAML is made of', () => {
    const piece = fc.constantFrom(
      ...'version: 1|wan:|  prefix: |&a |*a|<<: *a|- |{|}|[|]|"|\'|#| |\n|\t|\r\n|: |? |--- |...\n|%YAML 1.2\n|!!str |!x |\\|@|`|null|~|0x|240b::/64|：|　|、|－ |wan：|ssid: '.split(
        '|',
      ),
      '|',
      '>',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
        survives,
      ),
      { numRuns: 500 },
    );
  });

  test('the example cut off anywhere, as while it is typed', () => {
    fc.assert(
      fc.property(fc.nat(EXAMPLE.length), (end) => survives(EXAMPLE.slice(0, end))),
      { numRuns: 60 },
    );
  });

  test('the example with a piece taken out', () => {
    fc.assert(
      fc.property(fc.nat(EXAMPLE.length), fc.nat(30), (start, length) =>
        survives(EXAMPLE.slice(0, start) + EXAMPLE.slice(start + length)),
      ),
      { numRuns: 100 },
    );
  });

  test.each([
    ['brackets', '['.repeat(1_000_000), 'yaml/too-large'],
    ['brackets that fit', '['.repeat(300_000), 'yaml/too-deep'],
    ['dashes', '- '.repeat(150_000), 'yaml/too-deep'],
    [
      'indentation',
      Array.from({ length: 700 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      'spec/unknown-key',
    ],
    ['ten thousand aliases', `x: &x {a: 1}\nwifi:\n${'  - *x\n'.repeat(10_000)}`, 'yaml/too-large'],
    [
      'aliases that multiply',
      `a: &a [1]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [${`*${i === 0 ? 'a' : `b${i - 1}`}, `.repeat(9)}1]`).join('\n')}\nwifi: *b29\n`,
      'spec/unknown-key',
    ],
    ['full-width indentation', `wan:\n${'　mtu: 1\n'.repeat(20_000)}`, 'yaml/syntax'],
    ['tabs', `wan:\n${'\tmtu: 1\n\n'.repeat(20_000)}`, 'yaml/syntax'],
    ['keys', Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join('\n'), 'spec/unknown-key'],
  ])(
    '%s: a problem, not a crash',
    (_, text, code) => {
      expect(
        analyze(text)
          .problems()
          .map((problem) => problem.code),
      ).toContain(code);
    },
    30_000,
  );
});
