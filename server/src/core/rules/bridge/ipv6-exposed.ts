import { lanIpv6Mode, setTo } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';

const INBOUND = ['firewall', 'inbound-ipv6'];

export const ipv6Exposed = defineRule({
  code: 'bridge/ipv6-exposed',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'Every host of the LAN can be reached from the internet',
    ja: 'LAN 内のすべてのホストにインターネットから到達できる',
  },
  explanation: {
    en: `With a bridged WAN port each host of the LAN has a public IPv6 address on the provider's own network, and no NAT stands before it. \`inbound-ipv6: allow\` takes the filter away: printers, cameras and file shares answer to everybody, neighbours on the access network included.

Write \`deny\`, and open what is meant to be reached, host by host, under \`firewall.allow\`:

    allow:
      - { protocol: tcp, port: 443, to: "::1234", from: wan }`,
    ja: `WAN ポートをブリッジすると、LAN の各ホストは事業者のネットワーク上の公開 IPv6 アドレスを直接持ち、NAT による遮断もありません。\`inbound-ipv6: allow\` ではフィルターもなくなるため、プリンター、カメラ、ファイル共有などに誰からでも（網内の他の利用者からも）接続できてしまいます。

\`deny\` にして、公開したいものだけを \`firewall.allow\` でホストごとに許可してください。

    allow:
      - { protocol: tcp, port: 443, to: "::1234", from: wan }`,
  },
  sources: [
    rfc(6092),
    rfc(4864, '4.2'),
    { title: 'ymstmsys.jp, the LAN behind a bridged line', url: 'https://www.ymstmsys.jp/blog/2025/02/09' },
  ],
  examples: [
    {
      bad: `
firewall:
  inbound-ipv6: allow
`,
      good: `
firewall:
  inbound-ipv6: deny
`,
    },
  ],
  check(context) {
    const { document, spec, report } = context;
    if (spec.firewall?.['inbound-ipv6'] !== 'allow' || lanIpv6Mode(context) !== 'bridge') return;
    report({
      at: INBOUND,
      message: {
        en: 'The LAN is bridged to the line, so without the filter everybody reaches every host over IPv6. Allow single hosts instead.',
        ja: 'LAN は回線にブリッジされているため、フィルターがないと誰でもすべてのホストに IPv6 で到達できます。公開するホストだけを個別に許可してください。',
      },
      related:
        spec.lan?.ipv6 === undefined
          ? []
          : [
              {
                at: ['lan', 'ipv6'],
                message: { en: 'The bridge.', ja: 'ブリッジの指定です。' },
              },
            ],
      fixes: [{ ...setTo(document, INBOUND, 'deny'), safe: false }],
    });
  },
});
