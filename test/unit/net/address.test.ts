import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  classifyIpv4,
  classifyIpv6,
  equalAddress,
  formatIpv4,
  formatIpv6,
  parseIpv4,
  parseIpv6,
  specialBlockOf,
  specialBlocks,
} from '../../../server/src/core/net/address.ts';
import { anyIpv4, anyIpv6, anyText, v4, v6, value } from './support.ts';

describe('parseIpv4', () => {
  test.each([
    ['0.0.0.0', 0],
    ['192.0.2.18', 0xc0000212],
    ['255.255.255.255', 0xffffffff],
  ])('%s', (text, number) => {
    expect(value(parseIpv4(text))).toEqual({ family: 4, value: number });
  });

  test.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '1.2.3.256',
    '1.2.3.4 ',
    '0x1.2.3.4',
    '1..2.3',
    '1.2.3.-4',
    '١.2.3.4',
  ])('refuses “%s”', (text) => {
    expect(parseIpv4(text).ok).toBe(false);
  });

  test('says what is wrong', () => {
    const reason = (text: string) => {
      const result = parseIpv4(text);
      return result.ok ? '' : `${result.reason.en} ${result.reason.ja}`;
    };
    expect(reason('10.010.0.1')).toMatch(/leading zero.*「010」/);
    expect(reason('10.0.0.256')).toMatch(/255.*「256」/);
    expect(reason('10.0.0')).toMatch(/four.*4/);
  });

  test('accepts what the platform accepts, and nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, anyIpv4.map(formatIpv4)), (text) => {
        expect(parseIpv4(text).ok).toBe(isIPv4(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('reads back what formatIpv4 writes', () => {
    fc.assert(
      fc.property(anyIpv4, (address) => {
        expect(value(parseIpv4(formatIpv4(address)))).toEqual(address);
      }),
    );
  });
});

describe('parseIpv6', () => {
  test.each([
    ['::', 0n],
    ['::1', 1n],
    ['2001:DB8::A', 0x20010db800000000000000000000000an],
    ['1:2:3:4:5:6:7::', 0x00010002000300040005000600070000n],
    ['::ffff:192.0.2.1', 0xffffc0000201n],
    ['1:2:3:4:5:6:255.255.255.255', 0x000100020003000400050006ffffffffn],
  ])('%s', (text, number) => {
    expect(value(parseIpv6(text))).toEqual({ family: 6, value: number });
  });

  test.each([
    '',
    '1.2.3.4',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7:8:9',
    '::1:2:3:4:5:6:7:8',
    '12345::',
    '00001::',
    'g::',
    '::1.2.3',
    '::1.2.3.256',
    '::01.2.3.4',
    '::1/64',
    '[::1]',
    ' ::1',
    '::1 ',
    'fe80::1%eth0',
    'fe80::1%',
  ])('refuses “%s”', (text) => {
    expect(parseIpv6(text).ok).toBe(false);
  });

  test('names the zone where that is what is wrong', () => {
    const result = parseIpv6('fe80::1%eth0');
    expect(result).toMatchObject({ ok: false });
    if (!result.ok) expect(result.reason.en).toContain('zone');
  });

  test('accepts what the platform accepts without a zone, and nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, anyIpv6.map(formatIpv6)), (text) => {
        expect(parseIpv6(text).ok).toBe(isIPv6(text) && !text.includes('%'));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('formatIpv6', () => {
  test.each([
    ['2001:0db8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['2001:db8:0:0:0:0:0:0', '2001:db8::'],
    ['2001:DB8:12:3400:0:C000:212:34', '2001:db8:12:3400:0:c000:212:34'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
  ])('%s -> %s', (text, canonical) => {
    expect(formatIpv6(v6(text))).toBe(canonical);
  });

  test('is the form of RFC 5952, as the platform writes it, and is read back', () => {
    // Few different groups, so that runs of zeros of every kind come up.
    const group = fc.oneof(fc.constant(0), fc.constant(0), fc.nat({ max: 0xffff }));
    const sparse = fc.array(group, { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(sparse, (groups) => {
        const address = v6(groups.map((part) => part.toString(16)).join(':'));
        const text = formatIpv6(address);
        expect(`[${text}]`).toBe(new URL(`http://[${text}]/`).hostname);
        expect(v6(text)).toEqual(address);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('equalAddress', () => {
  test('compares the number and the family', () => {
    expect(equalAddress(v6('2001:db8:0::1'), v6('2001:DB8::1'))).toBe(true);
    expect(equalAddress(v6('2001:db8::1'), v6('2001:db8::2'))).toBe(false);
    expect(equalAddress(v4('0.0.0.1'), v6('::1'))).toBe(false);
  });
});

describe('classification', () => {
  test.each([
    ['0.0.0.0', 'unspecified'],
    ['0.0.0.1', 'reserved'],
    ['10.255.255.255', 'private'],
    ['11.0.0.0', 'global'],
    ['100.63.255.255', 'global'],
    ['100.64.0.0', 'shared'],
    ['100.127.255.255', 'shared'],
    ['100.128.0.0', 'global'],
    ['106.72.18.52', 'global'],
    ['127.0.0.53', 'loopback'],
    ['169.254.1.1', 'link-local'],
    ['172.15.255.255', 'global'],
    ['172.16.0.0', 'private'],
    ['172.32.0.0', 'global'],
    ['192.0.0.2', 'reserved'],
    ['192.0.2.18', 'documentation'],
    ['192.168.1.1', 'private'],
    ['198.19.255.255', 'benchmarking'],
    ['198.51.100.1', 'documentation'],
    ['203.0.113.5', 'documentation'],
    ['224.0.0.1', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'reserved'],
  ])('%s is %s', (text, kind) => {
    expect(classifyIpv4(v4(text))).toBe(kind);
  });

  test.each([
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::2', 'reserved'],
    ['::ffff:10.0.0.1', 'reserved'],
    ['64:ff9b::1', 'global'],
    ['240b:10:1234:5600::1', 'global'],
    ['2001:100::1', 'reserved'],
    ['2001:200::1', 'global'],
    ['2001:380:a120::9', 'global'],
    ['2001:db8::1', 'documentation'],
    ['2001:db9::1', 'global'],
    ['2002:c000:212::1', 'reserved'],
    ['3fff:fff::1', 'documentation'],
    ['3fff:1000::1', 'global'],
    ['4000::1', 'reserved'],
    ['fc00::1', 'ula'],
    ['fd12:3456:789a::1', 'ula'],
    ['fe80::1', 'link-local'],
    ['febf::1', 'link-local'],
    ['fec0::1', 'reserved'],
    ['ff02::1', 'multicast'],
  ])('%s is %s', (text, kind) => {
    expect(classifyIpv6(v6(text))).toBe(kind);
  });

  test('the narrowest block tells, with its name and source', () => {
    expect(specialBlockOf(v4('192.0.0.1'))).toMatchObject({ block: '192.0.0.0/29', source: 'RFC 7335' });
    expect(specialBlockOf(v4('192.0.0.8'))).toMatchObject({ block: '192.0.0.0/24' });
  });

  test('every block of the tables is found by its first address', () => {
    for (const family of [4, 6] as const) {
      for (const entry of specialBlocks(family)) {
        const text = entry.block.replace(/\/.*/, '');
        const address = family === 4 ? v4(text) : v6(text);
        const narrowest = specialBlockOf(address);
        expect(Number(narrowest.block.split('/')[1])).toBeGreaterThanOrEqual(
          Number(entry.block.split('/')[1]),
        );
        expect(narrowest.block.split('/')[0]).toBe(text);
      }
    }
  });
});
