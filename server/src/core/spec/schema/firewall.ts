import { protocol } from '../forward.ts';
import { choice } from '../scalars.ts';
import { lanHost } from '../scalars-lan.ts';
import { port } from '../scalars-net.ts';
import { field, list, object } from '../schema-types.ts';

/** `firewall`: what may come in. */

const allow = object({
  service: field(
    choice({
      ssh: { en: 'SSH (TCP, the port of `deploy.port`)', ja: 'SSH（TCP、`deploy.port` のポート）' },
      dns: { en: 'DNS (UDP and TCP 53)', ja: 'DNS（UDP・TCP 53）' },
      dhcp: { en: 'DHCP (UDP 67)', ja: 'DHCP（UDP 67）' },
      ntp: { en: 'NTP (UDP 123)', ja: 'NTP（UDP 123）' },
      ping: { en: 'ICMP echo', ja: 'ICMP エコー（ping）' },
      http: { en: 'HTTP (TCP 80)', ja: 'HTTP（TCP 80）' },
      https: { en: 'HTTPS (TCP 443)', ja: 'HTTPS（TCP 443）' },
    }),
    { summary: { en: 'A service of the router itself.', ja: 'ルーター自身のサービスです。' } },
  ),
  protocol: field(protocol, {
    summary: { en: 'The protocol.', ja: 'プロトコルです。' },
  }),
  port: field(port, { summary: { en: 'The port.', ja: 'ポート番号です。' } }),
  to: field(lanHost, {
    summary: {
      en: 'The LAN host: an interface identifier, so that the rule outlives a change of the prefix. Absent: the router.',
      ja: 'LAN 内のホスト。プレフィックスが変わっても有効なように、インターフェース ID で指定します。省略するとルーター自身です。',
    },
    examples: ['"::1234"'],
  }),
  from: field(
    choice({
      lan: { en: 'From the LAN.', ja: 'LAN から。' },
      wan: { en: 'From the internet.', ja: 'インターネットから。' },
    }),
    {
      summary: { en: 'Where the connections come from.', ja: '接続元です。' },
      default: 'lan',
    },
  ),
});

export const firewall = object({
  'inbound-ipv6': field(
    choice({
      deny: {
        en: 'New connections from the internet to LAN hosts are dropped.',
        ja: 'インターネットから LAN 内ホストへの新規接続を破棄します。',
      },
      allow: {
        en: 'Every LAN host can be reached from the internet.',
        ja: 'LAN 内のすべてのホストにインターネットから到達できます。',
      },
    }),
    {
      summary: {
        en: 'New IPv6 connections from outside to the LAN.',
        ja: '外部から LAN への新規 IPv6 接続の扱いです。',
      },
      detail: {
        en: 'IPv6 has no NAT: without a firewall every host of the LAN can be reached by everybody.',
        ja: 'IPv6 には NAT がないため、ファイアウォールがなければ LAN 内のホストに誰でも到達できます。',
      },
      default: 'deny',
    },
  ),
  allow: field(list(allow, { en: 'an exception', ja: '例外' }), {
    summary: {
      en: 'Exceptions, and services of the router itself.',
      ja: '例外と、ルーター自身のサービスです。',
    },
    default: { en: 'SSH, DNS, DHCP and ping from the LAN', ja: 'LAN からの SSH・DNS・DHCP・ping' },
    examples: ['[{ service: ssh, from: lan }]'],
  }),
});
