import { setTo, mapEProvider, providerName } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { PROVIDER_TABLES, rfc } from '../sources.ts';

const OFFSET = ['tunnel', 'rule', 'psid-offset'];

export const psidOffsetMismatch = defineRule({
  code: 'tunnel/psid-offset-mismatch',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The PSID offset is not that of the provider',
    ja: 'PSID オフセットが事業者の値と違う',
  },
  explanation: {
    en: `The PSID offset is the number of bits before the PSID in a port number. It decides which ports are yours: with the wrong one some of the computed ports are yours by chance and most belong to other subscribers, whose routers get the replies. Some pages load, most hang.

The default of the RFC is 6. OCN Virtual Connect uses it; v6プラス, BIGLOBE and NURO use 4.`,
    ja: `PSID オフセットは、ポート番号の中で PSID より前にあるビット数です。これによって自分のポートが決まります。間違えると、計算したポートのうち偶然一致するものだけが自分のもので、大半は他の加入者のポートになり、応答はそちらのルーターに届きます。一部のページだけが表示され、ほとんどは止まる、という症状になります。

RFC の既定値は 6 で、OCN バーチャルコネクトはこの値です。v6プラス、BIGLOBE、NURO は 4 を使います。`,
  },
  sources: [rfc(7597, '5.1'), PROVIDER_TABLES],
  examples: [
    {
      bad: `
tunnel:
  provider: v6plus
  rule:
    ipv6-prefix: 240b:10::/31
    ipv4-prefix: 106.72.0.0/15
    ea-length: 25
    psid-offset: 6
`,
      good: `
tunnel:
  provider: v6plus
  rule:
    ipv6-prefix: 240b:10::/31
    ipv4-prefix: 106.72.0.0/15
    ea-length: 25
    psid-offset: 4
`,
    },
    {
      bad: `
tunnel:
  provider: v6plus
  rule: { ipv6-prefix: "240b:10::/31", ipv4-prefix: 106.72.0.0/15, ea-length: 25 }
`,
      good: `
tunnel:
  provider: v6plus
  rule: { ipv6-prefix: "240b:10::/31", ipv4-prefix: 106.72.0.0/15, ea-length: 25, psid-offset: 4 }
`,
    },
  ],
  check(context) {
    const { document, spec, line, report } = context;
    const { rule } = line;
    const provider = mapEProvider(context);
    if (provider === undefined || rule?.from !== 'spec' || rule.value.psidOffset === provider.psidOffset)
      return;
    const written = spec.tunnel?.rule?.['psid-offset'] !== undefined;
    // What stands there and could not be read is not known to be wrong.
    if (!written && document.entry(OFFSET) !== undefined) return;
    const name = providerName(provider);
    report({
      ...(written ? { at: OFFSET } : { at: ['tunnel', 'rule'], on: 'key' as const }),
      message: written
        ? {
            en: `${name.en} has PSID offset ${provider.psidOffset}; with ${rule.value.psidOffset} most of the ports belong to other subscribers.`,
            ja: `${name.ja}の PSID オフセットは ${provider.psidOffset} です。${rule.value.psidOffset} では、ほとんどのポートが他の加入者のものになります。`,
          }
        : {
            en: `${name.en} has PSID offset ${provider.psidOffset}; a rule without \`psid-offset\` has ${rule.value.psidOffset}, and most of its ports belong to other subscribers.`,
            ja: `${name.ja}の PSID オフセットは ${provider.psidOffset} です。\`psid-offset\` を省略すると ${rule.value.psidOffset} になり、ほとんどのポートが他の加入者のものになります。`,
          },
      ...(spec.tunnel?.provider === undefined
        ? {}
        : {
            related: [
              {
                at: ['tunnel', 'provider'],
                message: { en: 'The provider of this line.', ja: 'この回線の事業者です。' },
              },
            ],
          }),
      fixes: [setTo(document, OFFSET, provider.psidOffset)],
    });
  },
});
