import { formatIpv4 } from '../../net/address.ts';
import type { Router } from '../../derive/router.ts';
import type { LineWriter } from '../rendered-file.ts';
import { FROM, addressSources } from '../sources.ts';
import { INTERNAL_BASE, portsOf } from './allocation.ts';
import type { Translation } from './allocation.ts';
import { addElements } from './elements.ts';
import { addMssClamp } from './mss.ts';
import { LAST_WORD } from './nat.ts';
import { TABLES } from './names.ts';
import type { Names } from './names.ts';

type PortMap = Extract<Translation, { kind: 'port-map' }>;

const ERRORS = 'icmp type { destination-unreachable, time-exceeded, parameter-problem }';

/** A quoted IPv4 header without options (0x45), of a protocol. `@th,64` is where the quote begins, in bits. */
const quoted = (protocol: string) => `@th,64,8 0x45 @th,136,8 ${protocol}`;

/** The word after the ICMP checksum is unused (zero) in these errors; one with RFC 4884 extensions is not mended. */
const UNUSED = '@th,32,16';

/** The difference of two 16-bit numbers in one's complement arithmetic, in which the ICMP checksum is computed (RFC 1624). */
const difference = (from: number, to: number) => (from - to + 65535) % 65535;

/**
 * The stateless map between the internal block, which connection tracking knows, and the ports of the set, which are on
 * the wire. It stands outside of connection tracking on both sides: after source NAT on the way out, before tracking on
 * the way in. It goes by the shared address and not by the interface: a LAN host that uses the shared address means the
 * ports of the wire, too.
 *
 * Each chain costs every packet of the router, so these two do all that there is to do on the way: they clamp the MSS,
 * and what the map does not know is dropped. An address is compared in fewer instructions than the name of an interface,
 * and most packets are neither SYN nor ICMP; hence the order.
 *
 * An ICMP error quotes the packet that it is about, with the port of the wire; tracking would not know it. The quoted
 * port is mapped as well, and the change is made up for in the unused word of the ICMP header, so that the checksum of
 * the message stays right: nft does not correct checksums of what is written with raw offsets.
 */
export function addPortMap(lines: LineWriter, router: Router, map: PortMap, names: Names): void {
  const from = addressSources(router);
  const address = formatIpv4(map.address);
  const outside = portsOf(map.ranges);
  const pairs = outside.map((port, index) => ({ inside: INTERNAL_BASE + index, outside: port }));
  const toOutside = pairs.map((each) => `${each.inside} : ${each.outside}`);
  const toInside = pairs.map((each) => `${each.outside} : ${each.inside}`);
  const named = (name: string, type: string, elements: readonly string[]) => {
    lines.add(`  map ${name} {`).add(`    ${type}`);
    addElements(lines, '    ', 'elements = {', elements, '}', from);
    lines.add('  }');
  };
  /** Two rules: the difference first, since its key is the port as it came. */
  const rewrite = (
    protocol: string,
    field: string,
    elements: readonly string[],
    words: readonly string[],
  ) => {
    const first = `${ERRORS} ${UNUSED} 0 ${quoted(protocol)} ${UNUSED} set ${field} map {`;
    addElements(lines, '    ', first, words, '}', from);
    const second = `${ERRORS} ${quoted(protocol)} ${field} set ${field} map {`;
    addElements(lines, '    ', second, elements, '}', from);
  };
  const wordsIn = pairs.map((each) => `${each.outside} : ${difference(each.outside, each.inside)}`);
  const wordsOut = pairs.map((each) => `${each.inside} : ${difference(each.inside, each.outside)}`);

  lines.add('');
  lines.add(
    `# ${outside.length} internal ports <-> the ports of the set, one to one and without state.`,
    ...from,
  );
  lines.add(`table ${TABLES.ports} {`);
  named('to_outside', 'type inet_service : inet_service', toOutside);
  named('to_inside', 'type inet_service : inet_service', toInside);
  named('id_to_outside', 'typeof icmp id : icmp id', toOutside);
  named('id_to_inside', 'typeof icmp id : icmp id', toInside);

  lines.add('  chain out {');
  lines.add('    type filter hook postrouting priority 300; policy accept;');
  lines.add(`    ip saddr != ${address} goto foreign`, ...from);
  lines.add('    meta l4proto udp udp sport set udp sport map @to_outside accept');
  addMssClamp(lines, router, '');
  lines.add('    meta l4proto tcp tcp sport set tcp sport map @to_outside accept');
  lines.add('    icmp type echo-request icmp id set icmp id map @id_to_outside accept');
  lines.add('    # Errors that LAN hosts send: the destination port of the packet that they quote.');
  rewrite('{ 6, 17 }', '@th,240,16', toOutside, wordsOut);
  lines.add('    icmp type != echo-request accept');
  lines.add(`    ${LAST_WORD}`);
  lines.add('    goto foreign');
  lines.add('  }');

  lines.add('  chain foreign {');
  lines.add('    # Into the LAN it may go; into the tunnel it would carry what is not ours.');
  lines.add(`    oifname ${names.tunnel} counter drop`, FROM.tunnel);
  lines.add('  }');

  lines.add('  chain in {');
  lines.add('    type filter hook prerouting priority -310; policy accept;');
  lines.add(`    ip daddr != ${address} accept`, ...from);
  lines.add('    meta l4proto udp udp dport set udp dport map @to_inside accept');
  addMssClamp(lines, router, '');
  lines.add('    meta l4proto tcp tcp dport set tcp dport map @to_inside accept');
  lines.add('    # No other port is ours, least of all one that is internal.');
  lines.add(`    iifname ${names.tunnel} meta l4proto { tcp, udp } counter drop`, FROM.tunnel);
  lines.add('    icmp type echo-reply icmp id set icmp id map @id_to_inside accept');
  lines.add(
    '    # Errors about packets that were sent from here: the source port, or the echo id, of the quoted packet.',
  );
  rewrite('{ 6, 17 }', '@th,224,16', toInside, wordsIn);
  rewrite('1', '@th,256,16', toInside, wordsIn);
  lines.add('  }');
  lines.add('}');
}
