import { isUnreadable, methodOf } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';

export const addressMissing = defineRule({
  code: 'tunnel/address-missing',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'The fixed IPv4 address is missing', ja: '固定 IPv4 アドレスがない' },
  explanation: {
    en: `With \`method: ipip\` the IPv4 address comes with the contract and is not computed from the prefix. Write it under \`tunnel.address\`. The contract also tells the border relay and, for most services, the interface identifier of the near end (\`local-id\`).

On a line without a fixed address use \`map-e\` or \`ds-lite\`.`,
    ja: `\`method: ipip\` では、IPv4 アドレスはプレフィックスから計算されず、契約時に通知されます。\`tunnel.address\` に書いてください。あわせてボーダーリレーと、多くのサービスではこちら側のインターフェース ID（\`local-id\`）も通知されます。

固定 IP ではない回線なら、\`map-e\` か \`ds-lite\` を使ってください。`,
  },
  sources: [rfc(2473)],
  examples: [
    {
      bad: `
tunnel:
  method: ipip
  provider: v6plus
`,
      good: `
tunnel:
  method: ipip
  provider: v6plus
  address: 203.0.113.5
`,
    },
  ],
  check(context) {
    const { spec, report } = context;
    if (
      methodOf(context) !== 'ipip' ||
      spec.tunnel?.address !== undefined ||
      isUnreadable(context, 'address')
    )
      return;
    const written = spec.tunnel?.method !== undefined;
    report({
      at: written ? ['tunnel', 'method'] : ['tunnel'],
      ...(written ? {} : { on: 'key' as const }),
      message: {
        en: 'A tunnel with a fixed IPv4 address needs that address: add `address`.',
        ja: '固定 IP のトンネルには IPv4 アドレスが必要です。`address` を追加してください。',
      },
    });
  },
});
