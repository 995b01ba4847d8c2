import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatMac,
  isLocallyAdministeredMac,
  isMulticastMac,
  parseMac,
} from '../../../server/src/core/net/mac.ts';
import { anyText, value } from './support.ts';

describe('parseMac', () => {
  test.each([
    '52:54:00:ab:cd:ef',
    '52:54:00:AB:CD:EF',
    '52-54-00-ab-cd-ef',
    '5254.00AB.CDEF',
    '525400abcdef',
  ])('%s', (text) => {
    expect(formatMac(value(parseMac(text)))).toBe('52:54:00:ab:cd:ef');
  });

  test.each([
    '',
    '52:54:00:ab:cd',
    '52:54:00:ab:cd:ef:01',
    '52:54:00:ab:cd:eg',
    '52:54:00-ab:cd:ef',
    '5:54:0:ab:cd:ef',
    ' 52:54:00:ab:cd:ef',
    '52:54:00:ab:cd:ef\n',
    '0x525400abcd',
  ])('refuses “%s”', (text) => {
    const result = parseMac(text);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.reason.ja).toContain('MAC');
  });

  test('reads back what formatMac writes', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 48 - 1 }), (number) => {
        expect(value(parseMac(formatMac({ value: number })))).toEqual({ value: number });
      }),
    );
  });

  test('never throws, and what it accepts has twelve digits', () => {
    fc.assert(
      fc.property(anyText, (input) => {
        expect(!parseMac(input).ok || input.replace(/[:.-]/g, '').length === 12).toBe(true);
      }),
    );
  });
});

test.each([
  ['00:00:00:00:00:00', false, false],
  ['01:00:5e:00:00:01', true, false],
  ['02:00:00:00:00:01', false, true],
  ['52:54:00:12:34:56', false, true],
  ['3c:52:82:00:00:01', false, false],
  ['33:33:00:00:00:01', true, true],
  ['ff:ff:ff:ff:ff:ff', true, true],
])('%s: multicast %s, locally administered %s', (text, multicast, local) => {
  const mac = value(parseMac(text));
  expect(isMulticastMac(mac)).toBe(multicast);
  expect(isLocallyAdministeredMac(mac)).toBe(local);
});
