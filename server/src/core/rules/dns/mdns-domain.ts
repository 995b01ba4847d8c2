import { setValue } from '../../spec/edit.ts';
import { clip } from '../../spec/scalars.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';

export const mdnsDomain = defineRule({
  code: 'dns/mdns-domain',
  severity: 'warning',
  certainty: 'likely',
  title: { en: 'The domain of the LAN belongs to mDNS', ja: 'LAN のドメインが mDNS 用のもの' },
  explanation: {
    en: 'Names under `.local` are asked by multicast among the devices themselves (mDNS: Bonjour, Avahi), not of a DNS server. macOS, iOS, Android and most Linux systems keep to that, so the names that the router gives under `.local` resolve on some devices, slowly on others and not at all on the rest. `home.arpa` is reserved for exactly this use.',
    ja: '`.local` の名前は DNS サーバーではなく、機器どうしのマルチキャスト（mDNS: Bonjour、Avahi）で問い合わせます。macOS、iOS、Android や多くの Linux がこれに従うため、ルーターが `.local` で付けた名前は、解決できる機器、時間のかかる機器、まったく解決できない機器に分かれてしまいます。`home.arpa` がこの用途に予約されています。',
  },
  sources: [rfc(6762, '3'), rfc(8375)],
  examples: [
    {
      bad: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  dhcp:
    domain: home.local
`,
      good: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  dhcp:
    domain: home.arpa
`,
    },
  ],
  check({ document, spec, report }) {
    const domain = spec.lan?.dhcp?.domain;
    if (domain === undefined || !/(?:^|\.)local$/i.test(domain)) return;
    const at = ['lan', 'dhcp', 'domain'];
    report({
      at,
      message: {
        en: `\`${clip(domain)}\` ends in \`.local\`, which devices ask by mDNS and not of the router. Use \`home.arpa\`.`,
        ja: `\`${clip(domain)}\` は \`.local\` で終わっています。\`.local\` は機器が mDNS で解決するもので、ルーターには問い合わせません。\`home.arpa\` を使ってください。`,
      },
      fixes: [
        {
          title: { en: 'Change to `home.arpa`', ja: '`home.arpa` に変更' },
          edits: setValue(document, at, 'home.arpa'),
        },
      ],
    });
  },
});
