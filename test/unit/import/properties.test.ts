import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/core/analysis.ts';
import { importRouter } from '../../../server/src/core/import/index.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures/import');
const FILES = readdirSync(FIXTURES, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && path.dirname(entry.parentPath) !== FIXTURES)
  .filter((entry) => entry.parentPath.split(path.sep).length > FIXTURES.split(path.sep).length + 1)
  .map((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    return { path: path.relative(FIXTURES, file), text: readFileSync(file, 'utf8') };
  });

/** What an input may try: a shell, YAML, the prototype, control characters, very long words. */
const HOSTILE = [
  '$(reboot)',
  '`id`',
  'a: b\n  - c: &x *x',
  '__proto__',
  'constructor',
  '\u0000\u001b[2J',
  '"\'',
  '}',
  '999999999999999999999',
  'ffff:'.repeat(2000),
];
const piece = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 40 }));

/** Whatever comes in: a spec that can be read, without anything that is no value of the schema, and a report. */
function expectSound(files: readonly { path: string; text: string }[]): void {
  const { text, entries } = importRouter(files);
  const problems = analyze(text).problems();
  const unsound = problems.filter(({ code }) =>
    /^(?:yaml\/|spec\/(?:invalid-value|unknown-key|wrong-type|duplicate-key))/.test(code),
  );
  expect(unsound.map(({ code, message }) => `${code} ${message.en}`)).toEqual([]);
  for (const { file, line } of entries) {
    expect(files.map((each) => each.path)).toContain(file);
    expect(line).toBeGreaterThan(0);
  }
}

describe('an import', () => {
  test.each(FILES.map((file) => [file.path, file] as const))('of %s, cut anywhere', (_, file) => {
    fc.assert(
      fc.property(fc.nat({ max: file.text.length }), fc.nat({ max: file.text.length }), (from, to) => {
        expectSound([{ ...file, text: file.text.slice(Math.min(from, to), Math.max(from, to)) }]);
      }),
      { numRuns: 30 },
    );
  });

  test.each(FILES.map((file) => [file.path, file] as const))('of %s, with words replaced', (_, file) => {
    const words = file.text.split(/(?<=[\s='":,])|(?=[\s='":,])/);
    fc.assert(
      fc.property(
        fc.dictionary(fc.nat({ max: words.length - 1 }).map(String), piece, { maxKeys: 6 }),
        (by) => {
          expectSound([{ ...file, text: words.map((word, index) => by[String(index)] ?? word).join('') }]);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('of anything under any name', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            path: fc.constantFrom(...FILES.map((file) => file.path), '', '/', '__proto__'),
            text: fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(' ')),
          }),
          { maxLength: 3 },
        ),
        expectSound,
      ),
    );
  });

  test('takes no name that every object has for one that it knows', () => {
    const wireless = ['wifi-device r', 'wifi-iface a']
      .map(
        (head) => `config ${head}\n option device r\n option band constructor\n option encryption toString\n`,
      )
      .join('');
    expectSound([
      { path: 'etc/config/wireless', text: wireless },
      { path: 'hostapd.conf', text: 'ssid=a\nconstructor=1\n__proto__=1\n' },
    ]);
  });
});
