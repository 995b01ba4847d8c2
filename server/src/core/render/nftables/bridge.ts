import type { Router } from '../../derive/router.ts';
import type { LineWriter } from '../rendered-file.ts';
import { FROM } from '../sources.ts';
import { addAccepts } from './exceptions.ts';
import { ICMPV6_ACROSS_BRIDGE } from './icmpv6.ts';
import { TABLES, wanMark } from './names.ts';
import type { Names } from './names.ts';
import type { Openings } from './openings.ts';

/**
 * Where the WAN port is a member of the LAN bridge: IPv6 alone crosses it, in both directions and also to and from the
 * router itself, and the hosts behind it are as protected as by a routing firewall. The rules name the WAN port, so that
 * IPv4 between the LAN's own ports is not touched.
 */
export function addBridge(lines: LineWriter, router: Router, { ipv6 }: Openings, names: Names): void {
  if (router.lan.ipv6 !== 'bridge') return;
  const { wan } = names;
  const onlyIpv6 = (indent: string, direction: 'iifname' | 'oifname') =>
    lines.add(`${indent}${direction} ${wan} ether type != ip6 drop`, FROM.wan, FROM.lanIpv6);
  lines.add('').add('# The WAN port is a member of the LAN bridge, for IPv6 alone.', FROM.lanIpv6);
  lines.add(`table ${TABLES.bridge} {`);
  lines.add('  chain prerouting {').add('    type filter hook prerouting priority -300; policy accept;');
  onlyIpv6('    ', 'iifname');
  lines.add('    # By this the input chain tells the line from the LAN, which both come in by the bridge.');
  lines
    .add(`    iifname ${wan} meta mark set meta mark | ${wanMark(router)}`, FROM.wan, FROM.route)
    .add('  }')
    .add('');

  lines.add('  chain input {').add('    type filter hook input priority -200; policy accept;');
  onlyIpv6('    ', 'iifname');
  lines.add('  }').add('');

  lines.add('  chain forward {').add('    type filter hook forward priority 0; policy accept;');
  lines.add(`    iifname ${wan} goto from_wan`, FROM.wan).add(`    oifname ${wan} goto to_wan`, FROM.wan);
  lines.add('  }').add('');

  lines.add('  chain from_wan {').add('    ether type != ip6 drop');
  if (ipv6.hosts === 'all') {
    lines.add('    accept', FROM.inboundIpv6);
  } else {
    lines.add('    # By type and first: neighbour discovery has no state.');
    lines.add(`    icmpv6 type { ${ICMPV6_ACROSS_BRIDGE.join(', ')} } accept`);
    lines.add('    ct state established,related accept');
    lines.add('    ip6 saddr fe80::/10 udp sport 547 udp dport 546 accept');
    addAccepts(lines, ipv6.hosts, ['icmpv6']);
    lines.add('    drop', FROM.inboundIpv6);
  }
  lines.add('  }').add('');

  lines.add('  chain to_wan {').add('    ether type != ip6 drop');
  lines.add('    # No host of the LAN plays router or DHCPv6 server toward the line.');
  lines.add('    icmpv6 type { nd-router-advert, nd-redirect } drop');
  lines.add('    udp sport 547 udp dport 546 drop').add('    accept').add('  }').add('');

  lines.add('  chain output {').add('    type filter hook output priority -200; policy accept;');
  onlyIpv6('    ', 'oifname');
  lines.add('  }').add('}');
}
