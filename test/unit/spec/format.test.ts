import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { analyze } from '../../../server/src/core/analysis.ts';
import { applyEdits } from '../../../server/src/core/spec/edit.ts';
import { commentsOf, formatSpec } from '../../../server/src/core/spec/format.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures');
const EXAMPLES = path.resolve(import.meta.dirname, '../../../examples');

const texts = (folder: string): [name: string, text: string][] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]);

const formatted = (text: string): string | undefined => {
  const edits = formatSpec(text);
  return edits === undefined ? undefined : applyEdits(text, edits);
};
/** What a text says; where an alias leads nowhere, which one. */
const dataOf = (text: string): unknown => {
  const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' });
  try {
    return document.toJS();
  } catch (error) {
    return String(error);
  }
};
const codesOf = (text: string): string[] =>
  analyze(text)
    .problems()
    .map(({ code }) => code);

describe('a formatted spec', () => {
  test.each(texts(path.join(FIXTURES, 'format')))('%s is as it should be', async (name, text) => {
    await expect(formatted(text)).toMatchFileSnapshot(path.join(FIXTURES, 'format', `${name}.golden`));
  });

  test.each(texts(EXAMPLES))('%s is an example of it', (_, text) => {
    expect(formatSpec(text)).toEqual([]);
  });

  test.each(texts(path.join(FIXTURES, 'rules')))('%s has the same problems', (_, text) => {
    const after = formatted(text);
    if (after !== undefined) expect(codesOf(after)).toEqual(codesOf(text));
  });

  test.each([
    ['an unclosed bracket', 'nat: [\n'],
    ['a tab', 'wan:\n\tinterface: eth0\n'],
    ['a second document', 'a: 1\n---\nb:   2\n'],
  ])('is not made of a text with %s', (_, text) => {
    expect(formatSpec(text)).toBeUndefined();
  });

  test('keeps its line ending, and its byte order mark', () => {
    expect(formatted('\ufeffversion:   1\r\nwan:\r\n    mtu: 1500')).toBe(
      '\ufeffversion: 1\r\nwan:\r\n  mtu: 1500\r\n',
    );
  });

  test('is changed in a range of lines only, and not at all where that would break it', () => {
    const text = 'wan:\n    mtu:   1500\n    interface:   eth0\n';
    expect(formatSpec(text, { first: 1, last: 1 })).toBeUndefined();
    const edits = formatSpec('wan:\n  mtu:   1500\n  interface:   eth0\n', { first: 2, last: 2 });
    expect(edits?.map(({ newText }) => newText)).toEqual(['  interface: eth0']);
  });
});

/** Makes a text untidy without changing what it says: deeper, with blanks, empty lines and comments. */
const untidy = fc
  .tuple(
    fc.constantFrom(
      ...[
        ...texts(EXAMPLES),
        ...texts(path.join(FIXTURES, 'rules')),
        ...texts(path.join(FIXTURES, 'format')),
        ...texts(path.join(FIXTURES, 'spec')),
      ].map(([, text]) => text),
    ),
    fc.integer({ min: 1, max: 3 }),
    fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 9 }), fc.nat(3)),
      {
        maxLength: 8,
      },
    ),
  )
  .map(([text, deeper, places]) => {
    const eol = text.includes('\r\n') ? '\r\n' : '\n';
    const lines = text.split(eol).map((line) => line.replace(/^ +/, (blanks) => blanks.repeat(deeper)));
    for (const [where, column, kind] of places) {
      const at = Math.floor(where * lines.length);
      const blanks = ' '.repeat(column);
      if (kind === 0) lines.splice(at, 0, '', blanks);
      else if (kind === 1) lines.splice(at, 0, `${blanks}# comment ${column}`);
      else if (kind === 2) lines[at] = (lines[at] ?? '').replace(/: (?=\S)/, `: ${blanks}`);
      else lines[at] = `${lines[at] ?? ''}${blanks} # behind ${column}`;
    }
    return lines.join(eol);
  });

describe('formatting', () => {
  test('keeps the data and all comments in their order, and is done after once', () => {
    let done = 0;
    fc.assert(
      fc.property(untidy, (text) => {
        const after = formatted(text);
        if (after === undefined) return;
        done++;
        expect(dataOf(after)).toEqual(dataOf(text));
        expect(commentsOf(after)).toEqual(commentsOf(text));
        expect(formatted(after), after).toBe(after);
      }),
      { numRuns: 500 },
    );
    expect(done).toBeGreaterThan(250);
  }, 60_000);

  test('says of every well-formed text how it would be', () => {
    fc.assert(
      fc.property(untidy, (text) => {
        const { errors } = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'error' });
        if (errors.length === 0) expect(formatSpec(text), text).toBeDefined();
      }),
      { numRuns: 500 },
    );
  }, 60_000);
});
