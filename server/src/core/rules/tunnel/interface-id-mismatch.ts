import { setValue } from '../../spec/edit.ts';
import { isUnreadable, mapEProvider, providerName } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { PROVIDER_TABLES, rfc } from '../sources.ts';

const FORM = ['tunnel', 'interface-id'];

export const interfaceIdMismatch = defineRule({
  code: 'tunnel/interface-id-mismatch',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The CE address has another layout than the provider uses',
    ja: 'CE アドレスの形式が事業者のものと違う',
  },
  explanation: {
    en: `The lower half of the CE address holds the IPv4 address and the PSID, but where exactly changed while MAP-E was being standardised. The RFC and draft-ietf-softwire-map-03 differ by one octet; the Japanese services use the draft's. The border relay sends to the address that it computes itself. With the other layout the tunnel comes up and counts what it sends, and nothing ever comes back.

Leave \`interface-id\` out: the provider's layout is the default. With \`provider: custom\` the default is the RFC's, so a rule of a known provider needs \`interface-id: map-draft-03\`.`,
    ja: `CE アドレスの下位 64 ビットには IPv4 アドレスと PSID が入りますが、その位置は標準化の途中で変わりました。RFC と draft-ietf-softwire-map-03 では 1 オクテットずれており、日本のサービスはドラフトの形式を使っています。ボーダーリレーは自分で計算したアドレス宛てに送信するため、形式が違うとトンネルは上がり送信カウンターも増えるのに、応答がまったく返ってこない状態になります。

\`interface-id\` は省略してください。既定で事業者の形式になります。ただし \`provider: custom\` の既定は RFC の形式なので、既知の事業者のルールを書く場合は \`interface-id: map-draft-03\` が必要です。`,
  },
  sources: [
    rfc(7597, '6'),
    {
      title: 'draft-ietf-softwire-map-03, section 6',
      url: 'https://datatracker.ietf.org/doc/html/draft-ietf-softwire-map-03#section-6',
    },
    {
      title: 'openwrt-jp-ipoe, issue 50: RX stays 0',
      url: 'https://github.com/fakemanhk/openwrt-jp-ipoe/issues/50',
    },
    PROVIDER_TABLES,
  ],
  examples: [
    {
      bad: `
tunnel:
  provider: v6plus
  interface-id: rfc7597
`,
      good: `
tunnel:
  provider: v6plus
  interface-id: map-draft-03
`,
    },
    {
      bad: `
tunnel:
  provider: custom
  border-relay: 2404:9200:225:100::64
  rule:
    ipv6-prefix: 240b:10::/31
    ipv4-prefix: 106.72.0.0/15
    ea-length: 25
    psid-offset: 4
`,
      good: `
tunnel:
  provider: custom
  border-relay: 2404:9200:225:100::64
  rule:
    ipv6-prefix: 240b:10::/31
    ipv4-prefix: 106.72.0.0/15
    ea-length: 25
    psid-offset: 4
  interface-id: map-draft-03
`,
    },
  ],
  check(context) {
    const { document, spec, line, report } = context;
    const provider = mapEProvider(context);
    if (provider === undefined || isUnreadable(context, 'interface-id')) return;
    const wanted = provider.interfaceIdForm;
    if (line.interfaceIdForm === wanted) return;
    const written = spec.tunnel?.['interface-id'] !== undefined;
    const name = providerName(provider);
    report({
      ...(written ? { at: FORM } : { at: ['tunnel', 'rule'], on: 'key' as const }),
      // Of some providers the layout is known from few reports.
      ...(provider.confidence === 'high' ? {} : { severity: 'warning' as const }),
      message: written
        ? {
            en: `${name.en} uses \`${wanted}\`: with another layout the border relay answers to an address that this router does not have.`,
            ja: `${name.ja}の形式は \`${wanted}\` です。形式が違うと、ボーダーリレーの応答はこのルーターにはないアドレス宛てになります。`,
          }
        : {
            en: `This is a rule of ${name.en}, whose CE addresses have the layout \`${wanted}\`; for a custom rule the default is \`${line.interfaceIdForm}\`.`,
            ja: `これは${name.ja}のルールで、CE アドレスの形式は \`${wanted}\` です。独自のルールでは既定で \`${line.interfaceIdForm}\` になります。`,
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
      fixes: [
        {
          title: {
            en: `${written ? 'Change to' : 'Add'} \`interface-id: ${wanted}\``,
            ja: `\`interface-id: ${wanted}\` ${written ? 'に変更' : 'を追加'}`,
          },
          edits: setValue(document, FORM, wanted),
        },
      ],
    });
  },
});
