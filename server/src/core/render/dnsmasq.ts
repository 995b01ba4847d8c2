import { formatIpv4, formatIpv6, netmaskOf } from '../net/address.ts';
import { formatMac } from '../net/mac.ts';
import { ETHERNET_MTU } from '../net/mtu.ts';
import type { Router } from '../derive/router.ts';
import { file, generated } from './generated.ts';
import { advertisesIpv6, usesDnsmasq } from './needs.ts';
import type { RenderedFile } from './rendered-file.ts';
import { FROM } from './sources.ts';
import { LINE_SERVERS_PATH } from './tunnel-script.ts';
import { word } from './word.ts';

export const DNSMASQ_PATH = '/etc/dnsmasq.conf';

/** DNS, DHCP and router advertisements for the LAN: one file each, and the one that reads them. */
export function renderDnsmasq(router: Router): readonly RenderedFile[] {
  if (!usesDnsmasq(router)) return [];
  return [
    renderMain(router),
    renderDns(router),
    ...(router.lan.dhcp === undefined ? [] : [renderDhcp(router, router.lan.dhcp)]),
    ...(advertisesIpv6(router) ? [renderAdvertisements(router)] : []),
  ];
}

function renderMain({ lan }: Router): RenderedFile {
  const lines = generated('#');
  lines.add('# The LAN alone (and the router itself): nothing is answered toward the line.');
  lines.add(`interface=${word(lan.interface, 'interface')}`, FROM.lan);
  lines.add('# Also where the interface appears later or is made anew.').add('bind-dynamic');
  lines.add('user=dnsmasq').add('group=dnsmasq');
  lines.add('conf-dir=/etc/dnsmasq.d/,*.conf');
  return file(DNSMASQ_PATH, 'ini', lines);
}

function renderDns({ dns, lan }: Router): RenderedFile {
  const lines = generated('#', 'DNS.');
  if (!dns.serve) {
    lines.add('port=0', FROM.dnsServe);
    return file('/etc/dnsmasq.d/10-dns.conf', 'ini', lines);
  }
  lines.add('# Names without a dot and private addresses are no matter for servers on the internet.');
  lines.add('domain-needed').add('bogus-priv').add('cache-size=2000');
  if (lan.dhcp !== undefined) {
    const domain = word(lan.dhcp.domain.toLowerCase(), 'host');
    lines.add(`local=/${domain}/`, FROM.dhcpDomain).add('expand-hosts', FROM.dhcpDomain);
  }
  if (dns.upstream.length === 0) {
    lines.add('# The servers that the line announced: written by the DHCPv6 client.', FROM.dnsUpstream);
    lines.add(`resolv-file=${LINE_SERVERS_PATH}`, FROM.dnsUpstream);
  } else {
    lines.add('no-resolv', FROM.dnsUpstream);
    dns.upstream.forEach((server, index) => {
      const address = server.family === 4 ? formatIpv4(server) : formatIpv6(server);
      lines.add(`server=${address}`, [...FROM.dnsUpstream, index]);
    });
  }
  return file('/etc/dnsmasq.d/10-dns.conf', 'ini', lines);
}

function renderDhcp({ lan }: Router, dhcp: NonNullable<Router['lan']['dhcp']>): RenderedFile {
  const lines = generated('#', 'DHCP.');
  const range = [dhcp.first, dhcp.last, netmaskOf(lan.address)].map(formatIpv4).join(',');
  lines.add(
    `dhcp-range=${range},${leaseText(dhcp.leaseSeconds)}`,
    FROM.dhcpRange,
    FROM.dhcpLease,
    FROM.lanAddress,
  );
  lines.add(
    '# The only DHCP server here: a client that asks for an address of elsewhere is told so at once.',
  );
  lines.add('dhcp-authoritative');
  lines.add(`domain=${word(dhcp.domain.toLowerCase(), 'host')}`, FROM.dhcpDomain);
  lines.add(`dhcp-option=option:router,${formatIpv4(lan.address.address)}`, FROM.lanAddress);
  // Without a value the option is not sent at all; dnsmasq would name itself.
  const servers = dhcp.dns.map((server) => `,${formatIpv4(server)}`).join('');
  lines.add(
    `dhcp-option=option:dns-server${servers}`,
    FROM.dhcpDns,
    FROM.dnsServe,
    FROM.lanAddress,
    FROM.dnsUpstream,
  );
  if (dhcp.reservations.length > 0) lines.add('# Reservations.');
  for (const { name, mac, address, origin } of dhcp.reservations) {
    lines.add(`dhcp-host=${formatMac(mac)},${formatIpv4(address)},${word(name, 'host')}`, origin);
  }
  return file('/etc/dnsmasq.d/20-dhcp.conf', 'ini', lines);
}

/** A time as dnsmasq reads it: hours, minutes, or seconds without a unit. */
function leaseText(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : String(seconds);
}

function renderAdvertisements({ lan, dns, wan }: Router): RenderedFile {
  const name = word(lan.interface, 'interface');
  const lines = generated(
    '#',
    'Router advertisements: the LAN makes its addresses in whatever prefix lies on the bridge.',
  );
  lines.add('enable-ra', FROM.lanIpv6);
  lines.add(`dhcp-range=::,constructor:${name},ra-only,64,1h`, FROM.lanIpv6, FROM.lan);
  const mtu = wan.mtu === ETHERNET_MTU ? '' : `mtu:${wan.mtu},`;
  // Every minute and for half an hour: a changed prefix is noticed soon, a router that is gone is forgotten soon.
  lines.add(`ra-param=${name},${mtu}60,1800`, FROM.lanIpv6, FROM.lan, ...(mtu === '' ? [] : [FROM.wanMtu]));
  const servers = dns.upstream.flatMap((server) => (server.family === 6 ? [`[${formatIpv6(server)}]`] : []));
  if (dns.serve) {
    lines.add('# The DNS server is the router, by an address that no change of the prefix touches.');
    lines.add('dhcp-option=option6:dns-server,[fe80::]', FROM.dnsServe);
  } else if (servers.length > 0) {
    lines.add(`dhcp-option=option6:dns-server,${servers.join(',')}`, FROM.dnsUpstream);
  } else {
    lines.add('dhcp-option=option6:dns-server', FROM.dnsServe);
  }
  return file('/etc/dnsmasq.d/30-ra.conf', 'ini', lines);
}
