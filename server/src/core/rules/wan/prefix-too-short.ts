import { rulesOf } from '../../isp/index.ts';
import { contains, formatPrefix } from '../../net/address.ts';
import { endUserPrefixLength } from '../../net/map-e.ts';
import { isNoInternetPrefix, methodOf, providerName, providerOf } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { rfc } from '../sources.ts';

export const prefixTooShort = defineRule({
  code: 'wan/prefix-too-short',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The prefix is too short for the mapping rule',
    ja: 'プレフィックスがマッピングルールに対して短すぎる',
  },
  explanation: {
    en: `The bits of the prefix that follow the provider's part (the EA bits) hold the end of the IPv4 address and the PSID, which chooses the ports. A prefix that ends before them leaves these bits open: any value would give some IPv4 address, but hardly yours.

It is mostly the provider's block (a /31, say) that was copied from a table instead of what the line was given. \`ip -6 addr\` on the router shows the right one, a /64 or, with prefix delegation, a /56.`,
    ja: `プレフィックスのうち、事業者に共通する部分の後ろ（EA ビット）に、IPv4 アドレスの残りとポートを決める PSID が入っています。そこまで届かないプレフィックスではこれらのビットが決まらず、計算しても自分のものではない IPv4 アドレスになってしまいます。

回線に割り当てられた値ではなく、表に載っている事業者のブロック（/31 など）を書いてしまった場合によく起こります。正しい値はルーターの \`ip -6 addr\` で確認できます。通常は /64、プレフィックス委譲なら /56 です。`,
  },
  sources: [rfc(7597, '5.2'), rfc(7597, '3')],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 240b:10::/31
`,
      good: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64
`,
    },
  ],
  check(context) {
    const { line, report } = context;
    const { prefix } = line;
    const needed = bitsNeeded(context);
    if (prefix === undefined || needed === undefined) return;
    report({
      at: ['wan', 'prefix'],
      message: {
        en: `${formatPrefix(prefix)} has ${prefix.length} bits; ${needed.whose.en} needs the first ${needed.length} to tell your address and your ports. Write the prefix that the line was given.`,
        ja: `${formatPrefix(prefix)} は ${prefix.length} ビットですが、アドレスとポートを求めるには${needed.whose.ja}で先頭 ${needed.length} ビットが必要です。回線に割り当てられたプレフィックスを書いてください。`,
      },
    });
  },
});

/** How many bits the prefix should have had, and who says so; undefined where it has enough. */
function bitsNeeded(context: RuleContext): { length: number; whose: { en: string; ja: string } } | undefined {
  const { line } = context;
  const { prefix, rule, ceResult } = line;
  const provider = providerOf(context);
  if (prefix === undefined || methodOf(context) !== 'map-e' || isNoInternetPrefix(context)) return undefined;
  if (rule !== undefined) {
    if (ceResult?.ok !== false || ceResult.kind !== 'prefix-too-short') return undefined;
    const whose =
      rule.from === 'spec' || provider === undefined
        ? { en: '`tunnel.rule`', ja: ' `tunnel.rule` ' }
        : providerName(provider);
    return { length: endUserPrefixLength(rule.value), whose };
  }
  if (provider?.method !== 'map-e' || context.spec.tunnel?.rule !== undefined) return undefined;
  return rulesOf(provider).some((each) => contains(prefix, each.rule.ipv6Prefix))
    ? { length: provider.endUserPrefixLength, whose: providerName(provider) }
    : undefined;
}
