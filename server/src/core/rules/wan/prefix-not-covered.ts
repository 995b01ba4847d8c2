import { rulesOf } from '../../isp/index.ts';
import { contains, formatPrefix } from '../../net/address.ts';
import {
  isNoInternetPrefix,
  isUnreadable,
  methodOf,
  providerName,
  providerOf,
  useProvider,
} from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { PROVIDER_TABLES, rfc } from '../sources.ts';

const PREFIX = ['wan', 'prefix'];

export const prefixNotCovered = defineRule({
  code: 'wan/prefix-not-covered',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'No rule of the provider covers the prefix',
    ja: 'プレフィックスが事業者のルールに含まれていない',
  },
  explanation: {
    en: `MAP-E computes the IPv4 address and the ports from the IPv6 prefix of the line. A provider has a list of mapping rules, and each rule begins with the IPv6 prefix that its subscribers share. Where no rule covers the prefix, nothing can be computed: the provider is another one, or the prefix is not the one that this line was given.

Compare the prefix with \`ip -6 addr\` on the router. If it is right, the contract is with another provider: internet services often sell several IPv4 services under one name. Where you were given the rule itself, write it under \`tunnel.rule\`.`,
    ja: `MAP-E では、回線の IPv6 プレフィックスから IPv4 アドレスと使えるポートを計算します。事業者ごとにマッピングルールの一覧があり、各ルールには加入者に共通する IPv6 プレフィックスが決まっています。どのルールにも含まれないプレフィックスからは何も計算できません。事業者の指定が違うか、この回線に割り当てられたプレフィックスではないかのどちらかです。

まずルーターの \`ip -6 addr\` でプレフィックスを確認してください。正しければ、IPv4 の接続サービスが別の事業者のものです（同じプロバイダーでも、複数の方式を使い分けていることがよくあります）。ルールが分かっている場合は \`tunnel.rule\` に書いてください。`,
  },
  sources: [rfc(7597, '5.2'), PROVIDER_TABLES],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64
tunnel:
  provider: ocn # what the sales page says
  mtu: 1460
`,
      good: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64
tunnel:
  provider: v6plus # what the sales page says
  mtu: 1460
`,
    },
    {
      bad: `
wan:
  interface: eth0
  prefix: 2001:db8:112:3400::/64
tunnel:
  provider: custom
  border-relay: 2001:db8:ffff::64
  rule: { ipv6-prefix: "2001:db8::/40", ipv4-prefix: 192.0.2.0/24, ea-length: 16 }
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
    const { line } = context;
    if (methodOf(context) !== 'map-e' || line.prefix === undefined || isNoInternetPrefix(context)) return;
    if (line.rule?.from === 'spec') ownRule(context);
    else if (context.spec.tunnel?.rule === undefined && !isUnreadable(context, 'rule')) table(context);
  },
});

/** The prefix against the rule that the spec gives. */
function ownRule({ line, report }: RuleContext): void {
  const { ceResult, prefix, rule } = line;
  if (
    ceResult?.ok !== false ||
    ceResult.kind !== 'outside-rule' ||
    prefix === undefined ||
    rule === undefined
  )
    return;
  const range = formatPrefix(rule.value.ipv6Prefix);
  report({
    at: PREFIX,
    message: {
      en: `${formatPrefix(prefix)} does not begin with ${range}, the IPv6 prefix of \`tunnel.rule\`, so the rule says nothing about this line.`,
      ja: `${formatPrefix(prefix)} は \`tunnel.rule\` の IPv6 プレフィックス ${range} に含まれないため、このルールからは何も計算できません。`,
    },
    related: [
      {
        at: ['tunnel', 'rule', 'ipv6-prefix'],
        message: { en: 'The prefix of the rule.', ja: 'ルールのプレフィックスです。' },
      },
    ],
  });
}

/** The prefix against the provider's table. */
function table(context: RuleContext): void {
  const { document, line, report } = context;
  const { prefix } = line;
  const provider = providerOf(context);
  if (prefix === undefined || provider?.method !== 'map-e' || line.providerRule !== undefined) return;
  // A prefix that is shorter than a rule's is too short, which is another matter.
  if (rulesOf(provider).some(({ rule }) => contains(prefix, rule.ipv6Prefix))) return;
  const others = line.candidates.filter((each) => each.provider !== provider);
  const covering = others.filter((each) => each.basis === 'rule');
  const [match] = covering.length > 0 ? covering : others;
  const named = providerName(provider);
  const text = formatPrefix(prefix);
  const hint =
    match === undefined
      ? {
          en: ' Check both; where you were given the rule itself, write it under `tunnel.rule`.',
          ja: '両方を確認してください。ルールが分かっている場合は `tunnel.rule` に書いてください。',
        }
      : match.basis === 'rule'
        ? {
            en: ` It is a prefix of ${providerName(match.provider).en}.`,
            ja: `これは${providerName(match.provider).ja}のプレフィックスです。`,
          }
        : {
            en: ` Lines with such prefixes are mostly of ${providerName(match.provider).en}.`,
            ja: `このようなプレフィックスは、多くの場合${providerName(match.provider).ja}の回線です。`,
          };
  report({
    at: PREFIX,
    message: {
      en: `No known rule of ${named.en} covers ${text}.${hint.en}`,
      ja: `${named.ja}の既知のルールに ${text} を含むものはありません。${hint.ja}`,
    },
    related:
      document.entry(['tunnel', 'provider']) === undefined
        ? []
        : [
            {
              at: ['tunnel', 'provider'],
              message: { en: 'The provider is named here.', ja: '事業者はここで指定されています。' },
            },
          ],
    fixes: (covering.length > 0 ? covering : others).map((each) => ({
      ...useProvider(context, each.provider),
      preferred: each.basis === 'rule' && covering.length === 1,
      // The prefix may be the mistake as well.
      safe: false,
    })),
  });
}
