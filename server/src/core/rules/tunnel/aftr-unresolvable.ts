import { methodOf, providerOf, setTo } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';

const AFTR = ['tunnel', 'aftr'];

/** Names that no DNS server of a line answers for: RFC 6761, RFC 6762, RFC 7686, RFC 8375, RFC 9476. */
const SPECIAL_USE = [
  'test',
  'example',
  'invalid',
  'localhost',
  'local',
  'onion',
  'alt',
  'home.arpa',
  'example.com',
  'example.net',
  'example.org',
] as const;

export const aftrUnresolvable = defineRule({
  code: 'tunnel/aftr-unresolvable',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'Nobody can resolve the name of the AFTR', ja: 'AFTR の名前を解決できない' },
  explanation: {
    en: `Before a DS-Lite tunnel comes up the router asks for the address of the AFTR, over IPv6: first the DNS servers that the line itself announces, then those of \`dns.upstream\` that have IPv6 addresses. (It does not matter that other upstreams are reached over IPv4, which does not work yet at that time.) A name that is reserved for examples, for the LAN or for other uses, or that has no dot in it, is answered by none of them, and the tunnel never comes up.

Use the name that the provider gives, such as \`gw.transix.jp\`, or leave \`aftr\` out where the provider is known.`,
    ja: `DS-Lite のトンネルを上げる前に、ルーターは IPv6 で AFTR のアドレスを問い合わせます。最初に回線から通知された DNS サーバー、次に \`dns.upstream\` のうち IPv6 アドレスのものに尋ねます（この時点では使えない IPv4 の上位サーバーがあっても問題ありません）。例示用や LAN 用などに予約された名前や、ドットのない名前には、どのサーバーも応答しないため、トンネルは上がりません。

\`gw.transix.jp\` のような事業者が案内している名前を使うか、事業者が分かっている場合は \`aftr\` を省略してください。`,
  },
  sources: [rfc(6334, '3'), rfc(6761, '6'), rfc(6762, '3'), rfc(8375)],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 2409:10:1234:5600::/64
tunnel:
  provider: transix
  aftr: aftr.example.com
`,
      good: `
wan:
  interface: eth0
  prefix: 2409:10:1234:5600::/64
tunnel:
  provider: transix
  aftr: gw.transix.jp
`,
    },
  ],
  check(context) {
    const { document, spec, report } = context;
    const aftr = spec.tunnel?.aftr;
    if (methodOf(context) !== 'ds-lite' || aftr?.kind !== 'name') return;
    const name = aftr.name.toLowerCase().replace(/\.$/, '');
    const reserved = SPECIAL_USE.find((each) => name === each || name.endsWith(`.${each}`));
    if (reserved === undefined && name.includes('.')) return;
    const provider = providerOf(context);
    const known = provider?.method === 'ds-lite' ? provider.aftr.name : undefined;
    report({
      at: AFTR,
      message:
        reserved === undefined
          ? {
              en: `\`${name}\` is not a full domain name, so no DNS server knows an address for it.`,
              ja: `\`${name}\` は完全なドメイン名ではないため、どの DNS サーバーでもアドレスを引けません。`,
            }
          : {
              en: `Names under \`${reserved}\` are reserved and have no address on the internet.`,
              ja: `\`${reserved}\` は予約された名前で、インターネット上のアドレスはありません。`,
            },
      fixes: known === undefined ? [] : [setTo(document, AFTR, known)],
    });
  },
});
