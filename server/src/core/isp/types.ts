import type { Ipv6, Ipv6Prefix } from '../net/address.ts';
import type { InterfaceIdForm, MapRule } from '../net/map-e.ts';
import type { Text } from '../text.ts';

/**
 * How well a fact is known. high: several independent sources, or seen on real lines; medium: one careful source; low:
 * sources contradict each other, or a guess.
 */
export type Confidence = 'high' | 'medium' | 'low';

/** How a provider carries IPv4 over IPv6: RFC 7597, RFC 6333, or plain RFC 2473 with a fixed IPv4 address. */
export type TunnelMethod = 'map-e' | 'ds-lite' | 'ipip';

/** NTT East or NTT West, whose access networks differ. */
export type Area = 'east' | 'west';

/** Rules that share a border relay. */
export interface RuleTable {
  readonly borderRelay: string;
  /** Null where the rules are not divided by area. */
  readonly area: Area | null;
  /** Rule IPv6 prefix, a space, Rule IPv4 prefix; the lengths of the other fields follow from the provider's numbers. */
  readonly rules: readonly string[];
}

/** The provider's end of a tunnel, publicly known. */
export interface BorderRelay {
  readonly address: Ipv6;
  /** The service that it serves: `map-e`, or `ipip` for the one with a fixed IPv4 address. */
  readonly method: 'map-e' | 'ipip';
  readonly area: Area | null;
  readonly confidence: Confidence;
}

/** The AFTR of a DS-Lite service. */
export interface Aftr {
  /** The name to resolve over IPv6: addresses have moved in the past. */
  readonly name: string;
  /** Addresses that the name had; for recognising one that was written down, not for use. */
  readonly addresses: readonly {
    readonly address: Ipv6;
    readonly area: Area | null;
    readonly confidence: Confidence;
  }[];
  /** Who can resolve the name. */
  readonly resolution: Text;
}

/** A prefix whose lines are mostly of a provider: a guess that the user should confirm. */
export interface PrefixHint {
  readonly prefix: Ipv6Prefix;
  readonly confidence: Confidence;
  readonly source: string;
}

/** A sister service with one fixed IPv4 address in a plain tunnel (RFC 2473): NAT on the CE, all ports. */
export interface FixedAddressService {
  readonly name: Text;
  /** How the provider learns of a new IPv6 prefix; null where no public text tells. */
  readonly prefixChange: Text | null;
  /** The tunnel MTU that public set-ups use; null where none is known. */
  readonly mtu: number | null;
  readonly confidence: Confidence;
  readonly sources: readonly string[];
}

interface ProviderBase {
  /** The name in `tunnel.provider`. */
  readonly id: string;
  readonly name: Text;
  /** The company that runs the IPv4 service (VNE). */
  readonly operator: Text;
  /** Names of internet services that use it; a service may use several operators over time. */
  readonly soldAs: readonly string[];
  /** How the CE's interface identifier is built; null where there is none to build. */
  readonly interfaceIdForm: InterfaceIdForm | null;
  /** Known border relays; empty where each line is told its own. */
  readonly borderRelays: readonly BorderRelay[];
  readonly aftr: Aftr | null;
  readonly prefixHints: readonly PrefixHint[];
  /** The tunnel MTU that the provider or public set-ups name, on a line of 1500 bytes, without an encapsulation limit. */
  readonly mtu: number;
  /** How many ports a line gets; null where it is not published. */
  readonly portCount: number | null;
  readonly fixedAddress: FixedAddressService | null;
  readonly confidence: Confidence;
  /** Where the facts come from: addresses of pages, or repositories as `github:owner/name`. */
  readonly sources: readonly string[];
  readonly note: Text | null;
}

export interface MapEProvider extends ProviderBase {
  readonly method: 'map-e';
  readonly interfaceIdForm: InterfaceIdForm;
  readonly psidOffset: number;
  readonly psidLength: number;
  /** The length of every end-user prefix, Rule IPv6 prefix and EA bits together. */
  readonly endUserPrefixLength: number;
  readonly ruleTables: readonly RuleTable[];
}

export interface DsLiteProvider extends ProviderBase {
  readonly method: 'ds-lite';
  readonly aftr: Aftr;
}

export interface IpipProvider extends ProviderBase {
  readonly method: 'ipip';
}

export type Provider = MapEProvider | DsLiteProvider | IpipProvider;

/** A rule of a provider with what belongs to it. */
export interface ProviderRule {
  readonly provider: MapEProvider;
  readonly rule: MapRule;
  readonly borderRelay: Ipv6;
  readonly interfaceIdForm: InterfaceIdForm;
  readonly area: Area | null;
  readonly confidence: Confidence;
}
