import type { Ipv4, Ipv6Prefix } from './address.ts';
import { embeddedPsidLength, endUserPrefixLength, ipv4PrefixLengthOf, ipv4SuffixLength } from './map-rule.ts';
import type { MapRule } from './map-rule.ts';

/** A run of bits with one meaning. */
export interface BitField<Kind extends string> {
  readonly kind: Kind;
  /** The number of the first bit; the highest bit of an address is bit 0. */
  readonly start: number;
  /** The number of the bit after the last one. */
  readonly end: number;
  /** The bits as a string of `end - start` characters `0` and `1`. */
  readonly binary: string;
  readonly value: bigint;
}

export type PrefixBitKind = 'rule-prefix' | 'ipv4-suffix' | 'psid' | 'subnet-id';
export type Ipv4BitKind = 'rule-prefix' | 'ipv4-suffix' | 'host';

/** Which bits of a line's prefix mean what, and how the IPv4 address is put together; fields of no bits are left out. */
export interface CeBits {
  /**
   * The fields of the prefix from bit 0 to bit 64 (or to the end of a longer end-user prefix). The subnet id is what was
   * given, 0 where the given prefix does not reach; the CE address has 0 there.
   */
  readonly prefix: readonly BitField<PrefixBitKind>[];
  /** The 32 bits of the IPv4 address: those of the rule, those of the EA bits, and with an IPv4 prefix the hosts'. */
  readonly ipv4: readonly BitField<Ipv4BitKind>[];
}

/** Takes the prefix of a line apart by a rule that it matches (RFC 7597 section 5.2). */
export function ceBits(prefix: Ipv6Prefix, rule: MapRule, ceIpv4: Ipv4): CeBits {
  const suffixLength = ipv4SuffixLength(rule);
  const endUser = endUserPrefixLength(rule);
  const known = Math.min(prefix.length, Math.max(64, endUser));
  const cut = (prefix.address.value >> BigInt(128 - known)) << BigInt(128 - known);
  return {
    prefix: fields(cut, 128, [
      ['rule-prefix', rule.ipv6Prefix.length],
      ['ipv4-suffix', suffixLength],
      ['psid', embeddedPsidLength(rule)],
      ['subnet-id', Math.max(0, 64 - endUser)],
    ]),
    ipv4: fields(BigInt(ceIpv4.value), 32, [
      ['rule-prefix', rule.ipv4Prefix.length],
      ['ipv4-suffix', suffixLength],
      ['host', 32 - ipv4PrefixLengthOf(rule)],
    ]),
  };
}

function fields<Kind extends string>(
  value: bigint,
  width: number,
  lengths: readonly (readonly [Kind, number])[],
): BitField<Kind>[] {
  const result: BitField<Kind>[] = [];
  let start = 0;
  for (const [kind, length] of lengths) {
    if (length > 0) {
      const end = start + length;
      const field = BigInt.asUintN(length, value >> BigInt(width - end));
      result.push({ kind, start, end, binary: field.toString(2).padStart(length, '0'), value: field });
      start = end;
    }
  }
  return result;
}
