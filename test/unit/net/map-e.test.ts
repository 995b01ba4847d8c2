import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatIpv4, formatIpv6, formatPrefix, ipv6Prefix } from '../../../server/src/core/net/address.ts';
import { ceForPort, computeCe, decodeCe } from '../../../server/src/core/net/map-e.ts';
import type { MapRule } from '../../../server/src/core/net/map-e.ts';
import { PROVISIONED, V6PLUS, anyLine, p4, p6, v4, v6, value } from './support.ts';

function ce(prefix: string, rule: MapRule = V6PLUS) {
  return value(computeCe({ prefix: p6(prefix), rule, form: 'map-draft-03' }));
}

describe('the prefix of a line', () => {
  test('a /56, the /64 in it, and an address copied from the line give the same CE', () => {
    const address = formatIpv6(ce('240b:10:1234:5600::/56').ceIpv6);
    expect(address).toBe('240b:10:1234:5600:6a:4812:3400:5600');
    for (const prefix of [
      '240b:10:1234:5600::/64',
      '240b:10:1234:5600:5054:ff:fe12:3456/64',
      '240b:10:1234:5600:5054:ff:fe12:3456/128',
      '240b:10:1234:5600:6a:4812:3400:5600/128',
    ]) {
      const other = ce(prefix);
      expect(formatIpv6(other.ceIpv6)).toBe(address);
      expect(formatPrefix(other.endUserPrefix)).toBe('240b:10:1234:5600::/56');
      expect(other.offLink).toBe(false);
    }
  });

  test.each([
    ['240b:10:1234:56ab::/64', true],
    ['240b:10:1234:56ab::1/128', true],
    ['240b:10:1234:5610::/60', true],
    // The subnet bits are host bits of a /56: the whole of it is this line's.
    ['240b:10:1234:56ab::1/56', false],
    ['240b:10:1234:5600::/60', false],
  ])('%s: the CE address lies elsewhere: %s', (prefix, offLink) => {
    const result = ce(prefix);
    expect(formatIpv6(result.ceIpv6)).toBe('240b:10:1234:5600:6a:4812:3400:5600');
    expect(result.offLink).toBe(offLink);
  });

  test.each([
    ['240b:10:1234::/48', 'prefix-too-short', '56'],
    ['240b:10:1234:5600::/55', 'prefix-too-short', '56'],
    // It holds the rule's prefix, and more: too short, not elsewhere.
    ['240b::/16', 'prefix-too-short', '56'],
    ['240b:14:1234:5600::/56', 'outside-rule', '240b:10::/31'],
  ])('%s is refused: %s', (prefix, kind, named) => {
    const result = computeCe({ prefix: p6(prefix), rule: V6PLUS, form: 'map-draft-03' });
    expect(result).toMatchObject({ ok: false, kind });
    if (result.ok) return;
    expect(result.reason.en).toContain(named);
    expect(result.reason.ja).toContain(named);
  });
});

describe('a provisioned PSID', () => {
  const prefix = p6('2001:db8:12:3400::/56');

  test('is needed, and must fit its length', () => {
    const compute = (psid?: number) => computeCe({ prefix, rule: PROVISIONED, form: 'rfc7597', psid });
    expect(compute()).toMatchObject({ ok: false, kind: 'psid-missing' });
    for (const psid of [-1, 256, 1.5, Number.NaN]) {
      expect(compute(psid)).toMatchObject({ ok: false, kind: 'psid-range' });
    }
    expect(value(compute(255)).psid).toBe(255);
  });

  test('is not looked at where the EA bits hold the PSID', () => {
    const given = computeCe({ prefix: p6('240b:10:1234:5600::/56'), rule: V6PLUS, form: 'rfc7597', psid: 7 });
    expect(value(given).psid).toBe(86);
  });
});

describe('a rule that gives an IPv4 prefix', () => {
  const rule: MapRule = {
    ipv6Prefix: p6('2001:db8::/40'),
    ipv4Prefix: p4('192.0.0.0/16'),
    eaLength: 8,
    psidOffset: 6,
    psidLength: 0,
  };

  test('has no PSID and all ports', () => {
    const result = ce('2001:db8:12::/48', rule);
    expect(formatIpv4(result.ceIpv4)).toBe('192.0.18.0');
    expect(result).toMatchObject({ ipv4PrefixLength: 24, psid: null, portCount: 65536 });
  });

  test('the border relay finds the CE by any address of the prefix', () => {
    const found = value(ceForPort(rule, v4('192.0.18.77'), 80));
    expect(formatPrefix(found.prefix)).toBe('2001:db8:12::/48');
    expect(found.psid).toBeNull();
    expect(formatIpv6(found.ceIpv6)).toBe('2001:db8:12::c000:1200:0');
  });
});

