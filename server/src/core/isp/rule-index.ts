import { parseIpv4Prefix, parseIpv6Prefix } from '../net/address.ts';
import type { Ipv6Prefix } from '../net/address.ts';
import { address, must } from './parts.ts';
import type { MapEProvider, ProviderRule } from './types.ts';

/** The rules of a provider by the length of the Rule IPv6 prefix, the longest first, and by the prefix bits. */
interface RuleIndex {
  readonly rules: readonly ProviderRule[];
  readonly byLength: readonly (readonly [number, ReadonlyMap<bigint, ProviderRule>])[];
}

// Unpacking the largest table takes some milliseconds; most runs need one provider or none.
const indexes = new WeakMap<MapEProvider, RuleIndex>();

/** All rules of a provider in the order of its tables. */
export function rulesOf(provider: MapEProvider): readonly ProviderRule[] {
  return indexOf(provider).rules;
}

/** The rule with the longest Rule IPv6 prefix that contains a prefix (RFC 7597 section 5); undefined where none does. */
export function longestMatch(provider: MapEProvider, line: Ipv6Prefix): ProviderRule | undefined {
  for (const [length, rules] of indexOf(provider).byLength) {
    const rule = length <= line.length ? rules.get(key(line, length)) : undefined;
    if (rule !== undefined) {
      return rule;
    }
  }
  return undefined;
}

function indexOf(provider: MapEProvider): RuleIndex {
  const known = indexes.get(provider);
  if (known !== undefined) {
    return known;
  }
  const rules = unpack(provider);
  const byLength = new Map<number, Map<bigint, ProviderRule>>();
  for (const rule of rules) {
    const { ipv6Prefix } = rule.rule;
    const sameLength = byLength.get(ipv6Prefix.length) ?? new Map<bigint, ProviderRule>();
    sameLength.set(key(ipv6Prefix, ipv6Prefix.length), rule);
    byLength.set(ipv6Prefix.length, sameLength);
  }
  const index = { rules, byLength: [...byLength].sort(([a], [b]) => b - a) };
  indexes.set(provider, index);
  return index;
}

function unpack(provider: MapEProvider): ProviderRule[] {
  const { psidOffset, psidLength, endUserPrefixLength, interfaceIdForm, confidence } = provider;
  return provider.ruleTables.flatMap(({ borderRelay, area, rules }) => {
    const relay = address(borderRelay);
    return rules.map((line) => {
      const [ipv6 = '', ipv4 = ''] = line.split(' ');
      const ipv6Prefix = must(parseIpv6Prefix(ipv6), line);
      const ipv4Prefix = must(parseIpv4Prefix(ipv4), line);
      const eaLength = endUserPrefixLength - ipv6Prefix.length;
      const rule = { ipv6Prefix, ipv4Prefix, eaLength, psidOffset, psidLength };
      return { provider, rule, borderRelay: relay, interfaceIdForm, area, confidence };
    });
  });
}

/** The first `length` bits of a prefix. */
function key(prefix: Ipv6Prefix, length: number): bigint {
  return prefix.address.value >> BigInt(128 - length);
}
