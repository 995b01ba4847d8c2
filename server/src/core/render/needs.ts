import type { Router } from '../derive/router.ts';

/** What a router needs beyond what its spec names: which programs run, and which part of the work each has. */

/** Whether the router asks the line by DHCPv6: for its prefix, or for DNS servers that the spec does not give. */
export function usesDhcpv6({ wan, tunnel, dns }: Router): boolean {
  const asksForName = tunnel.method === 'ds-lite' && tunnel.remote.kind === 'name';
  return wan.prefixSource === 'dhcpv6-pd' || dns.upstream.length === 0 || asksForName;
}

/** Whether the LAN's IPv6 is routed, and so advertised by the router itself. */
export function advertisesIpv6({ lan }: Router): boolean {
  return lan.ipv6Prefix !== undefined;
}

/** Whether the LAN address of the router is one out of a delegated prefix, which the DHCPv6 client puts there. */
export function lanAddressByDhcpv6({ wan, lan }: Router): boolean {
  return lan.ipv6 === 'delegated' && wan.prefixSource === 'dhcpv6-pd';
}

export function usesDnsmasq(router: Router): boolean {
  return router.dns.serve || router.lan.dhcp !== undefined || advertisesIpv6(router);
}

export function usesNdpProxy({ lan }: Router): boolean {
  return lan.ipv6 === 'ndp-proxy';
}

/** Whether the tunnel's ports are few and shared with other subscribers, so that each has to be free again soon. */
export function sharesPorts({ tunnel, nat }: Router): boolean {
  return tunnel.method === 'map-e' && nat.ports !== undefined && tunnel.ce.psidLength > 0;
}