describe('a rule whose end-user prefix is longer than a /64', () => {
  // RFC 7597 section 6: the prefix then takes the upper bits of the interface identifier.
  const rule: MapRule = {
    ipv6Prefix: p6('2001:db8:1:2::/64'),
    ipv4Prefix: p4('192.0.2.0/24'),
    eaLength: 16,
    psidOffset: 6,
    psidLength: 8,
  };

  test('keeps the prefix whole, and is read back in the form of the RFC', () => {
    const result = value(computeCe({ prefix: p6('2001:db8:1:2:1234::/80'), rule, form: 'rfc7597' }));
    expect(formatIpv6(result.ceIpv6)).toBe('2001:db8:1:2:1234:c000:212:34');
    expect(result.offLink).toBe(false);
    expect(result.bits.prefix.at(-1)).toMatchObject({ kind: 'psid', start: 72, end: 80, value: 0x34n });
    expect(value(decodeCe(result.ceIpv6, 'rfc7597', rule))).toMatchObject({
      ipv4: result.ceIpv4,
      psid: 0x34,
    });
  });
});

describe('bits for explanations', () => {
  test('a shared address', () => {
    const { bits } = ce('240b:10:1234:56ab::/64');
    expect(bits.prefix).toEqual([
      {
        kind: 'rule-prefix',
        start: 0,
        end: 31,
        binary: '0010010000001011000000000001000',
        value: 0x12058008n,
      },
      { kind: 'ipv4-suffix', start: 31, end: 48, binary: '00001001000110100', value: 0x1234n },
      { kind: 'psid', start: 48, end: 56, binary: '01010110', value: 0x56n },
      { kind: 'subnet-id', start: 56, end: 64, binary: '10101011', value: 0xabn },
    ]);
    expect(bits.ipv4.map(({ kind, start, end, binary }) => [kind, start, end, binary])).toEqual([
      ['rule-prefix', 0, 15, '011010100100100'],
      ['ipv4-suffix', 15, 32, '00001001000110100'],
    ]);
  });

  test('fields of no bits are left out, and host bits of a short prefix are no subnet id', () => {
    const { bits } = value(
      computeCe({ prefix: p6('2001:db8:12:34ff::1/56'), rule: PROVISIONED, form: 'rfc7597', psid: 52 }),
    );
    expect(
      bits.prefix.map(({ kind, start, end, value: bitsValue }) => [kind, start, end, bitsValue]),
    ).toEqual([
      ['rule-prefix', 0, 56, 0x20010db8001234n],
      ['subnet-id', 56, 64, 0n],
    ]);
    expect(bits.ipv4.map(({ kind }) => kind)).toEqual(['rule-prefix']);
  });

  test('the fields of any line cover the prefix and the IPv4 address without gaps', () => {
    fc.assert(
      fc.property(anyLine, ({ rule, address }) => {
        const { bits, ceIpv4, psid } = value(
          computeCe({ prefix: ipv6Prefix(address, 128), rule, form: 'rfc7597', psid: 0 }),
        );
        for (const { fields, whole, width } of [
          { fields: bits.prefix, whole: address.value >> 64n, width: 64 },
          { fields: bits.ipv4, whole: BigInt(ceIpv4.value), width: 32 },
        ]) {
          expect(fields[0]?.start).toBe(0);
          expect(fields.at(-1)?.end).toBe(width);
          fields.slice(1).forEach((field, index) => expect(field.start).toBe(fields[index]?.end));
          expect(BigInt(`0b${fields.map(({ binary }) => binary).join('')}`)).toBe(whole);
        }
        const psidField = bits.prefix.find(({ kind }) => kind === 'psid');
        if (psidField !== undefined) expect(Number(psidField.value)).toBe(psid);
      }),
    );
  });
});

describe('decodeCe', () => {
  test.each([
    ['another interface identifier form', '240b:10:1234:5600:0:6a48:1234:56'],
    ['another IPv4 address', '240b:10:1234:5600:6a:4812:3500:5600'],
    ['another PSID', '240b:10:1234:5600:6a:4812:3400:5700'],
    ['a subnet id', '240b:10:1234:5601:6a:4812:3400:5600'],
    ['a host of the line', '240b:10:1234:5600:5054:ff:fe12:3456'],
    ['another rule', '240b:12:1234:5600:6a:4812:3400:5600'],
  ])('refuses an address with %s', (_name, address) => {
    expect(decodeCe(v6(address), 'map-draft-03', V6PLUS).ok).toBe(false);
  });

  test('refuses a provisioned PSID that is too large for its length', () => {
    expect(decodeCe(v6('2001:db8:12:3400:0:c000:212:34'), 'rfc7597', PROVISIONED).ok).toBe(true);
    expect(decodeCe(v6('2001:db8:12:3400:0:c000:212:134'), 'rfc7597', PROVISIONED).ok).toBe(false);
  });
});

describe('ceForPort', () => {
  test('refuses ports that no CE has, and addresses of another rule', () => {
    expect(ceForPort(V6PLUS, v4('106.72.18.52'), 4095).ok).toBe(false);
    expect(ceForPort(V6PLUS, v4('106.72.18.52'), 4096).ok).toBe(true);
    expect(ceForPort(V6PLUS, v4('106.74.0.0'), 5472).ok).toBe(false);
    for (const port of [-1, 65536, 80.5, Number.NaN]) {
      expect(ceForPort(V6PLUS, v4('106.72.18.52'), port).ok).toBe(false);
    }
  });
});
