import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  broadcastOf,
  contains,
  equalPrefix,
  formatIpv4,
  formatIpv6,
  formatPrefix,
  hostBitsSet,
  interfaceId,
  ipv4Prefix,
  ipv6Prefix,
  netmaskOf,
  networkOf,
  overlaps,
  parseIpv4Prefix,
  parseIpv6Prefix,
  withInterfaceId,
} from '../../../server/src/core/net/address.ts';
import { anyIpv4, anyIpv6, anyText, p4, p6, v4, v6, value } from './support.ts';

const anyP4 = fc
  .tuple(anyIpv4, fc.integer({ min: 0, max: 32 }))
  .map(([address, length]) => ipv4Prefix(address, length));
const anyP6 = fc
  .tuple(anyIpv6, fc.integer({ min: 0, max: 128 }))
  .map(([address, length]) => ipv6Prefix(address, length));

describe('parsing', () => {
  test('keeps host bits', () => {
    expect(formatPrefix(p4('10.100.0.1/24'))).toBe('10.100.0.1/24');
    expect(formatPrefix(p6('240B:10:1234:5600:5054:ff:fe12:3456/64'))).toBe(
      '240b:10:1234:5600:5054:ff:fe12:3456/64',
    );
  });

  test.each([
    '10.0.0.1',
    '10.0.0.1/',
    '10.0.0.1/33',
    '10.0.0.1/024',
    '10.0.0.1/8/8',
    '10.0.0.1/+8',
    '10.0.0.1/ 8',
    '/8',
    '10.0.0/8',
  ])('refuses %s', (text) => {
    expect(parseIpv4Prefix(text).ok).toBe(false);
  });

  test.each([
    '2001:db8::',
    '2001:db8::/',
    '2001:db8::/129',
    '2001:db8::/064',
    '2001:db8::%1/64',
    '::/64/64',
    '::/6.4',
  ])('refuses %s', (text) => {
    expect(parseIpv6Prefix(text).ok).toBe(false);
  });

  test('says that the length is missing, with one that fits', () => {
    const result = parseIpv6Prefix('2001:db8::1');
    expect(result).toMatchObject({ ok: false });
    if (!result.ok) {
      expect(result.reason.en).toContain('/64');
      expect(result.reason.ja).toContain('/64');
    }
  });

  test('reads back what formatPrefix writes', () => {
    fc.assert(
      fc.property(anyP4, (prefix) => {
        expect(value(parseIpv4Prefix(formatPrefix(prefix)))).toEqual(prefix);
      }),
    );
    fc.assert(
      fc.property(anyP6, (prefix) => {
        expect(value(parseIpv6Prefix(formatPrefix(prefix)))).toEqual(prefix);
      }),
    );
  });

  test('never throws, and never accepts what it cannot write', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const result of [parseIpv4Prefix(text), parseIpv6Prefix(text)]) {
          if (result.ok) {
            expect(formatPrefix(result.value)).toMatch(/^[0-9a-f:.]+\/[0-9]+$/);
          } else {
            expect(result.reason.en && result.reason.ja).toBeTruthy();
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('networks', () => {
  test.each([
    ['10.100.0.1/24', '10.100.0.0/24', '255.255.255.0', '10.100.0.255'],
    ['203.0.113.5/32', '203.0.113.5/32', '255.255.255.255', '203.0.113.5'],
    ['203.0.113.5/0', '0.0.0.0/0', '0.0.0.0', '255.255.255.255'],
    ['172.31.255.255/12', '172.16.0.0/12', '255.240.0.0', '172.31.255.255'],
    ['192.0.0.2/29', '192.0.0.0/29', '255.255.255.248', '192.0.0.7'],
  ])('%s', (text, network, netmask, broadcast) => {
    const prefix = p4(text);
    expect(formatPrefix(networkOf(prefix))).toBe(network);
    expect(formatIpv4(netmaskOf(prefix))).toBe(netmask);
    expect(formatIpv4(broadcastOf(prefix))).toBe(broadcast);
  });

  test('an IPv6 network', () => {
    expect(formatPrefix(networkOf(p6('240b:10:1234:56ab::1/56')))).toBe('240b:10:1234:5600::/56');
    expect(formatPrefix(networkOf(p6('ffff::/0')))).toBe('::/0');
    expect(formatPrefix(networkOf(p6('::1/128')))).toBe('::1/128');
  });

  test('host bits are set exactly where a prefix is not its network', () => {
    expect(hostBitsSet(p4('10.0.0.1/24'))).toBe(true);
    expect(hostBitsSet(p4('10.0.0.0/24'))).toBe(false);
    fc.assert(
      fc.property(fc.oneof(anyP4, anyP6), (prefix) => {
        expect(hostBitsSet(networkOf(prefix))).toBe(false);
        expect(hostBitsSet(prefix)).toBe(formatPrefix(networkOf(prefix)) !== formatPrefix(prefix));
        expect(contains(networkOf(prefix), prefix.address)).toBe(true);
      }),
    );
  });
});

describe('contains and overlaps', () => {
  test.each([
    ['10.0.0.0/8', '10.255.0.0/16', true],
    ['10.0.0.0/16', '10.0.0.0/8', false],
    ['10.0.0.0/8', '10.0.0.0/8', true],
    ['10.0.0.0/8', '11.0.0.0/16', false],
    ['10.1.2.3/8', '10.200.0.0/16', true],
    ['0.0.0.0/0', '255.0.0.0/8', true],
  ])('%s contains %s: %s', (outer, inner, expected) => {
    expect(contains(p4(outer), p4(inner))).toBe(expected);
  });

  test('addresses, and families that are kept apart', () => {
    expect(contains(p6('2001:db8::/32'), v6('2001:db8:ffff::1'))).toBe(true);
    expect(contains(p6('2001:db8::/32'), v6('2001:db9::1'))).toBe(false);
    expect(contains(p6('::/0'), v4('10.0.0.1'))).toBe(false);
    expect(contains(p4('0.0.0.0/0'), p6('::/0'))).toBe(false);
    expect(overlaps(p4('0.0.0.0/0'), p6('::/0'))).toBe(false);
  });

  test('an IPv4 network contains its first and last address and not their neighbours', () => {
    fc.assert(
      fc.property(anyP4, (prefix) => {
        const first = networkOf(prefix).address.value;
        const last = broadcastOf(prefix).value;
        expect(contains(prefix, { family: 4, value: first })).toBe(true);
        expect(contains(prefix, { family: 4, value: last })).toBe(true);
        expect(last - first + 1).toBe(2 ** (32 - prefix.length));
        if (first > 0) expect(contains(prefix, { family: 4, value: first - 1 })).toBe(false);
        if (last < 0xffffffff) expect(contains(prefix, { family: 4, value: last + 1 })).toBe(false);
      }),
    );
  });

  test('prefixes overlap where their address ranges do', () => {
    const near = fc
      .tuple(fc.nat({ max: 1023 }), fc.integer({ min: 22, max: 32 }))
      .map(([low, length]) => ipv4Prefix({ family: 4, value: 0x0a000000 + low }, length));
    fc.assert(
      fc.property(near, near, (a, b) => {
        const apart =
          broadcastOf(a).value < networkOf(b).address.value ||
          broadcastOf(b).value < networkOf(a).address.value;
        expect(overlaps(a, b)).toBe(!apart);
        expect(overlaps(b, a)).toBe(!apart);
        expect(equalPrefix(a, b)).toBe(formatPrefix(networkOf(a)) === formatPrefix(networkOf(b)));
      }),
    );
  });
});

describe('interface identifiers', () => {
  test('are the lower half', () => {
    expect(interfaceId(v6('2001:db8::5054:ff:fe12:3456'))).toBe(0x505400fffe123456n);
  });

  test.each([
    ['2001:db8:1:2::/64', 0xfeedn, '2001:db8:1:2::feed'],
    ['2001:db8:1:2::/56', 0xfeedn, '2001:db8:1::feed'],
    ['2001:db8:1:2::9/64', 1n, '2001:db8:1:2::1'],
    // The prefix wins over the bits of the identifier that it reaches.
    ['2001:db8:1:2:aa00::/72', 0x11223344_55667788n, '2001:db8:1:2:aa22:3344:5566:7788'],
    ['2001:db8::1/128', 0xfeedn, '2001:db8::1'],
    ['2001:db8::/32', (1n << 64n) | 1n, '2001:db8::1'],
  ])('%s', (prefix, iid, address) => {
    expect(formatIpv6(withInterfaceId(p6(prefix), iid))).toBe(address);
  });

  test('in a /64 both halves are read back', () => {
    fc.assert(
      fc.property(anyIpv6, fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (address, iid) => {
        const joined = withInterfaceId(ipv6Prefix(address, 64), iid);
        expect(interfaceId(joined)).toBe(iid);
        expect(contains(ipv6Prefix(address, 64), joined)).toBe(true);
      }),
    );
  });
});
