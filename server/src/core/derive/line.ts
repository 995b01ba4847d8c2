import { findProviders, findRule, providerById } from '../isp/index.ts';
import type { Provider, ProviderMatch, ProviderRule, TunnelMethod } from '../isp/index.ts';
import { networkOf } from '../net/address.ts';
import type { Ipv4, Ipv6, Ipv6Prefix } from '../net/address.ts';
import { checkMapRule, computeCe, embeddedPsidLength } from '../net/map-e.ts';
import type { Ce, CeResult, InterfaceIdForm, MapRule, MapRuleProblem } from '../net/map-e.ts';
import { ETHERNET_MTU, tcpMss, tunnelMtu } from '../net/mtu.ts';
import type { HostOrIpv6 } from '../spec/scalars-net.ts';
import type { Spec } from '../spec/schema/index.ts';
import { nearEnd } from './near-end.ts';

/** A value, and whether the spec says it or the provider's table. */
export interface Sourced<T> {
  readonly value: T;
  readonly from: 'spec' | 'provider';
}

/**
 * What follows from the prefix of the line and the tunnel's settings alone. It is there as soon as its inputs are, also
 * while the rest of the spec is missing or wrong.
 */
export interface Line {
  /** The prefix as written, without host bits. */
  readonly prefix: Ipv6Prefix | undefined;
  readonly method: TunnelMethod | undefined;
  /** The provider that the spec names, or the only one that fits the prefix. */
  readonly provider: Provider | undefined;
  /** All providers that the prefix may be of: those with a rule for it first, then those that its number hints at. */
  readonly candidates: readonly ProviderMatch[];
  /** The provider's own rule for the prefix, whether or not the spec overrides it. */
  readonly providerRule: ProviderRule | undefined;
  readonly rule: Sourced<MapRule> | undefined;
  /** What is wrong with a rule that the spec gives. */
  readonly ruleProblems: readonly MapRuleProblem[];
  readonly interfaceIdForm: InterfaceIdForm;
  /** The computed CE, or why there is none; undefined without a prefix or a rule. */
  readonly ceResult: CeResult | undefined;
  readonly ce: Ce | undefined;
  readonly borderRelay: Sourced<Ipv6> | undefined;
  readonly aftr: Sourced<HostOrIpv6> | undefined;
  /** A fixed address (`ipip`) and the near end of its tunnel; undefined for another method, or while either is missing. */
  readonly fixed: { readonly address: Ipv4; readonly local: Ipv6 } | undefined;
  readonly encapsulationLimit: number | 'none';
  /** Bytes: what the WAN carries. */
  readonly wanMtu: number;
  /** Bytes: the largest tunnel MTU that the WAN allows. */
  readonly largestTunnelMtu: number;
  /** Bytes: the tunnel MTU in force. */
  readonly tunnelMtu: number;
  /** Bytes: the MSS that TCP is clamped to; undefined without a clamp. */
  readonly mss: number | undefined;
}

/** The defaults of the tunnel that other parts also speak of. */
export const TUNNEL_DEFAULTS = { interface: 'ip6tnl1', psidOffset: 6 } as const;

