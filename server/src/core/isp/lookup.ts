import { contains, equalAddress } from '../net/address.ts';
import type { Ipv6, Ipv6Prefix } from '../net/address.ts';
import { PROVIDERS } from './providers.ts';
import { longestMatch, rulesOf } from './rule-index.ts';
import type { Area, Confidence, PrefixHint, Provider, ProviderRule, TunnelMethod } from './types.ts';

export { rulesOf };

/** A provider that a prefix may be of. */
export type ProviderMatch =
  | {
      readonly provider: Provider;
      /** A rule of the provider covers the prefix. */
      readonly basis: 'rule';
      readonly rule: ProviderRule;
    }
  | {
      readonly provider: Provider;
      /** Lines with such prefixes are mostly of the provider: to be confirmed by the user. */
      readonly basis: 'hint';
      readonly hint: PrefixHint;
    };

/** The owner of a tunnel end. */
export interface TunnelEnd {
  readonly provider: Provider;
  /** What the address serves; an AFTR's is `ds-lite`. */
  readonly method: TunnelMethod;
  readonly area: Area | null;
  readonly confidence: Confidence;
}

/**
 * The rule of a provider for a line's prefix: the longest Rule IPv6 prefix that contains it wins (RFC 7597 section 5;
 * BIGLOBE has /31 and /38 rules). The prefix may be longer than the end-user prefix and have host bits, and may be too
 * short for the rule's EA bits, which `computeCe` then says. Undefined where no rule covers it, and for providers that
 * have no rules.
 */
export function findRule(provider: Provider, prefix: Ipv6Prefix): ProviderRule | undefined {
  return provider.method === 'map-e' ? longestMatch(provider, prefix) : undefined;
}

/** The providers that a prefix may be of: those with a rule for it first, then those that its number hints at. */
export function findProviders(prefix: Ipv6Prefix): ProviderMatch[] {
  const byRule: ProviderMatch[] = [];
  const byHint: ProviderMatch[] = [];
  for (const provider of PROVIDERS) {
    const rule = findRule(provider, prefix);
    const hint = provider.prefixHints.find((candidate) => contains(candidate.prefix, prefix));
    if (rule !== undefined) {
      byRule.push({ provider, basis: 'rule', rule });
    } else if (hint !== undefined) {
      byHint.push({ provider, basis: 'hint', hint });
    }
  }
  return [...byRule, ...byHint];
}

/** The provider whose border relay, or AFTR, this address is known to be; undefined for an address that is not known. */
export function providerOfBorderRelay(address: Ipv6): TunnelEnd | undefined {
  for (const provider of PROVIDERS) {
    const relay = provider.borderRelays.find((candidate) => equalAddress(candidate.address, address));
    if (relay !== undefined) {
      return { provider, method: relay.method, area: relay.area, confidence: relay.confidence };
    }
    const aftr = provider.aftr?.addresses.find((candidate) => equalAddress(candidate.address, address));
    if (aftr !== undefined) {
      return { provider, method: 'ds-lite', area: aftr.area, confidence: aftr.confidence };
    }
  }
  return undefined;
}
