import { removeEntry } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';
import { forwardsOf, methodPath } from '../spec-values.ts';

export const forwardDsLite = defineRule({
  code: 'nat/forward-ds-lite',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'A DS-Lite line cannot forward ports', ja: 'DS-Lite の回線ではポート転送ができない' },
  explanation: {
    en: `In DS-Lite the provider does the address translation: the router has no IPv4 address of its own that anybody could connect to, and what arrives at the provider's address is not passed on. No setting of the router can open a port for IPv4.

What works instead: IPv6, where every host of the LAN has an address of its own (\`firewall.allow\` opens a port of it); a contract for a fixed IPv4 address (\`method: ipip\`); or MAP-E, where each line has some ports.`,
    ja: `DS-Lite ではアドレス変換を事業者側で行います。ルーターには外部から接続できる IPv4 アドレスがなく、事業者のアドレスに届いたパケットもこちらには転送されません。ルーターの設定で IPv4 のポートを開けることはできません。

代わりに、LAN 内のホストがそれぞれアドレスを持つ IPv6（\`firewall.allow\` でポートを開けます）、固定 IP の契約（\`method: ipip\`）、回線ごとにポートが割り当てられる MAP-E を利用してください。`,
  },
  sources: [rfc(6333, '4.2'), rfc(6269)],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 2409:10:1234:5600::/64
tunnel:
  provider: transix
nat:
  forwards:
    - tcp 8443 -> nas:443
dns:
  serve: true
`,
      good: `
wan:
  interface: eth0
  prefix: 2409:10:1234:5600::/64
tunnel:
  provider: transix
dns:
  serve: true
`,
    },
  ],
  check({ document, spec, line, report }) {
    if (line.method !== 'ds-lite' || forwardsOf(spec).length === 0) return;
    const path = ['nat', 'forwards'];
    report({
      at: path,
      on: 'key',
      message: {
        en: 'On a DS-Lite line nothing can connect from outside over IPv4: the provider does the NAT, and these forwards are never reached. Use IPv6 (`firewall.allow`) or a fixed IPv4 address.',
        ja: 'DS-Lite の回線には、IPv4 では外部から接続できません。NAT は事業者側にあり、この転送が使われることはありません。IPv6（`firewall.allow`）か固定 IP を利用してください。',
      },
      related: [
        {
          at: methodPath(document),
          message: { en: 'This line is DS-Lite.', ja: 'この回線は DS-Lite です。' },
        },
      ],
      fixes: [
        {
          title: { en: 'Remove the forwards', ja: 'ポート転送を削除' },
          edits: removeEntry(document, path),
          // They have no effect, but somebody wrote down what is to be reached.
          safe: false,
        },
      ],
      unnecessary: true,
    });
  },
});
