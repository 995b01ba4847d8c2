import type { Router } from '../derive/router.ts';
import { usesDhcpv6, usesDnsmasq, usesNdpProxy } from './needs.ts';
import { packageList } from './packages.ts';
import { DNSMASQ_PATH } from './dnsmasq.ts';
import { INTERFACES_PATH } from './interfaces.ts';
import { NDP_PROXY_PATH } from './ndp-proxy.ts';
import { NFTABLES_PATH } from './nftables/index.ts';
import { SYSCTL_PATH } from './sysctl.ts';
import { TUNNEL_SCRIPT_PATH } from './tunnel-script.ts';
import { DNSMASQ_SERVICE, NDP_PROXY_SERVICE, hostapdService } from './supervised.ts';
import { word } from './word.ts';

/** A service of OpenRC that must run, and the runlevel that starts it. */
export interface RequiredService {
  readonly name: string;
  readonly runlevel: 'boot' | 'default';
  /** What it reads when it starts: it has to be started anew after a change of these. A folder ends with a slash. */
  readonly reads: readonly string[];
}

/** The packages that a router needs, in alphabetical order, with those that the spec asks for. */
export function packagesOf(router: Router): readonly string[] {
  return packageList(router).map(({ name }) => name);
}

/**
 * The services that a router needs, in the order in which they are started. The packet filter is in `boot`, with the
 * interfaces: in `default` there would be a while without it at every boot.
 */
export function servicesOf(router: Router): readonly RequiredService[] {
  const boot = ['modules', 'sysctl', 'hostname', 'nftables', 'networking'];
  const late = [
    'sshd',
    ...(usesDhcpv6(router) ? ['dhcpcd'] : []),
    ...(router.system.supervisor === 's6' ? ['s6-svscan'] : []),
    ...(usesNdpProxy(router) ? [NDP_PROXY_SERVICE] : []),
    ...(usesDnsmasq(router) ? [DNSMASQ_SERVICE[router.system.supervisor]] : []),
    ...router.wifi.map(hostapdService),
    ...router.services.map((name) => word(name, 'service')),
  ];
  const required = (runlevel: RequiredService['runlevel']) => (name: string) => ({
    name,
    runlevel,
    reads: readsOf(name),
  });
  return [
    ...boot.map(required('boot')),
    ...[...new Set(late)].filter((name) => !boot.includes(name)).map(required('default')),
  ];
}

/** What makes the interfaces. Who holds on to one has to be started anew when it was taken down and made again. */
const NETWORK = [INTERFACES_PATH, TUNNEL_SCRIPT_PATH];

/** The files of a service: those of its kind, its settings, and what its supervisor runs. */
function readsOf(name: string): readonly string[] {
  const kinds: readonly (readonly [beginning: string, reads: readonly string[]])[] = [
    ['nftables', [NFTABLES_PATH]],
    ['networking', NETWORK],
    ['sysctl', [SYSCTL_PATH]],
    ['modules', ['/etc/modules']],
    ['hostname', ['/etc/hostname']],
    ['dhcpcd', ['/etc/dhcpcd.conf', ...NETWORK]],
    ['dnsmasq', [DNSMASQ_PATH, '/etc/dnsmasq.d/', '/etc/hosts', ...NETWORK]],
    [NDP_PROXY_SERVICE, [NDP_PROXY_PATH, ...NETWORK]],
    ['hostapd-', [`/etc/hostapd/${name.slice('hostapd-'.length)}.conf`, ...NETWORK]],
  ];
  const own = [`/etc/init.d/${name}`, `/etc/conf.d/${name}`, `/var/svc.d/${name}/`];
  return [...(kinds.find(([beginning]) => name.startsWith(beginning))?.[1] ?? []), ...own];
}

/**
 * Services that do the same work under other names and would be in the way: those of Alpine's packages, of the other
 * supervisor, and of the hand-made routers that can be found in articles. A deploy stops them where they are enabled.
 */
export function replacedServices(router: Router): readonly string[] {
  const ours = new Set(servicesOf(router).map(({ name }) => name));
  const known = [
    'dnsmasq',
    DNSMASQ_SERVICE.s6,
    's6-dnsmasq',
    'hostapd',
    's6-hostapd',
    'ebtables',
    'iptables',
    'ip6tables',
    'ndppd',
    'radvd',
  ];
  return known.filter((name) => !ours.has(name));
}
