import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../server/src/core/spec/edit.ts';
import { toLongForm, toShortForm } from '../../../server/src/core/spec/forms.ts';
import { parseSpec } from '../../../server/src/core/spec/parse.ts';

const PATH = ['nat', 'forwards', 0];

const forward = fc
  .tuple(
    fc.constantFrom('tcp', 'udp'),
    fc.integer({ min: 1, max: 65535 }),
    fc.oneof(fc.ipV4(), fc.constantFrom('nas', 'Print-Server', 'x', '[2001:db8::1]', '[::1234]')),
    fc.option(fc.integer({ min: 1, max: 65535 })),
  )
  .map(([protocol, outside, host, inside]) => {
    const bare = inside === null ? host.replace(/[[\]]/g, '') : `${host}:${inside}`;
    return `${protocol} ${outside} -> ${bare}`;
  });

/** A list with a forward, as people write lists. */
const LAYOUTS: readonly ((short: string) => string)[] = [
  (short) => `nat:\n  forwards:\n    - ${short} # why\n`,
  (short) => `nat:\n  forwards:\n  - ${short}\n  - tcp 1 -> nas:2\n`,
  (short) =>
    `nat:\r\n  forwards:\r\n    - ${short}\r\n    - protocol: udp\r\n      port: 53\r\n      to: nas:53\r\n`,
  (short) => `nat:\n  forwards:\n    - ${short}\n    - { protocol: udp, port: 53, to: nas:53 }\n`,
];

/** Inside brackets a host in brackets needs quotes. */
const inBrackets = (short: string): string =>
  `nat: { forwards: [${/[[\]]/.test(short) ? `"${short}"` : short}, tcp 1 -> nas:2] }\n`;

describe('the forms of a forward', () => {
  test('mean the same, and lead back to the same text', () => {
    fc.assert(
      fc.property(forward, fc.constantFrom(...LAYOUTS, inBrackets), (short, layout) => {
        const text = layout(short);
        const before = parseSpec(text);
        const long = applyEdits(text, toLongForm(before, PATH) ?? []);
        const between = parseSpec(long);
        expect(between.problems.filter(({ code }) => code !== 'spec/missing-key')).toEqual([]);
        expect(long).not.toBe(text);
        expect(between.spec.nat).toEqual(before.spec.nat);
        expect(applyEdits(long, toShortForm(between, PATH) ?? [])).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['a text that is no forward', 'nat:\n  forwards:\n    - tcp -> nas\n'],
    ['keys that are not all there', 'nat:\n  forwards:\n    - { protocol: tcp, port: 1 }\n'],
    ['a key too many', 'nat:\n  forwards:\n    - { protocol: tcp, port: 1, to: nas:1, why: x }\n'],
    ['what stands behind an alias', 'nat:\n  forwards:\n    - *f\nx: &f tcp 1 -> nas:1\n'],
    [
      'a value behind an alias',
      'x: &p 80\nnat:\n  forwards:\n    - { protocol: tcp, port: *p, to: nas:1 }\n',
    ],
    ['a text of several lines', 'nat:\n  forwards:\n    - |\n      tcp 1 -> nas:1\n'],
  ])('leave %s alone', (_, text) => {
    const document = parseSpec(text);
    expect(toLongForm(document, PATH)).toBeUndefined();
    expect(toShortForm(document, PATH)).toBeUndefined();
  });
});
