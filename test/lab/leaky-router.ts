// A router written by hand with the mistakes of many an article: the WAN port in the LAN bridge without a filter, a
// masquerade that knows no port set, a forward policy that accepts everything. What the lab must catch.
import type { Scenario } from './scenario.ts';

const CE = '240b:10:1234:5600:6a:4812:3400:5600';
const RELAY = '2404:9200:225:100::64';
const ADDRESS = '106.72.18.52';

const TUNNEL = `#!/bin/sh
ip -6 addr replace ${CE}/128 dev br0 nodad
ip -6 tunnel add ip6tnl1 mode ip4ip6 remote ${RELAY} local ${CE} dev br0 encaplimit none
ip link set dev ip6tnl1 mtu 1460 up
ip -4 addr replace ${ADDRESS}/32 dev ip6tnl1
ip -4 route replace default dev ip6tnl1
`;

const INTERFACES = `auto lo
iface lo inet loopback

auto br0
iface br0 inet static
	address 10.100.0.1
	netmask 255.255.255.0
	pre-up ip link add name br0 type bridge
	pre-up ip link set dev eth0 up master br0
	pre-up ip link set dev eth1 up master br0
	pre-up ip link set dev eth2 up master br0
	up ip link set dev br0 up
	up /usr/libexec/tunnel
`;

const NFTABLES = `flush ruleset
table ip nat {
  chain postrouting {
    type nat hook postrouting priority srcnat;
    # TCP and UDP alone: everything else leaves with the LAN's own addresses.
    oifname "ip6tnl1" meta l4proto { tcp, udp } masquerade
  }
}
`;

const DNSMASQ = `interface=br0
bind-dynamic
no-resolv
server=1.1.1.1
dhcp-range=10.100.0.100,10.100.0.254,255.255.255.0,12h
dhcp-host=02:00:0a:64:00:c1,10.100.0.107
`;

export function leakyRouter(): Scenario {
  const file = (path: string, content: string, mode = 0o644) => ({ path, mode, content });
  return {
    saved: {
      files: [
        file('/etc/network/interfaces', INTERFACES),
        file('/usr/libexec/tunnel', TUNNEL, 0o755),
        file('/etc/nftables.nft', NFTABLES),
        file('/etc/dnsmasq.conf', DNSMASQ),
        file('/etc/sysctl.d/90-forward.conf', 'net.ipv4.ip_forward = 1\n'),
      ],
      services: [
        ...['modules', 'sysctl', 'hostname', 'nftables', 'networking'].map((name) => ({
          name,
          runlevel: 'boot',
        })),
        ...['dnsmasq', 'sshd'].map((name) => ({ name, runlevel: 'default' })),
      ],
    },
    line: { prefix: '240b:10:1234:5600::/64', ce: CE, ce4: ADDRESS, br: RELAY, wifi: '0' },
    lan: { address: '10.100.0.1', mac: '02:00:0a:64:00:c1', router6: CE },
    shared: { address: ADDRESS, ports: PORTS },
    forwards: [],
  };
}

/** The port set of PSID 86 with v6plus: fifteen ranges of sixteen ports. */
const PORTS = Array.from({ length: 15 }, (_, index) => {
  const first = ((index + 1) << 12) | (86 << 4);
  return { first, last: first + 15 };
});
