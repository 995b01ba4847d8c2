import { formatIpv6, interfaceId } from '../../net/address.ts';
import type { Ipv6 } from '../../net/address.ts';
import type { Allowed, Router } from '../../derive/router.ts';
import type { Path } from '../../problem.ts';
import { FROM } from '../sources.ts';

/** One exception as the rest of an nft rule, without its verdict. */
export interface Exception {
  readonly match: string;
  readonly origin: readonly Path[];
}

/** Where an exception comes from; that for SSH has its port from elsewhere. */
function originOf({ origin, match }: Allowed, { deploy }: Router): readonly Path[] {
  return match.kind === 'port' && match.port === deploy.port ? [origin, FROM.deployPort] : [origin];
}

/** Protocol and port of an exception, in nft's words; several where one rule cannot say it. */
function matchesOf({ match }: Allowed): readonly string[] {
  switch (match.kind) {
    case 'all':
      return [''];
    case 'protocol':
      return [`meta l4proto ${match.protocol}`];
    case 'ping':
      return ['icmp type echo-request', 'icmpv6 type echo-request'];
    case 'port':
      return match.protocol === 'both'
        ? [`meta l4proto { tcp, udp } th dport ${match.port}`]
        : [`${match.protocol} dport ${match.port}`];
  }
}

/** Services of the router itself that may be reached from one side. */
export function routerServices(router: Router, from: 'lan' | 'wan'): readonly Exception[] {
  return router.firewall.allow
    .filter((each) => each.from === from && each.to === undefined)
    .flatMap((each) => matchesOf(each).map((match) => ({ match, origin: originOf(each, router) })));
}

/** The router's own services that the internet may reach by a port, one entry for each protocol. */
export function wanServices(
  router: Router,
): readonly { readonly protocol: 'tcp' | 'udp'; readonly port: number; readonly origin: readonly Path[] }[] {
  return router.firewall.allow.flatMap((each) => {
    const { from, to, match } = each;
    if (from !== 'wan' || to !== undefined || match.kind !== 'port') return [];
    const protocols = match.protocol === 'both' ? (['tcp', 'udp'] as const) : [match.protocol];
    return protocols.map((protocol) => ({ protocol, port: match.port, origin: originOf(each, router) }));
  });
}

/**
 * LAN hosts that the internet may reach over IPv6. An IPv4 address is left out: behind NAT only a forward leads to a
 * host, and that is a rule of its own.
 */
export function lanHosts(router: Router): readonly Exception[] {
  return router.firewall.allow.flatMap((each) => {
    if (each.from !== 'wan' || each.to?.family !== 6) return [];
    const destination = destinationOf(each.to);
    return matchesOf(each)
      .filter((match) => !match.startsWith('icmp '))
      .map((match) => ({
        match: match === '' ? destination : `${destination} ${match}`,
        origin: originOf(each, router),
      }));
  });
}

/** A whole address, or an interface identifier in whatever prefix the line has today. */
function destinationOf(address: Ipv6): string {
  return address.value === interfaceId(address)
    ? `ip6 daddr & ::ffff:ffff:ffff:ffff == ${formatIpv6(address)}`
    : `ip6 daddr ${formatIpv6(address)}`;
}
