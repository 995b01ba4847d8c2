import { formatPrefix } from '../../net/address.ts';
import { setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';

export const ipv6ModeMismatch = defineRule({
  code: 'lan/ipv6-mode-mismatch',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The line has no prefix to delegate to the LAN',
    ja: 'LAN に割り当てるプレフィックスが回線にない',
  },
  explanation: {
    en: `\`ipv6: delegated\` gives the LAN a /64 of its own out of a larger prefix, which the line hands out by DHCPv6 (a /56, mostly). A /64 line has only the one network that is already on the WAN, and it cannot be divided: hosts make their addresses with 64 bits of their own (RFC 4862).

On a /64 line share the network instead: \`bridge\` lets the WAN port into the LAN for IPv6 alone; \`ndp-proxy\` keeps the two apart, and the router answers for the hosts of the LAN. Where the line does have a larger prefix (光クロス, or a contract with ひかり電話), write that one under \`wan.prefix\`.`,
    ja: `\`ipv6: delegated\` は、DHCPv6 で受け取った大きなプレフィックス（多くは /56）から LAN 専用の /64 を切り出す方式です。/64 の回線には WAN 側ですでに使われているネットワークが 1 つあるだけで、これ以上分割できません（ホストは 64 ビットのインターフェース ID でアドレスを作るため。RFC 4862）。

/64 の回線では、ネットワークを共有します。\`bridge\` は WAN ポートを IPv6 だけ LAN に参加させ、\`ndp-proxy\` は両者を分けたままルーターが LAN のホストの代わりに応答します。実際にはもっと大きなプレフィックスが配られる回線（光クロスや、ひかり電話契約あり）なら、それを \`wan.prefix\` に書いてください。`,
  },
  sources: [rfc(4862, '5.5.3'), rfc(8415, '6.3')],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64

lan:
  ports: [eth1]
  address: 10.100.0.1/24
  ipv6: delegated
`,
      good: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64

lan:
  ports: [eth1]
  address: 10.100.0.1/24
  ipv6: bridge
`,
    },
  ],
  check({ document, spec, line, report }) {
    if (spec.lan?.ipv6 !== 'delegated' || line.prefix === undefined || line.prefix.length < 64) return;
    const at = ['lan', 'ipv6'];
    report({
      at,
      message: {
        en: `${formatPrefix(line.prefix)} is one single network: there is no second /64 to delegate to the LAN. Use \`bridge\` or \`ndp-proxy\`.`,
        ja: `${formatPrefix(line.prefix)} は 1 つのネットワークなので、LAN に割り当てる別の /64 がありません。\`bridge\` か \`ndp-proxy\` を使ってください。`,
      },
      related: [
        {
          at: ['wan', 'prefix'],
          message: { en: 'The prefix of the line.', ja: '回線のプレフィックスです。' },
        },
      ],
      fixes: [
        {
          title: { en: 'Use `bridge`', ja: '`bridge` に変更' },
          edits: setValue(document, at, 'bridge'),
          safe: false,
        },
        {
          title: { en: 'Use `ndp-proxy`', ja: '`ndp-proxy` に変更' },
          edits: setValue(document, at, 'ndp-proxy'),
        },
      ],
    });
  },
});
