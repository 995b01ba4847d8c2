import type { Path } from '../problem.ts';
import type { Router } from '../derive/router.ts';

/**
 * Where in router.yaml the values of generated lines come from. A path names the key that decides the value, also where
 * the spec leaves that key to its default: whoever follows it then lands on the nearest key above that is there.
 */
export const FROM = {
  hostname: ['hostname'],
  release: ['system', 'release'],
  mirror: ['system', 'mirror'],
  console: ['system', 'console'],
  lbuMedia: ['system', 'lbu', 'media'],
  lbuBackups: ['system', 'lbu', 'backups'],
  supervisor: ['system', 'supervisor'],
  wan: ['wan', 'interface'],
  wanMtu: ['wan', 'mtu'],
  prefix: ['wan', 'prefix'],
  prefixSource: ['wan', 'prefix-source'],
  tunnel: ['tunnel', 'interface'],
  method: ['tunnel', 'method'],
  provider: ['tunnel', 'provider'],
  rule: ['tunnel', 'rule'],
  borderRelay: ['tunnel', 'border-relay'],
  aftr: ['tunnel', 'aftr'],
  tunnelAddress: ['tunnel', 'address'],
  localId: ['tunnel', 'local-id'],
  interfaceId: ['tunnel', 'interface-id'],
  update: ['tunnel', 'update'],
  tunnelMtu: ['tunnel', 'mtu'],
  encapsulationLimit: ['tunnel', 'encapsulation-limit'],
  mss: ['tunnel', 'mss-clamp'],
  route: ['tunnel', 'route'],
  lan: ['lan', 'interface'],
  ports: ['lan', 'ports'],
  stp: ['lan', 'stp'],
  lanAddress: ['lan', 'address'],
  lanIpv6: ['lan', 'ipv6'],
  dhcp: ['lan', 'dhcp'],
  dhcpRange: ['lan', 'dhcp', 'range'],
  dhcpLease: ['lan', 'dhcp', 'lease'],
  dhcpDns: ['lan', 'dhcp', 'dns'],
  dhcpDomain: ['lan', 'dhcp', 'domain'],
  dnsServe: ['dns', 'serve'],
  dnsUpstream: ['dns', 'upstream'],
  allocation: ['nat', 'allocation'],
  inboundIpv6: ['firewall', 'inbound-ipv6'],
  deployPort: ['deploy', 'port'],
  deployUser: ['deploy', 'user'],
  deployHost: ['deploy', 'host'],
  deployWindow: ['deploy', 'window'],
} as const satisfies Record<string, Path>;

/** What decides the IPv4 address of the tunnel, and with it the ports. */
export function addressSources(router: Router): readonly Path[] {
  switch (router.tunnel.method) {
    case 'map-e':
      return [FROM.prefix, FROM.provider, FROM.rule];
    case 'ipip':
      return [FROM.tunnelAddress];
    case 'ds-lite':
      return [FROM.method];
  }
}

/** What decides which interface carries the router's IPv6 on the WAN side. */
export function deviceSources({ lan }: Router): readonly Path[] {
  return lan.ipv6 === 'bridge' ? [FROM.lan, FROM.lanIpv6] : [FROM.wan, FROM.lanIpv6];
}

/** What decides the largest packet of the tunnel. */
export const MTU_SOURCES: readonly Path[] = [FROM.tunnelMtu, FROM.wanMtu, FROM.encapsulationLimit];

/** What decides the near end of the tunnel. */
export function localSources(router: Router): readonly Path[] {
  switch (router.tunnel.method) {
    case 'map-e':
      return [FROM.prefix, FROM.provider, FROM.rule, FROM.interfaceId];
    case 'ipip':
      return [FROM.prefix, FROM.localId];
    case 'ds-lite':
      return [FROM.prefix];
  }
}

/** What decides the far end. */
export function remoteSources(router: Router): readonly Path[] {
  return [router.tunnel.method === 'ds-lite' ? FROM.aftr : FROM.borderRelay, FROM.provider];
}
