import type { Router } from '../derive/router.ts';
import { portCount } from '../net/port-set.ts';
import type { PortRange } from '../net/port-set.ts';
import { sharedRanges, translationOf, wirePort } from '../render/nftables/allocation.ts';
import type { LiveFacts } from './facts.ts';

/** Protocols that have ports; ICMP has identifiers, which NAT treats alike. */
export const PROTOCOLS = ['tcp', 'udp', 'icmp'] as const;

export type PortProtocol = (typeof PROTOCOLS)[number];

export type PortCounts = Readonly<Record<PortProtocol, number>>;

/** How many ports of a shared address are in use, each counted once however many connections share it. */
export interface PortUse {
  readonly total: PortCounts;
  /** The ports that there are, of each protocol. */
  readonly available: number;
  readonly ranges: readonly (PortRange & { readonly used: PortCounts })[];
}

/** The ports in use; undefined where the address is not shared, or where the router could not tell. */
export function portUse(router: Router, { tracked }: LiveFacts): PortUse | undefined {
  const translation = translationOf(router);
  const ranges = sharedRanges(translation);
  if (ranges === undefined || tracked === undefined) return undefined;
  const onWire = (protocol: string): Set<number> =>
    new Set((tracked.get(protocol) ?? []).flatMap((port) => wirePort(translation, port) ?? []));
  const used = { tcp: onWire('tcp'), udp: onWire('udp'), icmp: onWire('icmp') };
  const count = ({ first, last }: PortRange): PortCounts => {
    const within = (ports: ReadonlySet<number>) =>
      [...ports].filter((port) => first <= port && port <= last).length;
    return { tcp: within(used.tcp), udp: within(used.udp), icmp: within(used.icmp) };
  };
  return {
    total: { tcp: used.tcp.size, udp: used.udp.size, icmp: used.icmp.size },
    available: portCount(ranges),
    ranges: ranges.map((range) => ({ ...range, used: count(range) })),
  };
}
