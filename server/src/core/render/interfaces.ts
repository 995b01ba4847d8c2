import { formatIpv4, formatIpv6, ipv6, netmaskOf, networkOf } from '../net/address.ts';
import type { Ipv6 } from '../net/address.ts';
import { ETHERNET_MTU } from '../net/mtu.ts';
import type { Router } from '../derive/router.ts';
import { file, generated } from './generated.ts';
import { kernelSettings } from './kernel.ts';
import { lanAddressByDhcpv6, usesNdpProxy } from './needs.ts';
import type { LineWriter, RenderedFile } from './rendered-file.ts';
import { FROM } from './sources.ts';
import { TUNNEL_SCRIPT_PATH } from './tunnel-script.ts';
import { word } from './word.ts';

export const INTERFACES_PATH = '/etc/network/interfaces';

/** The interface identifier of the router in a /64 that is the LAN's alone, and in one that it shares with the line. */
const OWN_SUBNET_ID = 0x1n;
const SHARED_SUBNET_ID = 0xcen;

/** The router's own IPv6 address in the LAN, where it routes IPv6. In a shared /64, `::1` may be the line's. */
export function lanIpv6Address({ lan }: Router): Ipv6 | undefined {
  if (lan.ipv6Prefix === undefined) return undefined;
  const id = lan.ipv6 === 'ndp-proxy' ? SHARED_SUBNET_ID : OWN_SUBNET_ID;
  return ipv6(networkOf(lan.ipv6Prefix).address.value | id);
}

/**
 * The interfaces, for ifupdown-ng and busybox ifupdown alike. The bridge is built by commands: Alpine's ifupdown-ng has
 * no bridge support of its own, and the scripts of its package `bridge` stop at a port that is not there.
 */
export function renderInterfaces(router: Router): RenderedFile {
  const lines = generated('#');
  lines.add('auto lo').add('iface lo inet loopback');
  if (router.lan.ipv6 !== 'bridge') addWan(lines, router);
  addLan(lines, router);
  return file(INTERFACES_PATH, 'ini', lines);
}

function addWan(lines: LineWriter, router: Router): void {
  const { wan } = router;
  const name = word(wan.interface, 'interface');
  lines.add('').add('# The line. It gets its default route by router advertisement.');
  lines.add(`auto ${name}`, FROM.wan).add(`iface ${name} inet manual`, FROM.wan);
  for (const { path, value, from } of kernelSettings(router).late) {
    if (!path.startsWith(`net/ipv6/conf/${name}/`)) continue;
    lines.add(`\tpre-up echo ${value} >/proc/sys/${path}`, ...from);
  }
  addMtu(lines, router);
  lines.add(`\tup ip link set dev ${name} up`, FROM.wan);
  const address = lanIpv6Address(router);
  if (usesNdpProxy(router) && address !== undefined) {
    lines.add(
      "\t# The router's own address in the shared prefix lies on the LAN; the line asks for it here.",
    );
    lines.add(
      `\tup ip -6 neigh replace proxy ${formatIpv6(address)} dev ${name}`,
      FROM.prefix,
      FROM.lanIpv6,
      FROM.wan,
    );
  }
  addTunnel(lines);
  lines.add(`\tpost-down ip link set dev ${name} down`, FROM.wan);
}

function addLan(lines: LineWriter, router: Router): void {
  const { lan, wan } = router;
  const name = word(lan.interface, 'interface');
  const bridged = lan.ipv6 === 'bridge';
  const ports = lan.ports.map((port) => word(port, 'interface'));
  lines.add('');
  if (bridged) {
    lines.add(
      '# The LAN. The WAN port is a member for IPv6 alone: /etc/nftables.nft keeps everything else off it.',
    );
  } else {
    lines.add('# The LAN.');
  }
  lines.add(`auto ${name}`, FROM.lan).add(`iface ${name} inet static`, FROM.lan);
  lines.add(`\taddress ${formatIpv4(lan.address.address)}`, FROM.lanAddress);
  lines.add(`\tnetmask ${formatIpv4(netmaskOf(lan.address))}`, FROM.lanAddress);
  lines.add(
    `\tpre-up ip link show dev ${name} >/dev/null 2>&1 || ip link add name ${name} type bridge`,
    FROM.lan,
  );
  lines.add(`\tpre-up ip link set dev ${name} type bridge stp_state ${lan.stp ? 1 : 0}`, FROM.stp, FROM.lan);
  if (bridged) addMtu(lines, router);
  const [first] = ports;
  if (first !== undefined) {
    lines.add(
      '\t# The address of the first port, for good: else it would change whenever a port joins or leaves.',
    );
    lines.add(
      `\tpre-up ip link set dev ${name} address "$(cat /sys/class/net/${first}/address)" || true`,
      ['lan', 'ports', 0],
      FROM.lan,
    );
  }
  if (bridged) addPort(lines, name, word(wan.interface, 'interface'), FROM.wan);
  ports.forEach((port, index) => addPort(lines, name, port, ['lan', 'ports', index]));
  for (const radio of router.wifi) {
    // Before hostapd runs the radio cannot be a member; after a change of the bridge it has to become one again.
    const radioName = word(radio.interface, 'interface');
    lines.add(
      `\tup ip link set dev ${radioName} master ${name} 2>/dev/null || true`,
      [...radio.origin, 'interface'],
      FROM.lan,
    );
  }
  lines.add(`\tup ip link set dev ${name} up`, FROM.lan);
  // Kernel parameters of the bridge itself; with the tunnel they are set anyway.
  if (bridged) addTunnel(lines);
  else lines.add(`\tup ${TUNNEL_SCRIPT_PATH} settings`, FROM.lan);
  lines.add(`\tpost-down ip link del dev ${name}`, FROM.lan);

  const address = lanIpv6Address(router);
  if (address !== undefined && !lanAddressByDhcpv6(router)) {
    lines.add('').add(`iface ${name} inet6 static`, FROM.lan, FROM.lanIpv6);
    lines.add(`\taddress ${formatIpv6(address)}`, FROM.prefix, FROM.lanIpv6);
    lines.add('\tnetmask 64');
  }
}

/** A port that is not there must not keep the rest of the LAN down. */
function addPort(
  lines: LineWriter,
  bridge: string,
  port: string,
  from: Parameters<LineWriter['add']>[1],
): void {
  const missed = `logger -t router-spec '${port} could not join ${bridge}'`;
  lines.add(`\tpre-up ip link set dev ${port} up master ${bridge} || ${missed}`, from, FROM.lan);
}

function addMtu(lines: LineWriter, { wan }: Router): void {
  if (wan.mtu === ETHERNET_MTU) return;
  lines.add(`\tpre-up ip link set dev ${word(wan.interface, 'interface')} mtu ${wan.mtu}`, FROM.wanMtu);
}

function addTunnel(lines: LineWriter): void {
  lines.add(`\tup ${TUNNEL_SCRIPT_PATH} up`, FROM.tunnel);
  lines.add(`\tpre-down ${TUNNEL_SCRIPT_PATH} down`, FROM.tunnel);
}
