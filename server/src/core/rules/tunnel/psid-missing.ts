import { isUnreadable } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';

export const psidMissing = defineRule({
  code: 'tunnel/psid-missing',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'The rule leaves the PSID open', ja: 'このルールでは PSID の指定が必要' },
  explanation: {
    en: `A mapping rule for one whole IPv4 address has no EA bits, so nothing in the prefix says which ports of the address are yours. The provider hands the PSID out together with the rule: write it under \`tunnel.psid\`, as a plain number from 0 to 2 to the power of \`psid-length\`, less one.`,
    ja: `1 つの IPv4 アドレス全体を指定するルールには EA ビットがないため、そのアドレスのどのポートが自分のものかをプレフィックスから求められません。PSID はルールと一緒に事業者から通知されます。\`tunnel.psid\` に 0 から 2^psid-length - 1 までの通常の数値で書いてください。`,
  },
  sources: [rfc(7597, '5.2'), rfc(7598, '4.5')],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 2001:db8:12:3400::/64
tunnel:
  provider: custom
  border-relay: 2001:db8:ffff::64
  rule:
    ipv6-prefix: 2001:db8:12:3400::/56
    ipv4-prefix: 192.0.2.18/32
    ea-length: 0
    psid-length: 8
`,
      good: `
wan:
  interface: eth0
  prefix: 2001:db8:12:3400::/64
tunnel:
  provider: custom
  border-relay: 2001:db8:ffff::64
  rule:
    ipv6-prefix: 2001:db8:12:3400::/56
    ipv4-prefix: 192.0.2.18/32
    ea-length: 0
    psid-length: 8
  psid: 52
`,
    },
  ],
  check(context) {
    const { line, report } = context;
    if (line.ceResult?.ok !== false || line.ceResult.kind !== 'psid-missing' || isUnreadable(context, 'psid'))
      return;
    report({
      at: ['tunnel', 'rule'],
      on: 'key',
      message: {
        en: `${line.ceResult.reason.en} Write it under \`tunnel.psid\`.`,
        ja: `${line.ceResult.reason.ja}\`tunnel.psid\` に書いてください。`,
      },
      related: [
        {
          at: ['tunnel', 'rule', 'ea-length'],
          message: { en: 'No EA bits.', ja: 'EA ビットがありません。' },
        },
      ],
    });
  },
});