/** Derives the line of a spec; whatever is missing leaves its fields undefined. */
export function deriveLine(spec: Spec): Line {
  const { wan, tunnel } = spec;
  const prefix = wan?.prefix === undefined ? undefined : networkOf(wan.prefix);
  const candidates = wan?.prefix === undefined ? [] : findProviders(wan.prefix);
  const provider = providerOf(tunnel, candidates);
  const method = tunnel?.method ?? (tunnel?.rule === undefined ? provider?.method : 'map-e');
  const providerRule =
    provider === undefined || wan?.prefix === undefined ? undefined : findRule(provider, wan.prefix);
  const rule = method === 'map-e' ? ruleOf(tunnel, providerRule) : undefined;
  const interfaceIdForm = tunnel?.['interface-id'] ?? provider?.interfaceIdForm ?? 'rfc7597';
  const ruleProblems = rule?.from === 'spec' ? checkMapRule(rule.value) : [];
  const ceResult =
    rule === undefined || wan?.prefix === undefined
      ? undefined
      : computeCe({ prefix: wan.prefix, rule: rule.value, form: interfaceIdForm, psid: tunnel?.psid });
  const encapsulationLimit = tunnel?.['encapsulation-limit'] ?? 'none';
  const wanMtu = wan?.mtu ?? ETHERNET_MTU;
  const largestTunnelMtu = tunnelMtu(wanMtu, encapsulationLimit);
  const mtu = tunnel?.mtu ?? largestTunnelMtu;
  const clamp = tunnel?.['mss-clamp'] ?? true;
  return {
    prefix,
    method,
    provider,
    candidates,
    providerRule,
    rule,
    ruleProblems,
    interfaceIdForm,
    ceResult,
    ce: ceResult?.ok === true ? ceResult.value : undefined,
    borderRelay: borderRelayOf(tunnel, method, provider, providerRule),
    aftr: aftrOf(tunnel, provider),
    fixed:
      method !== 'ipip' || tunnel?.address === undefined || prefix === undefined
        ? undefined
        : { address: tunnel.address, local: nearEnd(prefix, tunnel['local-id']) },
    encapsulationLimit,
    wanMtu,
    largestTunnelMtu,
    tunnelMtu: mtu,
    mss: clamp === false ? undefined : clamp === true ? tcpMss(mtu) : clamp,
  };
}

function providerOf(tunnel: Spec['tunnel'], candidates: readonly ProviderMatch[]): Provider | undefined {
  if (tunnel?.provider !== undefined) return providerById(tunnel.provider);
  if (tunnel?.rule !== undefined || tunnel?.method === 'ipip') return undefined;
  const fitting =
    tunnel?.method === undefined
      ? candidates
      : candidates.filter((each) => each.provider.method === tunnel.method);
  // A rule that covers the prefix is knowledge; a hint is a guess, which counts only where it is the only one.
  const known = fitting.filter((each) => each.basis === 'rule');
  const [only, ...others] = known.length > 0 ? known : fitting;
  return others.length === 0 ? only?.provider : undefined;
}

function ruleOf(
  tunnel: Spec['tunnel'],
  providerRule: ProviderRule | undefined,
): Sourced<MapRule> | undefined {
  const own = tunnel?.rule;
  if (own === undefined)
    return providerRule === undefined ? undefined : { value: providerRule.rule, from: 'provider' };
  if (own['ipv6-prefix'] === undefined || own['ipv4-prefix'] === undefined || own['ea-length'] === undefined)
    return undefined;
  const partial = {
    ipv6Prefix: own['ipv6-prefix'],
    ipv4Prefix: own['ipv4-prefix'],
    eaLength: own['ea-length'],
    psidOffset: own['psid-offset'] ?? TUNNEL_DEFAULTS.psidOffset,
  };
  const psidLength = own['psid-length'] ?? embeddedPsidLength({ ...partial, psidLength: 0 });
  return { value: { ...partial, psidLength }, from: 'spec' };
}

function borderRelayOf(
  tunnel: Spec['tunnel'],
  method: TunnelMethod | undefined,
  provider: Provider | undefined,
  providerRule: ProviderRule | undefined,
): Sourced<Ipv6> | undefined {
  if (tunnel?.['border-relay'] !== undefined) return { value: tunnel['border-relay'], from: 'spec' };
  if (method === 'map-e')
    return providerRule === undefined ? undefined : { value: providerRule.borderRelay, from: 'provider' };
  const [relay, ...others] =
    method === 'ipip' ? (provider?.borderRelays ?? []).filter((each) => each.method === 'ipip') : [];
  return relay === undefined || others.length > 0 ? undefined : { value: relay.address, from: 'provider' };
}

function aftrOf(tunnel: Spec['tunnel'], provider: Provider | undefined): Sourced<HostOrIpv6> | undefined {
  if (tunnel?.aftr !== undefined) return { value: tunnel.aftr, from: 'spec' };
  return provider?.method === 'ds-lite'
    ? { value: { kind: 'name', name: provider.aftr.name }, from: 'provider' }
    : undefined;
}
