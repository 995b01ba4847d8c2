import { contains, formatIpv4, formatPrefix, overlaps } from '../../net/address.ts';
import { AFTR_IPV4, B4_IPV4, DS_LITE_NETWORK } from '../../net/ds-lite.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';
import { lanSubnet, methodPath, ownAddress } from '../spec-values.ts';

export const subnetOverlap = defineRule({
  code: 'lan/subnet-overlap',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The LAN has the addresses of the tunnel',
    ja: 'LAN のサブネットがトンネルのアドレスと重なっている',
  },
  explanation: {
    en: `The addresses of the two sides of a router have to differ: a packet goes where the longest matching route points, and with an overlap that is the LAN.

- DS-Lite uses 192.0.0.0/29 inside the tunnel: 192.0.0.2 is the router's end, 192.0.0.1 the provider's.
- In MAP-E, and with a fixed address, the line's own IPv4 address must not be one of the LAN: the router would look for it there, and what is at that address on the internet could not be reached by anybody in the LAN.

Give the LAN a subnet out of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.`,
    ja: `ルーターの両側では、異なるアドレスを使う必要があります。パケットは最も長く一致する経路に送られるため、重なっていると LAN 側に送られてしまいます。

- DS-Lite はトンネルの中で 192.0.0.0/29 を使います（192.0.0.2 がルーター側、192.0.0.1 が事業者側です）。
- MAP-E や固定 IP では、回線の IPv4 アドレスが LAN のサブネットに含まれていてはいけません。ルーターがそのアドレスを LAN の中で探してしまいます。

LAN には 10.0.0.0/8、172.16.0.0/12、192.168.0.0/16 の中からサブネットを割り当ててください。`,
  },
  sources: [rfc(6333, '5.7'), rfc(7597, '5.2')],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 2409:10:1234:5600::/64
tunnel:
  provider: transix

lan:
  ports: [eth1]
  address: 192.0.0.3/24
`,
      good: `
wan:
  interface: eth0
  prefix: 2409:10:1234:5600::/64
tunnel:
  provider: transix

lan:
  ports: [eth1]
  address: 192.168.20.1/24
`,
    },
    {
      bad: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64

lan:
  ports: [eth1]
  address: 106.72.18.1/24
`,
      good: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64

lan:
  ports: [eth1]
  address: 192.168.18.1/24
`,
    },
  ],
  check(context) {
    const { document, spec, line, report } = context;
    const subnet = lanSubnet(spec);
    if (subnet === undefined) return;
    const name = formatPrefix(subnet);
    if (line.method === 'ds-lite' && overlaps(subnet, DS_LITE_NETWORK)) {
      const inside = formatPrefix(DS_LITE_NETWORK);
      report({
        at: ['lan', 'address'],
        message: {
          en: `The LAN ${name} overlaps ${inside}, which DS-Lite uses inside the tunnel (${formatIpv4(B4_IPV4)} and ${formatIpv4(AFTR_IPV4)}). Use a private subnet such as 192.168.20.0/24.`,
          ja: `LAN の ${name} は、DS-Lite がトンネルの中で使う ${inside}（${formatIpv4(B4_IPV4)} と ${formatIpv4(AFTR_IPV4)}）と重なっています。192.168.20.0/24 のようなプライベートアドレスを使ってください。`,
        },
        related: [
          {
            at: methodPath(document),
            message: { en: 'This line is DS-Lite.', ja: 'この回線は DS-Lite です。' },
          },
        ],
      });
    }
    const own = ownAddress(context);
    if (own === undefined || !contains(subnet, own)) return;
    report({
      at: ['lan', 'address'],
      message: {
        en: `The LAN ${name} contains ${formatIpv4(own)}, the line's own IPv4 address. Use a private subnet such as 192.168.20.0/24.`,
        ja: `LAN の ${name} に、回線自身の IPv4 アドレス ${formatIpv4(own)} が含まれています。192.168.20.0/24 のようなプライベートアドレスを使ってください。`,
      },
      related: [
        line.method === 'ipip'
          ? { at: ['tunnel', 'address'], message: { en: 'The fixed address.', ja: '固定 IP アドレスです。' } }
          : {
              at: ['wan', 'prefix'],
              message: {
                en: `The IPv4 address ${formatIpv4(own)} follows from this prefix.`,
                ja: `IPv4 アドレス ${formatIpv4(own)} は、このプレフィックスから決まります。`,
              },
            },
      ],
    });
  },
});
