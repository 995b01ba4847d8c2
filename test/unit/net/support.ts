import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import {
  ipv4,
  ipv6,
  ipv6Prefix,
  networkOf,
  parseIpv4,
  parseIpv4Prefix,
  parseIpv6,
  parseIpv6Prefix,
} from '../../../server/src/core/net/address.ts';
import type { Ipv4, Ipv4Prefix, Ipv6, Ipv6Prefix } from '../../../server/src/core/net/address.ts';
import type { MapRule } from '../../../server/src/core/net/map-e.ts';
import type { PortRange } from '../../../server/src/core/net/port-set.ts';
import type { Result } from '../../../server/src/core/net/result.ts';

/** A vector file; its shape is the caller's to state. */
export function vectors(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../vectors/${name}`, import.meta.url), 'utf8'));
}

/** The value of a result that must be one. */
export function value<T>(result: Result<T>): T {
  if (!result.ok) {
    throw new Error(`expected a value, got: ${result.reason.en}`);
  }
  return result.value;
}

export const v4 = (text: string): Ipv4 => value(parseIpv4(text));
export const v6 = (text: string): Ipv6 => value(parseIpv6(text));
export const p4 = (text: string): Ipv4Prefix => value(parseIpv4Prefix(text));
export const p6 = (text: string): Ipv6Prefix => value(parseIpv6Prefix(text));

/** A rule of v6plus: a shared address, as all Japanese rules give. */
export const V6PLUS: MapRule = {
  ipv6Prefix: p6('240b:10::/31'),
  ipv4Prefix: p4('106.72.0.0/15'),
  eaLength: 25,
  psidOffset: 4,
  psidLength: 8,
};

/** RFC 7597 appendix A, example 5: no EA bits, the PSID comes from elsewhere. */
export const PROVISIONED: MapRule = {
  ipv6Prefix: p6('2001:db8:12:3400::/56'),
  ipv4Prefix: p4('192.0.2.18/32'),
  eaLength: 0,
  psidOffset: 6,
  psidLength: 8,
};

/** Port ranges as the pairs that vectors are written in. */
export function pairs(ranges: readonly PortRange[]): [number, number][] {
  return ranges.map(({ first, last }) => [first, last]);
}

export const anyIpv4 = fc.nat({ max: 0xffffffff }).map(ipv4);
export const anyIpv6 = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }).map(ipv6);

/** Text that is nearly an address, prefix or MAC address, where a parser is most likely to go wrong. */
const nearlyAddress = fc
  .array(
    fc.constantFrom(
      '0',
      '1',
      '9',
      '25',
      '255',
      '256',
      'a',
      'F',
      '5e',
      'ffff',
      'g',
      ':',
      '::',
      '.',
      '/',
      '%',
      ' ',
      '-',
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));

/** Any text at all, of every script, and text that is nearly right. */
export const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), nearlyAddress);

/** PSID offset and length that fit into a port together. */
export const anyPortParameters = fc
  .integer({ min: 0, max: 15 })
  .chain((offset) =>
    fc.record({ offset: fc.constant(offset), psidLength: fc.integer({ min: 0, max: 16 - offset }) }),
  );

/** A valid rule of any kind: shared address, whole address, IPv4 prefix; its end-user prefix is at most a /64. */
export const anyRule: fc.Arbitrary<MapRule> = fc
  .record({
    ports: anyPortParameters,
    r4: fc.integer({ min: 0, max: 32 }),
    shortfall: fc.integer({ min: 0, max: 32 }),
    r6: fc.integer({ min: 0, max: 64 }),
    ipv4: anyIpv4,
    ipv6: anyIpv6,
  })
  .map(({ ports, r4, shortfall, r6, ipv4: address4, ipv6: address6 }) => {
    const psidLength = r4 === 32 || shortfall === 0 ? ports.psidLength : 0;
    const eaLength = psidLength > 0 ? 32 - r4 + psidLength : Math.max(0, 32 - r4 - shortfall);
    return {
      ipv6Prefix: networkOf(ipv6Prefix(address6, Math.min(r6, 64 - eaLength))),
      ipv4Prefix: networkOf({ address: address4, length: r4 }),
      eaLength,
      psidOffset: ports.offset,
      psidLength,
    };
  });

/** A valid rule, and an address whose prefix is in it, with any subnet and host bits. */
export const anyLine = fc.tuple(anyRule, anyIpv6).map(([rule, random]) => {
  const free = BigInt(128 - rule.ipv6Prefix.length);
  return {
    rule,
    address: ipv6(rule.ipv6Prefix.address.value | BigInt.asUintN(Number(free), random.value)),
  };
});
