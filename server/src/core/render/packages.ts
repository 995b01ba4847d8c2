import type { Router } from '../derive/router.ts';
import type { Path } from '../problem.ts';
import { usesDhcpv6, usesDnsmasq, usesNdpProxy } from './needs.ts';
import { FROM } from './sources.ts';
import { word } from './word.ts';

export interface RequiredPackage {
  readonly name: string;
  readonly from: readonly Path[];
}

/** Packages of services whose package has another name, or which a user names without naming the package. */
const SERVICE_PACKAGES: Readonly<Record<string, string>> = {
  acpid: 'acpid',
  'avahi-daemon': 'avahi',
  chronyd: 'chrony',
  collectd: 'collectd',
  haveged: 'haveged',
  irqbalance: 'irqbalance',
  lldpd: 'lldpd',
  'node-exporter': 'prometheus-node-exporter',
  openntpd: 'openntpd',
  rngd: 'rng-tools',
  smartd: 'smartmontools',
  snmpd: 'net-snmp',
  sshd: 'openssh',
};

/** What must be installed, in alphabetical order, and why. */
export function packageList(router: Router): readonly RequiredPackage[] {
  const wanted = new Map<string, Path[]>();
  const add = (name: string, ...from: Path[]) => wanted.set(name, [...(wanted.get(name) ?? []), ...from]);
  // ifupdown-ng is what Alpine takes by itself, too; named, so that no other ifupdown is in its place.
  for (const name of ['alpine-base', 'ifupdown-ng', 'nftables']) add(name);
  add('openssh', FROM.deployHost);
  add('iproute2', FROM.tunnel);
  // Without it the next deploy could not become root; whoever prefers sudo lists that.
  if (router.deploy.user !== 'root' && !router.packages.includes('sudo')) add('doas', FROM.deployUser);
  if (usesDnsmasq(router)) add('dnsmasq', FROM.dnsServe, FROM.dhcp, FROM.lanIpv6);
  if (usesDhcpv6(router)) add('dhcpcd', FROM.prefixSource, FROM.dnsUpstream);
  if (usesNdpProxy(router)) add('tcpdump', FROM.lanIpv6);
  if (router.wifi.length > 0) {
    for (const name of ['hostapd', 'iw', 'wireless-regdb']) add(name, ['wifi']);
  }
  if (router.system.supervisor === 's6') add('s6', FROM.supervisor);
  if (router.tunnel.method === 'ipip' && router.tunnel.update !== undefined) add('curl', FROM.update);
  if (router.system.mirror.startsWith('https:')) add('ca-certificates', FROM.mirror);
  router.services.forEach((service, index) => {
    const name = Object.hasOwn(SERVICE_PACKAGES, service) ? SERVICE_PACKAGES[service] : undefined;
    if (name !== undefined) add(name, ['services', index]);
  });
  router.packages.forEach((name, index) => add(word(name, 'package'), ['packages', index]));
  return [...wanted]
    .map(([name, from]) => ({ name, from }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
