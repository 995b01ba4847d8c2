import { setValue } from '../../spec/edit.ts';
import { lanIpv6Mode } from '../line-facts.ts';
import { lanPorts, removePort } from '../lan-ports.ts';
import type { LanPort } from '../lan-ports.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext, RuleFix } from '../rule.ts';
import { measured } from '../sources.ts';

const MODE = ['lan', 'ipv6'];

export const wanPortWithoutFilter = defineRule({
  code: 'bridge/wan-port-without-filter',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The WAN port is listed among the ports of the LAN',
    ja: 'WAN ポートが LAN のポートに含まれている',
  },
  explanation: {
    en: `A member of the bridge gives its packets to the bridge. With \`lan.ipv6\` other than \`bridge\` the router expects the line on the WAN port itself: addresses, routes and the tunnel would be on an interface that hears nothing, and everything that the line sends, IPv4 and DHCP included, would count as the LAN's. Measured without a filter: the router's DHCP server answers on the line, and 9 to 17 frames of the LAN's ARP and broadcasts leave in three seconds.

Only \`lan.ipv6: bridge\` puts the WAN port into the bridge with the filter that lets IPv6 alone pass. It does so by itself; list the WAN port nowhere. Where it is listed all the same, the entry is without effect.`,
    ja: `ブリッジのメンバーになったポートのパケットは、ブリッジで処理されます。\`lan.ipv6\` が \`bridge\` 以外の場合、ルーターは WAN ポートそのものが回線につながっている前提で動くため、アドレスも経路もトンネルも何も受信しないインターフェースに設定されることになります。さらに、回線から届くものは IPv4 や DHCP も含めてすべて LAN からの通信として扱われます。フィルターなしで測定すると、ルーターの DHCP サーバーが回線側に応答し、LAN の ARP やブロードキャストが 3 秒間に 9～17 フレーム漏れました。

WAN ポートを、IPv6 だけを通すフィルターとともにブリッジに加えるのは \`lan.ipv6: bridge\` の場合だけです。自動で追加されるため、\`lan.ports\` には書きません（書いても効果はありません）。`,
  },
  sources: [
    measured(
      'a WAN port in the LAN bridge, with and without filters',
      'LAN ブリッジに入れた WAN ポート（フィルターの有無による違い）',
    ),
    { title: 'yudai.arielworks.com', url: 'https://yudai.arielworks.com/memo/2012/05/08/000441' },
  ],
  examples: [
    {
      bad: `
lan:
  ports: [eth0, eth1, eth2]
  address: 10.100.0.1/24
  ipv6: ndp-proxy
`,
      good: `
lan:
  ports: [eth1, eth2]
  address: 10.100.0.1/24
  ipv6: ndp-proxy
`,
    },
    {
      bad: `
lan:
  ports:
    - eth0 # joins by itself
    - eth1
  address: 10.100.0.1/24
  ipv6: bridge
`,
      good: `
lan:
  ports:
    - eth1
  address: 10.100.0.1/24
  ipv6: bridge
`,
    },
  ],
  check(context) {
    const { document, spec, report } = context;
    const wan = spec.wan?.interface;
    const mode = lanIpv6Mode(context);
    const port = lanPorts(context).find(({ name }) => name === wan);
    if (wan === undefined || port === undefined || mode === undefined) return;
    const related = [{ at: ['wan', 'interface'], message: { en: 'The WAN port.', ja: 'WAN ポートです。' } }];
    if (mode === 'bridge') {
      report({
        at: port.path,
        severity: 'hint',
        unnecessary: true,
        message: {
          en: `With \`ipv6: bridge\` the WAN port \`${wan}\` joins the bridge by itself, behind a filter; it need not be listed.`,
          ja: `\`ipv6: bridge\` では、WAN ポート \`${wan}\` はフィルター付きで自動的にブリッジに加わります。書く必要はありません。`,
        },
        related,
        fixes: [removePort(document, port)],
      });
      return;
    }
    report({
      at: port.path,
      message: {
        en: `\`${wan}\` is the WAN port: in the bridge the line would be part of the LAN, and nothing would be left of it for the router.`,
        ja: `\`${wan}\` は WAN ポートです。ブリッジに入れると回線が LAN の一部になり、ルーターは回線側の通信ができなくなります。`,
      },
      related,
      fixes: [{ ...removePort(document, port), safe: false }, ...useBridge(context, port)],
    });
  },
});

/** What was perhaps meant: the WAN port in the bridge, for IPv6 alone. It fits only a line whose network can be shared. */
function useBridge({ document, line }: RuleContext, port: LanPort): RuleFix[] {
  if (line.prefix === undefined || line.prefix.length < 64) return [];
  const removed = removePort(document, port).edits;
  const mode = setValue(document, MODE, 'bridge');
  return [
    {
      title: { en: 'Use `ipv6: bridge` instead', ja: '代わりに `ipv6: bridge` を使う' },
      edits: removed === undefined || mode === undefined ? undefined : [...removed, ...mode],
      preferred: false,
    },
  ];
}
