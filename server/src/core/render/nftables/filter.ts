import { formatIpv4, formatIpv6 } from '../../net/address.ts';
import type { Router } from '../../derive/router.ts';
import type { LineWriter } from '../rendered-file.ts';
import { FROM, localSources, remoteSources } from '../sources.ts';
import { sharedRanges } from './allocation.ts';
import type { Translation } from './allocation.ts';
import { addAccepts } from './exceptions.ts';
import { ICMPV6_FROM_LAN, ICMPV6_LOCAL_SOURCE, ICMPV6_TO_HOSTS, ICMPV6_TRANSIT_SOURCE } from './icmpv6.ts';
import { addMssClamp } from './mss.ts';
import { TABLES, returnMark, wanMark } from './names.ts';
import type { Names } from './names.ts';
import type { Openings } from './openings.ts';

const set = (values: readonly string[]) => `{ ${values.join(', ')} }`;

/** The stateful firewall for both families: nothing comes in that was not asked for or allowed. */
export function addFilter(
  lines: LineWriter,
  router: Router,
  openings: Openings,
  translation: Translation,
  names: Names,
): void {
  const shortDns = sharedRanges(translation) !== undefined;
  lines.add('').add(`table ${TABLES.filter} {`);
  if (shortDns) {
    lines.add(
      '  # A question to a DNS server would hold one of the shared ports for 30 seconds; the answer takes less than 5.',
    );
    lines.add('  ct timeout dns {').add('    protocol udp').add('    l3proto ip');
    lines.add('    policy = { unreplied : 5, replied : 5 }').add('  }').add('');
  }
  addReturnMarks(lines, router, openings, names);
  addInput(lines, router, names);
  addFromLan(lines, openings);
  addFromWan(lines, router, openings);
  addFromTunnel(lines, openings);
  addForward(lines, router, openings, translation, names);
  if (shortDns) {
    lines.add('').add('  chain output {').add('    type filter hook output priority filter; policy accept;');
    lines.add(`    oifname ${names.tunnel} ip protocol udp udp dport 53 ct timeout set "dns"`, FROM.tunnel);
    lines.add('  }');
  }
  lines.add('}');
}

/** Beside another uplink: what came in by the tunnel is answered by the tunnel, whatever the routes say. */
function addReturnMarks(lines: LineWriter, router: Router, openings: Openings, names: Names): void {
  const mark = returnMark(router);
  if (mark === undefined || router.nat.forwards.length === 0) return;
  lines.add('  chain prerouting {', FROM.route);
  lines.add('    type filter hook prerouting priority mangle; policy accept;', FROM.route);
  lines.add(`    iifname ${names.tunnel} ct state new ct mark set ${mark}`, FROM.route, FROM.tunnel);
  lines.add(
    `    iifname ${names.lan} ct direction reply ct mark ${mark} meta mark set ${mark}`,
    FROM.route,
    FROM.lan,
  );
  lines.add('  }').add('');
  if (!openings.ipv4.forwards.some(({ toRouter }) => toRouter)) return;
  // The router answers from its LAN address, which has chosen a route before NAT puts the tunnel's address there.
  lines.add('  chain answers {', FROM.route);
  lines.add('    type route hook output priority mangle; policy accept;', FROM.route);
  lines.add(`    ct direction reply ct mark ${mark} meta mark set ${mark}`, FROM.route);
  lines.add('  }').add('');
}

function addInput(lines: LineWriter, router: Router, names: Names): void {
  lines.add('  chain input {').add('    type filter hook input priority filter; policy drop;');
  lines.add('    iifname "lo" accept');
  lines.add('    ct state vmap { established : accept, related : accept, invalid : drop }');
  if (router.lan.ipv6 === 'bridge') {
    const mark = wanMark(router);
    lines.add('    # Before the mark is looked at: a packet out of the tunnel keeps that of its wrapping.');
    lines.add(`    iifname ${names.tunnel} goto from_tunnel`, FROM.tunnel);
    lines.add(
      `    iifname ${names.lan} meta mark & ${mark} == ${mark} goto from_wan`,
      FROM.lan,
      FROM.lanIpv6,
      FROM.route,
    );
  } else {
    lines.add(`    iifname ${names.tunnel} goto from_tunnel`, FROM.tunnel);
    lines.add(`    iifname ${names.wan} goto from_wan`, FROM.wan, FROM.lanIpv6);
  }
  lines.add(`    iifname ${names.lan} goto from_lan`, FROM.lan);
  lines.add('  }');
}

function addFromLan(lines: LineWriter, { lan, ipv4 }: Openings): void {
  lines.add('').add('  chain from_lan {');
  lines.addCited(ICMPV6_LOCAL_SOURCE, `    icmpv6 type ${set(ICMPV6_FROM_LAN)} accept`);
  addAccepts(lines, lan, ['icmp', 'icmpv6']);
  addForwardsToRouter(lines, ipv4);
  lines.add('    # A refusal, so that a client does not wait for what will never come.');
  lines.add('    meta pkttype { broadcast, multicast } drop');
  lines.add('    reject with icmpx admin-prohibited').add('  }');
}

