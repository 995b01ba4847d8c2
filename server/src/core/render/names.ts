import { formatIpv4, formatIpv6 } from '../net/address.ts';
import type { Router } from '../derive/router.ts';
import { file, generated } from './generated.ts';
import { usesDhcpv6 } from './needs.ts';
import { LineWriter } from './rendered-file.ts';
import type { RenderedFile } from './rendered-file.ts';
import { FROM } from './sources.ts';
import { word } from './word.ts';

/** /etc/hostname: the name alone, since not every reader takes a comment there. */
export function renderHostname(router: Router): RenderedFile {
  const lines = new LineWriter().add(word(router.hostname.toLowerCase(), 'host'), FROM.hostname);
  return file('/etc/hostname', 'plaintext', lines);
}

/** /etc/hosts: the router's own name, which dnsmasq answers to the LAN too. */
export function renderHosts(router: Router): RenderedFile {
  const name = word(router.hostname.toLowerCase(), 'host');
  const lines = generated('#');
  lines.add('127.0.0.1\tlocalhost').add('::1\t\tlocalhost');
  const domain =
    router.lan.dhcp === undefined ? '' : `${name}.${word(router.lan.dhcp.domain.toLowerCase(), 'host')} `;
  const address = formatIpv4(router.lan.address.address);
  lines.add(`${address}\t${domain}${name}`, FROM.lanAddress, FROM.hostname, FROM.dhcpDomain);
  return file('/etc/hosts', 'plaintext', lines);
}

/**
 * /etc/resolv.conf: where the router itself asks. Undefined where the DHCPv6 client writes it, since only the line
 * knows the servers.
 */
export function renderResolver(router: Router): RenderedFile | undefined {
  const { dns } = router;
  const lines = generated('#');
  if (dns.serve) {
    return file('/etc/resolv.conf', 'plaintext', lines.add('nameserver 127.0.0.1', FROM.dnsServe));
  }
  if (dns.upstream.length === 0 && usesDhcpv6(router)) return undefined;
  dns.upstream.forEach((server, index) => {
    const address = server.family === 4 ? formatIpv4(server) : formatIpv6(server);
    lines.add(`nameserver ${address}`, [...FROM.dnsUpstream, index]);
  });
  return file('/etc/resolv.conf', 'plaintext', lines);
}
