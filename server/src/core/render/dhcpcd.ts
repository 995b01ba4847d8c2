import { formatPrefix } from '../net/address.ts';
import type { Router } from '../derive/router.ts';
import { file, generated } from './generated.ts';
import { lanAddressByDhcpv6, usesDhcpv6 } from './needs.ts';
import type { RenderedFile } from './rendered-file.ts';
import { FROM, deviceSources } from './sources.ts';
import { LINE_SERVERS_PATH } from './tunnel-script.ts';
import { word } from './word.ts';

/** The DHCPv6 client: asks for the delegated prefix, and for the DNS servers of the line. */
export function renderDhcpcd(router: Router): readonly RenderedFile[] {
  return usesDhcpv6(router) ? [renderSettings(router), renderHook(router)] : [];
}

function renderSettings(router: Router): RenderedFile {
  const { wan, lan, dns } = router;
  const device = word(wan.device, 'interface');
  const lanName = word(lan.interface, 'interface');
  const lines = generated('#');
  const interfaces = device === lanName ? device : `${device} ${lanName}`;
  lines.add(`allowinterfaces ${interfaces}`, FROM.wan, FROM.lan);
  lines.add(
    '# DUID-LL, made of the MAC address alone: the one form that the NGN takes for prefix delegation.',
  );
  lines.add('duid ll');
  lines.add('# Router advertisements stay with the kernel; there is no DHCP for IPv4 on this line.');
  lines.add('ipv6only').add('noipv6rs');
  const resolver = dns.serve || dns.upstream.length > 0 ? ', resolv.conf' : '';
  lines.add(`nohook hostname, ntp.conf, timesyncd.conf${resolver}`, FROM.dnsServe, FROM.dnsUpstream);
  lines.add('').add(`interface ${device}`, ...deviceSources(router));
  lines.add('option dhcp6_name_servers', FROM.dnsUpstream);
  if (wan.prefixSource === 'dhcpv6-pd') {
    // The second /64 for the LAN, since the first one holds the near end of the tunnel; `-`: none is handed on.
    const handOn = lanAddressByDhcpv6(router) ? `${lanName}/1/64/1` : '-';
    lines.add(`ia_pd 1/${formatPrefix(wan.prefix)} ${handOn}`, FROM.prefix, FROM.prefixSource, FROM.lanIpv6);
  } else {
    lines.add('inform6', FROM.prefixSource);
  }
  return file('/etc/dhcpcd.conf', 'ini', lines);
}

/** Keeps the DNS servers of the line where dnsmasq and the tunnel look for them. Read by dhcpcd's own hook script. */
function renderHook({ wan }: Router): RenderedFile {
  const lines = generated(
    '#',
    'Read by a shell of dhcpcd, which sets the variables (dhcpcd-run-hooks(8)).',
    'shellcheck shell=sh disable=SC2154',
  );
  lines.add(
    `if [ "$interface" = '${word(wan.device, 'interface')}' ] && [ -n "\${new_dhcp6_name_servers-}" ]; then`,
    FROM.wan,
  );
  lines.add(`	mkdir -p '${LINE_SERVERS_PATH.slice(0, LINE_SERVERS_PATH.lastIndexOf('/'))}'`);
  lines.add(`	for server in $new_dhcp6_name_servers; do`);
  lines.add(`		echo "nameserver $server"`);
  lines.add(`	done >'${LINE_SERVERS_PATH}.new' && mv '${LINE_SERVERS_PATH}.new' '${LINE_SERVERS_PATH}'`);
  lines.add('fi');
  return file('/etc/dhcpcd.exit-hook', 'shellscript', lines);
}