function addFromWan(lines: LineWriter, router: Router, { always, ipv6 }: Openings): void {
  const { local, remote } = always.tunnel;
  const source = remote === undefined ? '' : `ip6 saddr ${formatIpv6(remote)} `;
  lines.add('').add('  chain from_wan {');
  lines.add('    # The tunnel itself. Without this the first packet after ten quiet minutes would be lost.');
  lines.add(
    `    ${source}ip6 daddr ${formatIpv6(local)} meta l4proto ipencap accept`,
    ...localSources(router),
    ...remoteSources(router),
  );
  lines.addCited(ICMPV6_LOCAL_SOURCE, `    icmpv6 type ${set(always.icmpv6)} accept`);
  lines.add('    icmpv6 type echo-request limit rate 10/second accept');
  if (always.dhcpv6) {
    lines.add('    # Answers to the DHCPv6 client.');
    lines.add(
      '    ip6 saddr fe80::/10 udp sport 547 udp dport 546 accept',
      FROM.prefixSource,
      FROM.dnsUpstream,
    );
  }
  addAccepts(lines, ipv6.services, ['icmpv6']);
  lines.add('    drop').add('  }');
}

function addFromTunnel(lines: LineWriter, { ipv4 }: Openings): void {
  lines.add('').add('  chain from_tunnel {');
  lines.add('    icmp type echo-request limit rate 10/second accept');
  for (const { protocol, port, origin } of ipv4.services)
    lines.add(`    ${protocol} dport ${port} accept`, ...origin);
  addForwardsToRouter(lines, ipv4);
  lines.add('    drop').add('  }');
}

/**
 * A forward to the router's own LAN address ends in the input chain, from the internet and, by the public address, from
 * the LAN. Only what a forward has led here: whoever asks for that address and port by itself is not meant.
 */
function addForwardsToRouter(lines: LineWriter, { forwards }: Openings['ipv4']): void {
  for (const { toRouter, protocol, address, toPort, origin } of forwards) {
    if (!toRouter) continue;
    lines.add(
      `    ip daddr ${formatIpv4(address)} ${protocol} dport ${toPort} ct status dnat accept`,
      origin,
      FROM.lanAddress,
    );
  }
}

function addForward(
  lines: LineWriter,
  router: Router,
  openings: Openings,
  translation: Translation,
  names: Names,
): void {
  const { tunnel, lan } = router;
  const shortDns = sharedRanges(translation) !== undefined;
  lines.add('').add('  chain forward {').add('    type filter hook forward priority filter; policy drop;');
  if (translation.kind !== 'port-map') {
    for (const direction of ['oifname', 'iifname'])
      addMssClamp(lines, router, `${direction} ${names.tunnel} `);
  }
  lines.add('    ct state vmap { established : accept, related : accept, invalid : drop }');
  if (openings.ipv4.forwards.some(({ toRouter }) => !toRouter))
    lines.add('    ct status dnat accept', ['nat', 'forwards']);
  if (shortDns) {
    lines.add(`    oifname ${names.tunnel} ip protocol udp udp dport 53 ct timeout set "dns"`, FROM.tunnel);
  }
  // Beside another uplink the LAN may go out by that one too; its own tables decide about NAT there.
  const out = tunnel.route.kind === 'default' ? `oifname ${names.tunnel}` : `oifname != ${names.lan}`;
  lines.add(`    iifname ${names.lan} ${out} meta nfproto ipv4 accept`, FROM.lan, FROM.tunnel, FROM.route);
  if (lan.ipv6Prefix !== undefined) {
    lines.add(
      `    iifname ${names.lan} oifname ${names.wan} meta nfproto ipv6 accept`,
      FROM.lanIpv6,
      FROM.lan,
      FROM.wan,
    );
    lines.add(
      `    iifname ${names.wan} oifname ${names.lan} meta nfproto ipv6 goto to_lan`,
      FROM.lanIpv6,
      FROM.lan,
      FROM.wan,
    );
  }
  lines.add('  }');
  if (lan.ipv6Prefix !== undefined) addToLan(lines, openings);
}

/** New IPv6 connections from the internet to LAN hosts, where the router routes IPv6. */
function addToLan(lines: LineWriter, { ipv6 }: Openings): void {
  lines.add('').add('  chain to_lan {');
  if (ipv6.hosts === 'all') {
    lines.add('    accept', FROM.inboundIpv6).add('  }');
    return;
  }
  lines.addCited(ICMPV6_TRANSIT_SOURCE, `    icmpv6 type ${set(ICMPV6_TO_HOSTS)} accept`, FROM.inboundIpv6);
  addAccepts(lines, ipv6.hosts, ['icmpv6']);
  lines.add('    drop', FROM.inboundIpv6).add('  }');
}
