import type { Ipv6, Ipv6Prefix } from '../net/address.ts';

/** A network interface as the kernel has it; undefined in its place: there is none of that name. */
export interface Link {
  readonly up: boolean;
  /** Bytes. */
  readonly mtu: number;
}

/** Whether something answered; undefined: it was not tried, since the spec names nothing to try. */
export type Answered = boolean | undefined;

/** What a router in operation says about itself at one moment. Nothing in it tells who speaks with whom. */
export interface LiveFacts {
  readonly hostname: string;
  readonly uptimeSeconds: number;
  /** The WAN port. */
  readonly wan: Link | undefined;
  /** Global addresses that can be used on the WAN side, which is the bridge where the port is in it; with their prefix lengths. */
  readonly wanAddresses: readonly Ipv6Prefix[];
  /** The next hop of the IPv6 default route, as the router has it; empty: there is no such route. */
  readonly wanRouter: string;
  readonly tunnel: Link | undefined;
  readonly tunnelEnds: { readonly local: Ipv6; readonly remote: Ipv6 } | undefined;
  readonly answered: {
    readonly farEnd: Answered;
    readonly ipv4: Answered;
    readonly ipv6: Answered;
    readonly names: Answered;
  };
  /** The interface by which IPv4 with the tunnel's address leaves; empty: there is no way. Undefined: not looked at. */
  readonly ipv4By: string | undefined;
  /** Bytes of the largest IPv4 packet that was answered; undefined: not measured. */
  readonly pathMtu: number | undefined;
  /** Kernel parameters by their path below /proc/sys; one that the kernel does not have is missing. */
  readonly kernel: ReadonlyMap<string, string>;
  readonly services: readonly {
    readonly name: string;
    readonly state: 'absent' | 'disabled' | 'stopped' | 'started' | 'enabled';
  }[];
  /** The ports of the tunnel's address that connection tracking knows, by protocol; undefined: it could not be read. */
  readonly tracked: ReadonlyMap<string, readonly number[]> | undefined;
  /** Files that were changed on the router since the last deploy; undefined: no deploy has left a list. */
  readonly drift: readonly string[] | undefined;
  /** Seconds that a deploy still waits for its confirmation; undefined: none does. */
  readonly pendingSeconds: number | undefined;
}
