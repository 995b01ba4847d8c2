import type { Path } from '../../problem.ts';
import { removeEntry } from '../../spec/edit.ts';
import { allowsOf } from '../firewall-values.ts';
import { lanIpv6Mode } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { routerYaml } from '../sources.ts';

const INBOUND = ['firewall', 'inbound-ipv6'];

export const noLanIpv6 = defineRule({
  code: 'firewall/no-lan-ipv6',
  severity: 'warning',
  certainty: 'certain',
  title: {
    en: 'IPv6 is let in to a LAN that has none',
    ja: 'IPv6 を使わない LAN への IPv6 接続を許可している',
  },
  explanation: {
    en: `With \`lan.ipv6: off\` the hosts of the LAN get no IPv6 address and no IPv6 packet is passed on to them. \`inbound-ipv6: allow\`, and exceptions for a host by its IPv6 address or interface identifier, then open nothing: whoever wrote them waits for a service that cannot be reached.

Give the LAN IPv6 (\`lan.ipv6: bridge\`, \`ndp-proxy\` or \`delegated\`), reach the host over IPv4 by a port forward (\`nat.forwards\`), or remove the key.`,
    ja: `\`lan.ipv6: off\` では、LAN のホストに IPv6 アドレスは付かず、IPv6 パケットも転送されません。そのため、\`inbound-ipv6: allow\` や、IPv6 アドレス・インターフェース ID で LAN のホストを指定した例外を書いても効果はなく、公開したつもりのサービスには到達できません。

LAN で IPv6 を使う（\`lan.ipv6: bridge\`、\`ndp-proxy\`、\`delegated\`）か、IPv4 のポート転送（\`nat.forwards\`）で公開するか、キーを削除してください。`,
  },
  sources: [routerYaml('`lan.ipv6`')],
  examples: [
    {
      bad: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  ipv6: off
firewall:
  inbound-ipv6: allow
  allow:
    - { service: ssh, from: lan }
`,
      good: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  ipv6: off
firewall:
  allow:
    - { service: ssh, from: lan }
`,
    },
    {
      bad: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  ipv6: off
firewall:
  allow:
    - { service: ssh, from: lan }
    - { protocol: tcp, port: 443, to: "::1234", from: wan }
`,
      good: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  ipv6: off
firewall:
  allow:
    - { service: ssh, from: lan }
`,
    },
  ],
  check(context) {
    const { document, spec, report } = context;
    if (lanIpv6Mode(context) !== 'off') return;
    const without = (at: Path, part: { readonly en: string; readonly ja: string }, whole: Path) =>
      report({
        at,
        message: {
          en: `The LAN has no IPv6 (\`lan.ipv6: off\`), so ${part.en} lets nothing in.`,
          ja: `LAN では IPv6 を使わない（\`lan.ipv6: off\`）ため、${part.ja}を書いても効果はありません。`,
        },
        related: [
          {
            at: ['lan', 'ipv6'],
            message: { en: 'IPv6 is turned off here.', ja: 'ここで IPv6 が無効になっています。' },
          },
        ],
        fixes: [
          {
            title: { en: 'Remove it', ja: '削除' },
            edits: removeEntry(document, whole),
            // What is a mistake may as well be that the LAN has no IPv6.
            safe: false,
          },
        ],
        unnecessary: true,
      });
    if (spec.firewall?.['inbound-ipv6'] === 'allow')
      without(INBOUND, { en: '`inbound-ipv6: allow`', ja: '`inbound-ipv6: allow` ' }, INBOUND);
    for (const { path, from, to } of allowsOf(spec)) {
      if (from !== 'wan' || to?.kind !== 'ipv6') continue;
      without([...path, 'to'], { en: 'this exception', ja: 'この例外' }, path);
    }
  },
});
