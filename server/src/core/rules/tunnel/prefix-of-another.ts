import { contains, formatPrefix } from '../../net/address.ts';
import { isNoInternetPrefix, providerName, providerOf, useProvider } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { PROVIDER_TABLES } from '../sources.ts';

export const prefixOfAnother = defineRule({
  code: 'tunnel/prefix-of-another',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'The prefix is one of another provider',
    ja: 'プレフィックスが別の事業者のものになっている',
  },
  explanation: {
    en: `The IPv6 prefix of a line comes from the operator that also carries its IPv4. This prefix lies in a mapping rule of a MAP-E service, but the spec names a DS-Lite service. The AFTR of such a service answers inside its own network, and mostly only the resolvers there know its name; from a line of somebody else the tunnel then stays silent.

If the contract really is with the provider that is named, look whether the prefix is the one that this line has today (\`ip -6 addr\`): after a change of contract the old one is often left in the file. With an AFTR of your own under \`tunnel.aftr\` nothing is said.`,
    ja: `回線の IPv6 プレフィックスは、IPv4 の通信も運ぶ事業者（VNE）が割り当てます。このプレフィックスは MAP-E サービスのマッピングルールに含まれますが、スペックでは DS-Lite のサービスが指定されています。DS-Lite の AFTR は自網内からのみ応答し、名前も多くは網内の DNS サーバーでしか解決できないため、別の事業者の回線からはトンネルが通じません。

契約が指定どおりの事業者なら、プレフィックスが現在のものかどうかを \`ip -6 addr\` で確認してください（契約変更前のものが残っていることがよくあります）。\`tunnel.aftr\` に AFTR を指定している場合は何も表示しません。`,
  },
  sources: [PROVIDER_TABLES],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 2400:4053:4394:ef00::/64
tunnel:
  provider: transix
`,
      good: `
wan:
  interface: eth0
  prefix: 2400:4053:4394:ef00::/64
tunnel:
  provider: ocn
`,
    },
  ],
  check(context) {
    const { spec, line, document, report } = context;
    const provider = providerOf(context);
    if (line.prefix === undefined || line.method !== 'ds-lite' || provider?.method !== 'ds-lite') return;
    if (document.entry(['tunnel', 'aftr']) !== undefined || isNoInternetPrefix(context)) return;
    const { prefix } = line;
    if (
      spec.tunnel?.provider === undefined ||
      provider.prefixHints.some((own) => contains(own.prefix, prefix))
    )
      return;
    const covering = line.candidates.filter((each) => each.basis === 'rule');
    const [match] = covering;
    if (match === undefined) return;
    const [named, found] = [providerName(provider), providerName(match.provider)];
    const text = formatPrefix(prefix);
    report({
      at: ['tunnel', 'provider'],
      message: {
        en: `${text} is a prefix of ${found.en} by its mapping rule; the AFTR of ${named.en} hardly answers such a line.`,
        ja: `${text} は、マッピングルールによると${found.ja}のプレフィックスです。${named.ja}の AFTR は、この回線からはおそらく応答しません。`,
      },
      related: [
        {
          at: ['wan', 'prefix'],
          message: { en: 'The prefix of the line.', ja: '回線のプレフィックスです。' },
        },
      ],
      fixes: covering.map((each) => ({
        ...useProvider(context, each.provider),
        preferred: covering.length === 1,
        safe: false,
      })),
    });
  },
});
