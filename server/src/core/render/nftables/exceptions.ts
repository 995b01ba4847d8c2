import { formatIpv6, interfaceId } from '../../net/address.ts';
import type { Ipv6 } from '../../net/address.ts';
import type { LineWriter } from '../rendered-file.ts';
import type { HostOpening, Opening } from './openings.ts';

/** Writes the rules that let something in; `ping` is the kinds of echo request that can come this way. */
export function addAccepts(
  lines: LineWriter,
  openings: readonly (Opening | HostOpening)[],
  ping: readonly ('icmp' | 'icmpv6')[],
): void {
  for (const opening of openings) {
    const destination = 'to' in opening ? [destinationOf(opening.to)] : [];
    for (const match of matchesOf(opening, ping))
      lines.add(`    ${[...destination, ...match, 'accept'].join(' ')}`, ...opening.origin);
  }
}

/** Protocol and port in nft's words; several where one rule cannot say it, no words where everything matches. */
function matchesOf({ match }: Opening, ping: readonly ('icmp' | 'icmpv6')[]): readonly (readonly string[])[] {
  switch (match.kind) {
    case 'all':
      return [[]];
    case 'protocol':
      return [[`meta l4proto ${match.protocol}`]];
    case 'ping':
      return ping.map((family) => [`${family} type echo-request`]);
    case 'port':
      return match.protocol === 'both'
        ? [[`meta l4proto { tcp, udp } th dport ${match.port}`]]
        : [[`${match.protocol} dport ${match.port}`]];
  }
}

/** A whole address, or an interface identifier in whatever prefix the line has today. */
function destinationOf(address: Ipv6): string {
  return address.value === interfaceId(address)
    ? `ip6 daddr & ::ffff:ffff:ffff:ffff == ${formatIpv6(address)}`
    : `ip6 daddr ${formatIpv6(address)}`;
}
