import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';

export const psidOutOfRange = defineRule({
  code: 'tunnel/psid-out-of-range',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'The PSID does not fit its length', ja: 'PSID がビット長に収まらない' },
  explanation: {
    en: `With a PSID of \`psid-length\` bits there are 2 to that power of them, counted from 0. A larger number belongs to no subscriber of the rule.

Some programs write the PSID left-aligned in 16 bits (0x3400 instead of 52, for 8 bits). Here it is the plain number.`,
    ja: `PSID が \`psid-length\` ビットのとき、値は 0 から 2^psid-length - 1 までです。それより大きな値に対応する加入者はいません。

PSID を 16 ビットの左詰めで表すプログラムもあります（8 ビットなら 52 を 0x3400 と表すなど）。ここでは通常の数値で書いてください。`,
  },
  sources: [rfc(7597, '5.1'), rfc(7598, '4.5')],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 2001:db8:12:3400::/64
tunnel:
  provider: custom
  border-relay: 2001:db8:ffff::64
  rule: { ipv6-prefix: "2001:db8:12:3400::/56", ipv4-prefix: 192.0.2.18/32, ea-length: 0, psid-length: 8 }
  psid: 13312
`,
      good: `
wan:
  interface: eth0
  prefix: 2001:db8:12:3400::/64
tunnel:
  provider: custom
  border-relay: 2001:db8:ffff::64
  rule: { ipv6-prefix: "2001:db8:12:3400::/56", ipv4-prefix: 192.0.2.18/32, ea-length: 0, psid-length: 8 }
  psid: 52
`,
    },
  ],
  check({ line, report }) {
    if (line.ceResult?.ok !== false || line.ceResult.kind !== 'psid-range') return;
    report({
      at: ['tunnel', 'psid'],
      message: line.ceResult.reason,
      related: [
        {
          at: ['tunnel', 'rule', 'psid-length'],
          message: { en: 'The length of the PSID.', ja: 'PSID の長さです。' },
        },
      ],
    });
  },
});
