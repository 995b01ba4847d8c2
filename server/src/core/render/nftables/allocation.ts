import type { Router } from '../../derive/router.ts';
import type { Ipv4 } from '../../net/address.ts';
import { isInSet, portCount } from '../../net/port-set.ts';
import type { PortRange } from '../../net/port-set.ts';

/**
 * How the router translates IPv4 at the tunnel.
 *
 * - `none`: not at all, the provider does (DS-Lite, RFC 6333 section 4.2).
 * - `address`: into an address that nobody shares; every port may be used.
 * - `range`: into one contiguous range of ports (PSID offset 0).
 * - `round-robin`: each new connection takes the next of several ranges.
 * - `port-map`: into one contiguous block of internal ports, which a stateless one-to-one map turns into the ports of
 *   the set behind connection tracking. The kernel then searches the whole set, and one UDP socket keeps one port.
 */
export type Translation =
  | { readonly kind: 'none' }
  | { readonly kind: 'address'; readonly address: Ipv4 }
  | { readonly kind: 'range'; readonly address: Ipv4; readonly range: PortRange }
  | { readonly kind: 'round-robin'; readonly address: Ipv4; readonly ranges: readonly PortRange[] }
  | { readonly kind: 'port-map'; readonly address: Ipv4; readonly ranges: readonly PortRange[] };

/** The first internal port of a port map. The block never reaches the wire, so it may overlap the set. */
export const INTERNAL_BASE = 16384;

/** More ports than this are not worth a map with an entry for each; they are dealt out in turn. */
const LARGEST_MAP = 4096;

/** What NAT at the tunnel has to do. */
export function translationOf({ tunnel, nat }: Router): Translation {
  if (nat.ports === undefined) return { kind: 'none' };
  const { address } = tunnel;
  const ranges = nat.ports.map(({ first, last }) => ({ first: Math.max(first, 1), last }));
  const [only, ...others] = ranges;
  if (only === undefined || (only.first <= 1 && only.last === 65535)) return { kind: 'address', address };
  if (others.length === 0) return { kind: 'range', address, range: only };
  return nat.allocation === 'port-map' && portCount(ranges) <= LARGEST_MAP
    ? { kind: 'port-map', address, ranges }
    : { kind: 'round-robin', address, ranges };
}

/** The ranges of a translation into a shared address; undefined where the address is not shared or not translated. */
export function sharedRanges(translation: Translation): readonly PortRange[] | undefined {
  if (translation.kind === 'range') return [translation.range];
  return translation.kind === 'none' || translation.kind === 'address' ? undefined : translation.ranges;
}

/**
 * Every port of some ranges: the first of each range, then the second of each, and so on.
 *
 * That is the order in which a port map lays them side by side. The kernel looks for a free port in a run of 128 from
 * a place chosen at random, then in three shorter ones, and gives up (nf_nat_l4proto_unique_tuple in nf_nat_core.c). A
 * range whose connections have ended must therefore not lie in one piece, which all four could miss.
 */
export function portsOf(ranges: readonly PortRange[]): readonly number[] {
  const longest = Math.max(0, ...ranges.map(({ first, last }) => last - first + 1));
  return Array.from({ length: longest }, (_, nth) => nth).flatMap((nth) =>
    ranges.filter(({ first, last }) => first + nth <= last).map(({ first }) => first + nth),
  );
}

/**
 * The port that connection tracking sees for a port of the set: its internal port under a port map, else itself.
 * Undefined for a port that is not in the set, to which nothing can ever arrive.
 */
export function trackedPort(translation: Translation, port: number): number | undefined {
  const ranges = sharedRanges(translation);
  if (ranges === undefined) return translation.kind === 'none' ? undefined : port;
  const index = portsOf(ranges).indexOf(port);
  if (index < 0) return undefined;
  return translation.kind === 'port-map' ? INTERNAL_BASE + index : port;
}

/** The other way round: the port of the set that a port of connection tracking stands for; undefined where it is none. */
export function wirePort(translation: Translation, tracked: number): number | undefined {
  const ranges = sharedRanges(translation);
  if (ranges === undefined) return translation.kind === 'none' ? undefined : tracked;
  const port = translation.kind === 'port-map' ? portsOf(ranges)[tracked - INTERNAL_BASE] : tracked;
  return port !== undefined && isInSet(ranges, port) ? port : undefined;
}
