import { ipv6, parseIpv4Prefix } from '../net/address.ts';
import type { Ipv6Prefix } from '../net/address.ts';
import { address, must } from './parts.ts';
import type { MapEProvider, ProviderRule, RuleTable } from './types.ts';

/** A line of a table; its rule is made when it is first asked for, for a line needs one rule out of hundreds. */
interface Entry {
  readonly table: RuleTable;
  readonly line: string;
  readonly ipv6Prefix: Ipv6Prefix;
  rule: ProviderRule | undefined;
}

/** The rules of a provider by the length of the Rule IPv6 prefix, the longest first, and by the prefix bits. */
interface RuleIndex {
  readonly entries: readonly Entry[];
  readonly byLength: readonly (readonly [number, ReadonlyMap<bigint, Entry>])[];
}

const indexes = new WeakMap<MapEProvider, RuleIndex>();

/** All rules of a provider in the order of its tables. */
export function rulesOf(provider: MapEProvider): readonly ProviderRule[] {
  return indexOf(provider).entries.map((entry) => ruleOf(provider, entry));
}

/** The rule with the longest Rule IPv6 prefix that contains a prefix (RFC 7597 section 5); undefined where none does. */
export function longestMatch(provider: MapEProvider, line: Ipv6Prefix): ProviderRule | undefined {
  for (const [length, entries] of indexOf(provider).byLength) {
    const entry = length <= line.length ? entries.get(key(line, length)) : undefined;
    if (entry !== undefined) {
      return ruleOf(provider, entry);
    }
  }
  return undefined;
}

function indexOf(provider: MapEProvider): RuleIndex {
  const known = indexes.get(provider);
  if (known !== undefined) {
    return known;
  }
  const entries = provider.ruleTables.flatMap((table) =>
    table.rules.map((line): Entry => ({ table, line, ipv6Prefix: rulePrefix(line), rule: undefined })),
  );
  const byLength = new Map<number, Map<bigint, Entry>>();
  for (const entry of entries) {
    const { length } = entry.ipv6Prefix;
    const sameLength = byLength.get(length) ?? new Map<bigint, Entry>();
    sameLength.set(key(entry.ipv6Prefix, length), entry);
    byLength.set(length, sameLength);
  }
  const index = { entries, byLength: [...byLength].sort(([a], [b]) => b - a) };
  indexes.set(provider, index);
  return index;
}

function ruleOf(provider: MapEProvider, entry: Entry): ProviderRule {
  return (entry.rule ??= makeRule(provider, entry));
}

function makeRule(provider: MapEProvider, { table, line, ipv6Prefix }: Entry): ProviderRule {
  const { psidOffset, psidLength, endUserPrefixLength, interfaceIdForm, confidence } = provider;
  const ipv4Prefix = must(parseIpv4Prefix(line.slice(line.indexOf(' ') + 1)), line);
  const eaLength = endUserPrefixLength - ipv6Prefix.length;
  return {
    provider,
    rule: { ipv6Prefix, ipv4Prefix, eaLength, psidOffset, psidLength },
    borderRelay: address(table.borderRelay),
    interfaceIdForm,
    area: table.area,
    confidence,
  };
}

/**
 * The Rule IPv6 prefix of a line. Every one in the tables is some groups followed by `::`, which is read here in a
 * hundredth of the time that the general parser takes: the first look at a file must not wait for hundreds of them.
 */
function rulePrefix(line: string): Ipv6Prefix {
  const end = line.indexOf('::/');
  const groups = line.slice(0, end).split(':');
  const bits = groups.reduce((value, group) => (value << 16n) | BigInt(Number.parseInt(group, 16)), 0n);
  const length = Number.parseInt(line.slice(end + 3), 10);
  return { address: ipv6(bits << BigInt(128 - 16 * groups.length)), length };
}

/** The first `length` bits of a prefix. */
function key(prefix: Ipv6Prefix, length: number): bigint {
  return prefix.address.value >> BigInt(128 - length);
}
