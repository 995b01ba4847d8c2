import { formatIpv4 } from '../../net/address.ts';
import type { Router } from '../../derive/router.ts';
import type { LineWriter } from '../rendered-file.ts';
import { FROM, addressSources } from '../sources.ts';
import { INTERNAL_BASE, portsOf, sharedRanges } from './allocation.ts';
import type { Translation } from './allocation.ts';
import { addElements, rangeText } from './elements.ts';
import { TABLES } from './names.ts';
import type { Names } from './names.ts';
import type { Openings } from './openings.ts';

/** NAT: port forwards, and IPv4 into the tunnel's address and ports. Nothing where the provider does it (DS-Lite). */
export function addNat(
  lines: LineWriter,
  router: Router,
  openings: Openings,
  translation: Translation,
  names: Names,
): void {
  if (translation.kind === 'none') return;
  lines.add('').add(`table ${TABLES.nat} {`);
  addPrerouting(lines, router, openings, translation);
  lines.add('  chain postrouting {');
  lines.add('    type nat hook postrouting priority srcnat; policy accept;');
  if (openings.ipv4.forwards.some(({ toRouter }) => !toRouter)) {
    lines.add(
      '    # LAN hosts reach forwarded ports by the public address too; the answer has to come back this way.',
    );
    lines.add(`    iifname ${names.lan} oifname ${names.lan} ct status dnat masquerade`, FROM.lan);
  }
  addSourceNat(lines, router, translation, names);
  lines.add('  }').add('}');
}

function addPrerouting(
  lines: LineWriter,
  router: Router,
  { ipv4 }: Openings,
  translation: Exclude<Translation, { kind: 'none' }>,
): void {
  const address = formatIpv4(translation.address);
  lines.add('  chain prerouting {');
  lines.add('    type nat hook prerouting priority dstnat; policy accept;');
  for (const { protocol, port, tracked, address: host, toPort, origin } of ipv4.forwards) {
    lines.add(
      `    ip daddr ${address} ${protocol} dport ${tracked} dnat ip to ${formatIpv4(host)}:${toPort}${onTheWire(port, tracked)}`,
      origin,
      ...addressSources(router),
      FROM.allocation,
    );
  }
  if (translation.kind === 'port-map') {
    for (const { protocol, port, tracked, origin } of ipv4.services) {
      lines.add(
        `    ip daddr ${address} ${protocol} dport ${tracked} redirect to :${port}${onTheWire(port, tracked)}`,
        ...origin,
        ...addressSources(router),
      );
    }
  }
  lines.add('  }');
}

/** Names the port that the internet sees, where the rule matches another one, for whoever reads it on the router. */
function onTheWire(port: number, tracked: number): string {
  return port === tracked ? '' : ` comment "port ${port}"`;
}

function addSourceNat(
  lines: LineWriter,
  router: Router,
  translation: Exclude<Translation, { kind: 'none' }>,
  names: Names,
): void {
  const address = formatIpv4(translation.address);
  const from = [...addressSources(router), FROM.allocation, FROM.tunnel];
  const into = `    oifname ${names.tunnel}`;
  // Only these have ports; anything else cannot come back to a shared address, and the guard stops it.
  const withPorts = `${into} meta l4proto { tcp, udp, icmp }`;
  switch (translation.kind) {
    case 'address':
      lines.add(`${into} snat ip to ${address}`, ...from);
      return;
    case 'range':
      lines.add(`${withPorts} snat ip to ${address}:${rangeText(translation.range)}`, ...from);
      return;
    case 'port-map': {
      const last = INTERNAL_BASE + portsOf(translation.ranges).length - 1;
      lines.add('    # Internal ports: the table below turns them into the ports of the set.');
      lines.add(`${withPorts} snat ip to ${address}:${INTERNAL_BASE}-${last}`, ...from);
      return;
    }
    case 'round-robin': {
      const { ranges } = translation;
      lines.add(
        '    # Each new connection takes the next range. The address stands beside each range on purpose: without it',
      );
      lines.add('    # nft 1.0.6 keeps only the first port of each range.');
      addElements(
        lines,
        '    ',
        `${withPorts.trimStart()} snat ip to numgen inc mod ${ranges.length} map {`,
        ranges.map((range, index) => `${index} : ${address} . ${rangeText(range)}`),
        '}',
        from,
      );
    }
  }
}

/** Why packets are dropped behind all translation. */
export const LAST_WORD =
  '# The last word: what is not translated by now is not sent, since its answer would go to somebody else.';

/**
 * The last word on the wire: nothing leaves by the tunnel with a foreign address, port or protocol. A port map has the
 * same in its own chain.
 */
export function addGuard(lines: LineWriter, router: Router, translation: Translation, names: Names): void {
  if (translation.kind === 'none' || translation.kind === 'port-map') return;
  const from = addressSources(router);
  const ranges = sharedRanges(translation);
  lines.add('').add(LAST_WORD);
  lines.add(`table ${TABLES.guard} {`);
  if (ranges !== undefined) {
    for (const [name, type] of [
      ['ports', 'type inet_service'],
      ['ids', 'typeof icmp id'],
    ] as const) {
      lines.add(`  set ${name} {`).add(`    ${type}`).add('    flags interval');
      addElements(lines, '    ', 'elements = {', ranges.map(rangeText), '}', from);
      lines.add('  }');
    }
  }
  lines.add('  chain out {');
  lines.add('    type filter hook postrouting priority 300; policy accept;');
  lines.add(`    oifname != ${names.tunnel} accept`, FROM.tunnel);
  lines.add(`    ip saddr != ${formatIpv4(translation.address)} counter drop`, ...from);
  if (ranges !== undefined) {
    lines.add('    meta l4proto { tcp, udp } th sport != @ports counter drop');
    lines.add('    icmp type echo-request icmp id != @ids counter drop');
    lines.add('    meta l4proto != { tcp, udp, icmp } counter drop');
  }
  lines.add('  }').add('}');
}
