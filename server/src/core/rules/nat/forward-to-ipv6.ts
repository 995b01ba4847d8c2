import { formatIpv6, interfaceId, ipv6 } from '../../net/address.ts';
import { appendItem, removeEntry } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';
import { hostSpan } from '../spans.ts';
import { forwardsOf } from '../spec-values.ts';

export const forwardToIpv6 = defineRule({
  code: 'nat/forward-to-ipv6',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'An IPv6 host needs no forward', ja: 'IPv6 のホストにポート転送は使えない' },
  explanation: {
    en: `A forward translates an IPv4 address into another one; it cannot lead to an IPv6 address. It is not needed either: with IPv6 each host of the LAN has an address of its own that can be reached from outside, and only the firewall stands in between. Open the port there:

\`\`\`yaml
firewall:
  allow:
    - { service: ssh, from: lan }
    - { protocol: tcp, port: 443, to: "::1234", from: wan }
\`\`\`

\`::1234\` is the lower half of the host's address, so that the rule outlives a change of the prefix. (A list under \`firewall.allow\` replaces the default one: keep SSH from the LAN in it.)`,
    ja: `ポート転送は IPv4 アドレスを別の IPv4 アドレスに変換する仕組みなので、IPv6 アドレスには転送できません。そもそも IPv6 では LAN 内の各ホストが外部から到達できるアドレスを持っているため、転送は不要で、間にあるのはファイアウォールだけです。ファイアウォールでポートを開けてください。

\`\`\`yaml
firewall:
  allow:
    - { service: ssh, from: lan }
    - { protocol: tcp, port: 443, to: "::1234", from: wan }
\`\`\`

\`::1234\` はホストのアドレスの下位半分です。これで、プレフィックスが変わってもルールはそのまま有効です（\`firewall.allow\` を書くと既定の一覧は使われなくなるので、LAN からの SSH も忘れずに書いてください）。`,
  },
  sources: [rfc(6092)],
  examples: [
    {
      bad: `
nat:
  forwards:
    - tcp 5472 -> nas:22
    - tcp 5473 -> [::1234]:443

firewall:
  allow:
    - { service: ssh, from: lan }
`,
      good: `
nat:
  forwards:
    - tcp 5472 -> nas:22

firewall:
  allow:
    - { service: ssh, from: lan }
    - { protocol: tcp, port: 443, to: "::1234", from: wan }
`,
    },
  ],
  check({ document, spec, report }) {
    for (const { path, protocol, port, to } of forwardsOf(spec)) {
      if (to?.host.kind !== 'ipv6') continue;
      const target = to.port ?? port;
      const id = formatIpv6(ipv6(interfaceId(to.host.address)));
      const removal = removeEntry(document, path);
      // A new list would replace the default one, and with it the way in for SSH.
      const addition =
        spec.firewall?.allow === undefined || protocol === undefined || target === undefined
          ? undefined
          : appendItem(
              document,
              ['firewall', 'allow'],
              `{ protocol: ${protocol}, port: ${target}, to: "${id}", from: wan }`,
            );
      report({
        at: hostSpan(document, [...path, 'to']),
        message: {
          en: `A forward leads to an IPv4 address. This host has an IPv6 address of its own: open the port for it under \`firewall.allow\`.`,
          ja: 'ポート転送の転送先は IPv4 アドレスに限られます。このホストは IPv6 アドレスを持っているので、`firewall.allow` でポートを開けてください。',
        },
        fixes: [
          {
            title: {
              en: 'Open the port under `firewall.allow` instead',
              ja: '代わりに `firewall.allow` でポートを開ける',
            },
            edits: removal === undefined || addition === undefined ? undefined : [...removal, ...addition],
            safe: false,
          },
        ],
      });
    }
  },
});
