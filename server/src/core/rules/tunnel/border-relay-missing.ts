import { setValue } from '../../spec/edit.ts';
import { isUnreadable, methodOf, providerName, yamlIpv6 } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext, RuleFix } from '../rule.ts';
import { rfc } from '../sources.ts';

const RELAY = ['tunnel', 'border-relay'];

export const borderRelayMissing = defineRule({
  code: 'tunnel/border-relay-missing',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'The tunnel has no far end', ja: 'トンネルの対向が決まらない' },
  explanation: {
    en: `The border relay (BR) is where the tunnel ends on the provider's side. For the MAP-E services in the table it follows from the prefix. A rule of one's own does not say it, and a contract for a fixed IPv4 address has it handed out: write the address under \`tunnel.border-relay\`. It is an IPv6 address; a name will not do.`,
    ja: `ボーダーリレー（BR）は、事業者側のトンネルの終端です。表にある MAP-E サービスではプレフィックスから決まりますが、自分で書いたルールや、個別に通知される固定 IP 契約では決まりません。\`tunnel.border-relay\` に IPv6 アドレスで書いてください（名前は使えません）。`,
  },
  sources: [rfc(7597, '4'), rfc(7598, '4.2'), rfc(2473)],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 2001:db8:12:3400::/64
tunnel:
  provider: custom
  rule: { ipv6-prefix: "2001:db8::/40", ipv4-prefix: 192.0.2.0/24, ea-length: 16 }
`,
      good: `
wan:
  interface: eth0
  prefix: 2001:db8:12:3400::/64
tunnel:
  provider: custom
  rule: { ipv6-prefix: "2001:db8::/40", ipv4-prefix: 192.0.2.0/24, ea-length: 16 }
  border-relay: 2001:db8:ffff::64
`,
    },
    {
      bad: `
tunnel:
  method: ipip
  provider: transix
  address: 203.0.113.5
`,
      good: `
tunnel:
  method: ipip
  provider: transix
  address: 203.0.113.5
  border-relay: 2001:db8:ffff::64
`,
    },
  ],
  check(context) {
    const { line, report } = context;
    if (line.borderRelay !== undefined || isUnreadable(context, 'border-relay')) return;
    if (methodOf(context) === 'map-e' && line.rule?.from === 'spec') {
      report({
        at: ['tunnel', 'rule'],
        on: 'key',
        message: {
          en: 'A rule of your own does not say where the tunnel ends: add `border-relay`.',
          ja: '自分で書いたルールからは対向が決まりません。`border-relay` を追加してください。',
        },
        fixes: knownRelays(context),
      });
    } else if (methodOf(context) === 'ipip' && !isUnreadable(context, 'provider')) {
      report({
        at: ['tunnel'],
        on: 'key',
        message: {
          en: 'The far end of the tunnel is missing: add `border-relay` with the address that came with the contract.',
          ja: 'トンネルの対向がありません。契約時に通知されたアドレスを `border-relay` に書いてください。',
        },
      });
    }
  },
});

/** The relays of the providers that have rules for this prefix: likely, since the rule is one of one's own. */
function knownRelays({ document, line }: RuleContext): RuleFix[] {
  return line.candidates.flatMap((each) => {
    if (each.basis !== 'rule') return [];
    const address = yamlIpv6(each.rule.borderRelay);
    const name = providerName(each.provider);
    return [
      {
        title: {
          en: `Add \`border-relay: ${address}\`, that of ${name.en}`,
          ja: `${name.ja}の \`border-relay: ${address}\` を追加`,
        },
        edits: setValue(document, RELAY, address),
        preferred: false,
      },
    ];
  });
}
