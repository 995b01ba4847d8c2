import { classifyIpv4, contains, equalAddress, formatIpv4, formatPrefix } from '../../net/address.ts';
import type { Path } from '../../problem.ts';
import { setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';
import { indexed, lanSubnet, movedInto } from '../spec-values.ts';

export const serverOutsideLan = defineRule({
  code: 'dns/server-outside-lan',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'The DNS server has a private address outside the LAN',
    ja: 'DNS サーバーが LAN の外のプライベートアドレスになっている',
  },
  explanation: {
    en: 'The router reaches the addresses of its LAN; everything else over IPv4 goes into the tunnel, where private addresses lead nowhere. A DNS server with a private address of another subnet is therefore never reached, unless a VPN makes a route to it. Mostly the LAN was renumbered, or the address is that of an old gateway. On a line with IPv6 alone a gateway or the provider is asked by an IPv6 address: leave `dns.upstream` out to use what the line announces.',
    ja: 'ルーターが直接到達できるのは LAN のアドレスだけで、それ以外の IPv4 はトンネルに送られます。トンネルの先にプライベートアドレスはないため、別のサブネットのプライベートアドレスを持つ DNS サーバーには、VPN などで経路がない限り到達できません。LAN のアドレスを変更したか、以前のゲートウェイのアドレスが残っている場合がほとんどです。IPv6 の回線では、ゲートウェイや事業者の DNS には IPv6 アドレスで問い合わせます。`dns.upstream` を省略すれば、回線から通知されたサーバーを使います。',
  },
  sources: [rfc(1918, '3')],
  examples: [
    {
      bad: `
lan:
  ports: [eth1]
  address: 192.168.20.1/24
  dhcp:
    dns: [10.100.0.1]
`,
      good: `
lan:
  ports: [eth1]
  address: 192.168.20.1/24
  dhcp:
    dns: [192.168.20.1]
`,
    },
  ],
  check({ document, spec, report }) {
    const lan = lanSubnet(spec);
    const router = spec.lan?.address?.address;
    // Beside another IPv4 uplink such an address may well be reached.
    if (lan === undefined || router === undefined || (spec.tunnel?.route ?? 'default') !== 'default') return;
    const servers: (readonly [Path, NonNullable<NonNullable<typeof spec.dns>['upstream']>[number]])[] = [
      ...indexed(spec.lan?.dhcp?.dns).map(
        ([index, server]) => [['lan', 'dhcp', 'dns', index], server] as const,
      ),
      ...indexed(spec.dns?.upstream).map(([index, server]) => [['dns', 'upstream', index], server] as const),
    ];
    for (const [at, server] of servers) {
      if (server.family !== 4 || classifyIpv4(server) !== 'private' || contains(lan, server)) continue;
      // What clients are told is mostly the router itself, under its old address.
      const isRouter = at[0] === 'lan' && equalAddress(movedInto(lan, server), router);
      report({
        at,
        message: {
          en: `${formatIpv4(server)} is a private address outside the LAN ${formatPrefix(lan)}: it cannot be reached from here.`,
          ja: `${formatIpv4(server)} は LAN の ${formatPrefix(lan)} に含まれないプライベートアドレスで、ここからは到達できません。`,
        },
        related: [
          {
            at: ['lan', 'address'],
            message: { en: "The router's address in the LAN.", ja: 'LAN 側のルーターのアドレスです。' },
          },
        ],
        fixes: [
          {
            title: { en: `Change to \`${formatIpv4(router)}\``, ja: `\`${formatIpv4(router)}\` に変更` },
            edits: isRouter ? setValue(document, at, formatIpv4(router)) : undefined,
          },
        ],
      });
    }
  },
});
