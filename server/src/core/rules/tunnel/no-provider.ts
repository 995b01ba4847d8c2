import { foreignService } from '../../isp/index.ts';
import { formatPrefix } from '../../net/address.ts';
import { setValue } from '../../spec/edit.ts';
import { isNoInternetPrefix, isUnreadable, providerName, useProvider } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { PROVIDER_TABLES, rfc } from '../sources.ts';

const TUNNEL = ['tunnel'];

export const noProvider = defineRule({
  code: 'tunnel/no-provider',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'Nothing says how IPv4 crosses the line',
    ja: 'IPv4 をどう通すかが決まらない',
  },
  explanation: {
    en: `How IPv4 gets over an IPv6 line depends on the provider: the method (MAP-E, DS-Lite, a fixed address), the mapping rule, the far end of the tunnel. Where \`tunnel.provider\` is left out, the provider is found from the prefix, if exactly one fits. Here none does, or more than one, or \`provider: custom\` stands without what it needs.

Name the provider with \`tunnel.provider\`; the contract, or the support page of the internet service, says which IPv4 service it uses. Where you have the values themselves, write \`provider: custom\` with \`rule\` and \`border-relay\` (MAP-E), or with \`method: ds-lite\` and \`aftr\`.`,
    ja: `IPv6 回線で IPv4 を通す方法は事業者によって異なります。方式（MAP-E、DS-Lite、固定 IP）、マッピングルール、トンネルの対向がすべて違います。\`tunnel.provider\` を省略した場合、プレフィックスに合う事業者が 1 つだけならそれが使われますが、今回は該当がないか、複数あるか、または \`provider: custom\` に必要な値がありません。

\`tunnel.provider\` で事業者を指定してください。契約書類やプロバイダーのサポートページで、利用している IPv4 接続サービスの名前を確認できます。値が分かっている場合は \`provider: custom\` とし、MAP-E なら \`rule\` と \`border-relay\`、DS-Lite なら \`method: ds-lite\` と \`aftr\` を書いてください。`,
  },
  sources: [rfc(7597, '5'), rfc(6333, '5'), PROVIDER_TABLES],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 2409:10:1234:5600::/64
tunnel:
  method: map-e
`,
      good: `
wan:
  interface: eth0
  prefix: 2409:10:1234:5600::/64
tunnel:
  method: ds-lite
  provider: transix
`,
    },
    {
      bad: `
wan:
  interface: eth0
  prefix: 2001:db8:12:3400::/64
tunnel:
  provider: custom
  border-relay: 2001:db8:ffff::64
`,
      good: `
wan:
  interface: eth0
  prefix: 2001:db8:12:3400::/64
tunnel:
  provider: custom
  border-relay: 2001:db8:ffff::64
  rule: { ipv6-prefix: "2001:db8::/40", ipv4-prefix: 192.0.2.0/24, ea-length: 16 }
`,
    },
  ],
  check(context) {
    const { spec, line } = context;
    const { tunnel } = spec;
    if (tunnel === undefined || line.prefix === undefined || isNoInternetPrefix(context)) return;
    if ((['provider', 'method', 'rule', 'aftr'] as const).some((key) => isUnreadable(context, key))) return;
    // A rule is all that MAP-E needs; under DS-Lite it is not looked at.
    if (tunnel.method === 'ipip' || (tunnel.rule !== undefined && tunnel.method !== 'ds-lite')) return;
    const hasFarEnd = tunnel.aftr !== undefined;
    if (hasFarEnd && tunnel.method === 'ds-lite') return;
    if (hasFarEnd && line.method === undefined) farEndWithoutMethod(context);
    else if (tunnel.provider === 'custom') customWithoutValues(context);
    else if (tunnel.provider === undefined && line.provider === undefined) notFound(context);
  },
});

function farEndWithoutMethod({ document, report }: RuleContext): void {
  report({
    at: TUNNEL,
    on: 'key',
    message: {
      en: 'An AFTR is given, but not that the method is DS-Lite: add `method: ds-lite`.',
      ja: 'AFTR が指定されていますが、方式が決まりません。`method: ds-lite` を追加してください。',
    },
    fixes: [
      {
        title: { en: 'Add `method: ds-lite`', ja: '`method: ds-lite` を追加' },
        edits: setValue(document, ['tunnel', 'method'], 'ds-lite'),
      },
    ],
  });
}

function customWithoutValues(context: RuleContext): void {
  const dsLite = context.spec.tunnel?.method === 'ds-lite';
  context.report({
    at: ['tunnel', 'provider'],
    message: dsLite
      ? {
          en: '`custom` has no table to look into: DS-Lite needs the name or the address of the AFTR under `tunnel.aftr`.',
          ja: '`custom` には参照できる表がありません。DS-Lite では `tunnel.aftr` に AFTR の名前かアドレスを書いてください。',
        }
      : {
          en: '`custom` has no table to look into: MAP-E needs a mapping rule under `tunnel.rule`.',
          ja: '`custom` には参照できる表がありません。MAP-E では `tunnel.rule` にマッピングルールを書いてください。',
        },
    fixes: context.line.candidates.map((each) => ({
      ...useProvider(context, each.provider),
      preferred: false,
    })),
  });
}

function notFound(context: RuleContext): void {
  const { spec, line, report } = context;
  if (line.prefix === undefined) return;
  const { candidates } = line;
  const prefix = formatPrefix(line.prefix);
  const method = spec.tunnel?.method;
  const fitting = candidates.filter((each) => method === undefined || each.provider.method === method);
  const names = {
    en: candidates.map((each) => providerName(each.provider).en).join(', '),
    ja: candidates.map((each) => providerName(each.provider).ja).join('、'),
  };
  const foreign = foreignService(line.prefix)?.what;
  report({
    at: TUNNEL,
    on: 'key',
    message:
      fitting.length > 1
        ? {
            en: `More than one provider fits ${prefix}: ${names.en}. Say which one is yours with \`tunnel.provider\`.`,
            ja: `${prefix} に該当する事業者が複数あります（${names.ja}）。\`tunnel.provider\` で指定してください。`,
          }
        : candidates.length > 0
          ? {
              en: `No provider with this method is known for ${prefix}, but lines with such prefixes are of ${names.en}.`,
              ja: `${prefix} に該当するこの方式の事業者は見つかりません。このプレフィックスは${names.ja}の回線のようです。`,
            }
          : {
              en: `No provider is known for ${prefix}. ${foreign?.en ?? 'Name yours with `tunnel.provider`, or give the values with `provider: custom`.'}`,
              ja: `${prefix} に該当する事業者が見つかりません。${foreign?.ja ?? '`tunnel.provider` で指定するか、`provider: custom` で値を書いてください。'}`,
            },
    fixes: candidates.map((each) => ({
      ...useProvider(context, each.provider),
      preferred: candidates.length === 1 && each.basis === 'rule',
    })),
  });
}
