import { boolean, choice, duration } from '../scalars.ts';
import { reservationName } from '../scalars-lan.ts';
import { domainName, interfaceAddress, interfaceName, ipv4, ipv4Range, mac } from '../scalars-net.ts';
import { field, list, object } from '../schema-types.ts';

/** `lan`: the bridge of the LAN ports, its addresses and DHCP. */

const reservation = object({
  name: field(reservationName, {
    summary: {
      en: 'The name of the host; forwards may use it.',
      ja: 'ホストの名前。ポート転送でも使えます。',
    },
    required: true,
    examples: ['nas'],
  }),
  mac: field(mac, {
    summary: { en: 'The MAC address of its network card.', ja: 'ネットワークカードの MAC アドレスです。' },
    required: true,
    examples: ['"52:54:00:12:34:56"'],
  }),
  address: field(ipv4, {
    summary: { en: 'The address that it always gets.', ja: '常に割り当てるアドレスです。' },
    required: true,
    examples: ['10.100.0.10'],
  }),
});

const dhcp = object({
  range: field(ipv4Range, {
    summary: { en: 'The addresses that are handed out.', ja: '配布するアドレスの範囲です。' },
    default: { en: 'the upper half of the subnet', ja: 'サブネットの後半' },
    examples: ['10.100.0.100-10.100.0.254'],
  }),
  lease: field(duration(120, 31_536_000), {
    summary: { en: 'How long a client may keep an address.', ja: 'クライアントがアドレスを使える期間です。' },
    detail: { en: 'dnsmasq takes nothing below two minutes.', ja: 'dnsmasq は 2 分未満を受け付けません。' },
    default: '12h',
    examples: ['12h'],
  }),
  dns: field(list(ipv4, { en: 'a DNS server', ja: 'DNS サーバー' }), {
    summary: {
      en: 'The DNS servers that clients are told.',
      ja: 'クライアントに知らせる DNS サーバーです。',
    },
    default: {
      en: 'the router if it serves DNS, else the upstreams',
      ja: 'ルーターが DNS を提供していればルーター、そうでなければ上位サーバー',
    },
    examples: ['[10.100.0.1]'],
  }),
  domain: field(domainName, {
    summary: { en: 'The domain of the LAN.', ja: 'LAN のドメイン名です。' },
    detail: {
      en: '`home.arpa` is reserved for this (RFC 8375); `.local` belongs to mDNS.',
      ja: '`home.arpa` はこの用途に予約されています（RFC 8375）。`.local` は mDNS 用なので避けてください。',
    },
    default: 'home.arpa',
    examples: ['home.arpa'],
  }),
  reservations: field(list(reservation, { en: 'a reservation', ja: '予約' }), {
    summary: {
      en: 'Hosts that always get the same address.',
      ja: '常に同じアドレスを割り当てるホストです。',
    },
  }),
});

export const lan = object({
  interface: field(interfaceName, {
    summary: { en: 'The name of the bridge.', ja: 'ブリッジの名前です。' },
    default: 'br0',
    examples: ['br0'],
  }),
  ports: field(list(interfaceName, { en: 'a port', ja: 'ポート' }), {
    summary: { en: 'The wired ports of the LAN.', ja: 'LAN 側の有線ポートです。' },
    detail: {
      en: 'Wi-Fi interfaces join by themselves (hostapd adds them), and so does the WAN port with `ipv6: bridge`: list neither.',
      ja: 'Wi-Fi のインターフェースは hostapd が自動でブリッジに入れます。`ipv6: bridge` のときの WAN ポートも同様です。どちらもここには書きません。',
    },
    required: true,
    examples: ['[eth1, eth2]'],
  }),
  stp: field(boolean, {
    summary: {
      en: 'Run the spanning tree protocol on the bridge.',
      ja: 'ブリッジでスパニングツリー（STP）を動かします。',
    },
    detail: {
      en: 'Only needed where the LAN has loops. A port then takes 30 seconds before it forwards.',
      ja: 'LAN にループがある場合にだけ必要です。有効にすると、ポートが転送を始めるまで 30 秒かかります。',
    },
    default: 'false',
  }),
  address: field(interfaceAddress, {
    summary: {
      en: "The router's own IPv4 address in the LAN, with the length of the subnet.",
      ja: 'LAN 側でのルーター自身の IPv4 アドレスとプレフィックス長です。',
    },
    required: true,
    examples: ['10.100.0.1/24'],
  }),
  ipv6: field(
    choice({
      bridge: {
        en: 'The WAN port joins the bridge for IPv6 alone; IPv4 and DHCP are kept off it. For a /64 line.',
        ja: 'WAN ポートを IPv6 専用でブリッジに加え、IPv4 と DHCP は通しません。/64 の回線向けです。',
      },
      'ndp-proxy': {
        en: 'WAN and LAN share one /64; the router answers neighbour discovery for the LAN. For a /64 line.',
        ja: 'WAN と LAN で 1 つの /64 を共有し、ルーターが近隣探索に代理応答します。/64 の回線向けです。',
      },
      delegated: {
        en: 'The LAN gets a /64 of its own out of a delegated /56 or /48.',
        ja: '委譲された /56 や /48 から、LAN に専用の /64 を割り当てます。',
      },
      off: { en: 'No IPv6 in the LAN.', ja: 'LAN では IPv6 を使いません。' },
    }),
    {
      summary: { en: 'How the LAN gets IPv6.', ja: 'LAN に IPv6 を提供する方法です。' },
      default: {
        en: '`bridge` on a /64 line, `delegated` on a shorter prefix',
        ja: '/64 の回線なら `bridge`、それより短ければ `delegated`',
      },
    },
  ),
  dhcp: field(dhcp, {
    summary: { en: 'DHCP for the LAN, served by dnsmasq.', ja: 'LAN 向けの DHCP（dnsmasq が提供）です。' },
    detail: {
      en: 'Without this block the router runs no DHCP server.',
      ja: 'このブロックがなければ、ルーターは DHCP サーバーを動かしません。',
    },
  }),
});
