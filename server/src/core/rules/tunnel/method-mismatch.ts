import type { TunnelMethod } from '../../isp/index.ts';
import { removeEntry } from '../../spec/edit.ts';
import type { Spec } from '../../spec/schema/index.ts';
import { methodOf, providerName, providerOf, setTo, useProvider } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { PROVIDER_TABLES, rfc } from '../sources.ts';

const METHOD = ['tunnel', 'method'];
const PROVIDER = ['tunnel', 'provider'];

type TunnelKey = keyof NonNullable<Spec['tunnel']>;

/** Settings that only some methods look at. `psid` of MAP-E has a rule of its own. */
const KEYS_OF: Readonly<Partial<Record<TunnelKey, readonly TunnelMethod[]>>> = {
  'border-relay': ['map-e', 'ipip'],
  aftr: ['ds-lite'],
  address: ['ipip'],
  'local-id': ['ipip'],
  update: ['ipip'],
  rule: ['map-e'],
  psid: ['map-e'],
  'interface-id': ['map-e'],
};

export const methodMismatch = defineRule({
  code: 'tunnel/method-mismatch',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The method does not go with the provider or with the other settings',
    ja: '方式が事業者やほかの設定と合っていない',
  },
  explanation: {
    en: `The provider decides how IPv4 crosses the line. A MAP-E service has border relays and rules, a DS-Lite service has an AFTR; neither understands the other's packets. (A fixed IPv4 address, \`ipip\`, is a contract of its own that most of them sell too.)

The settings below \`tunnel\` belong to a method as well: \`rule\`, \`psid\` and \`interface-id\` to MAP-E, \`aftr\` to DS-Lite, \`address\`, \`local-id\` and \`update\` to a fixed address. Under another method they are not looked at, and what you meant by them does not happen.

Leave \`method\` out where the provider is named: it follows.`,
    ja: `IPv4 を通す方式は事業者によって決まっています。MAP-E のサービスにはボーダーリレーとルールが、DS-Lite のサービスには AFTR があり、互いのパケットは処理できません（固定 IP の \`ipip\` は別契約で、多くの事業者が提供しています）。

\`tunnel\` の下の設定も方式ごとに異なります。\`rule\`、\`psid\`、\`interface-id\` は MAP-E、\`aftr\` は DS-Lite、\`address\`、\`local-id\`、\`update\` は固定 IP のものです。ほかの方式では参照されないため、意図したとおりにはなりません。

事業者を指定していれば \`method\` は省略できます。`,
  },
  sources: [rfc(7597), rfc(6333), rfc(2473), PROVIDER_TABLES],
  examples: [
    {
      bad: `
tunnel:
  method: ds-lite
  provider: v6plus
`,
      good: `
tunnel:
  method: map-e
  provider: v6plus
`,
    },
    {
      bad: `
tunnel:
  provider: v6plus
  aftr: gw.transix.jp
  mtu: 1460
`,
      good: `
tunnel:
  provider: v6plus
  mtu: 1460
`,
    },
  ],
  check(context) {
    if (!methodAgainstProvider(context)) unusedSettings(context);
  },
});

/** Reports a method that the provider does not have; whether it did. */
function methodAgainstProvider(context: RuleContext): boolean {
  const { document, spec, line, report } = context;
  const provider = providerOf(context);
  const method = methodOf(context);
  if (spec.tunnel?.provider === undefined || provider === undefined || method === undefined) return false;
  if (method === provider.method || method === 'ipip') return false;
  // Where MAP-E is handed out for a service with a fixed address, the rule comes with it.
  if (provider.method === 'ipip' && method === 'map-e' && spec.tunnel.rule !== undefined) return false;
  const name = providerName(provider);
  const written = spec.tunnel.method !== undefined;
  const others = line.candidates.filter(
    (each) => each.basis === 'rule' && each.provider !== provider && each.provider.method === method,
  );
  const providerFixes = others.map((each) => useProvider(context, each.provider));
  const methodFix = written ? [setTo(document, METHOD, provider.method)] : [];
  report({
    ...(written ? { at: METHOD } : { at: ['tunnel', 'rule'], on: 'key' as const }),
    message: {
      en: `${name.en} is \`${provider.method}\`, not \`${method}\`: the two do not understand each other's packets.`,
      ja: `${name.ja}の方式は \`${method}\` ではなく \`${provider.method}\` です。方式が違うと通信できません。`,
    },
    related: [
      {
        at: PROVIDER,
        message: { en: 'The provider is named here.', ja: '事業者はここで指定されています。' },
      },
    ],
    // The prefix knows best: where it is one of another provider with this method, the name is the mistake.
    fixes: [...providerFixes, ...methodFix].map((fix, index) => ({
      ...fix,
      preferred: index === 0,
      safe: false,
    })),
  });
  return true;
}

/** Reports settings that the method in force does not look at. */
function unusedSettings(context: RuleContext): void {
  const { document, spec, report } = context;
  const method = methodOf(context);
  const { tunnel } = spec;
  if (method === undefined || tunnel === undefined) return;
  for (const [key, methods] of Object.entries(KEYS_OF)) {
    const path = ['tunnel', key];
    if (methods.includes(method) || document.entry(path) === undefined) continue;
    const wanted = methods.map((each) => `\`${each}\``);
    // An address that came with a contract means that contract; what else is left over is mostly of an earlier one.
    const isContract = key === 'address' && tunnel.method === undefined;
    report({
      at: path,
      on: 'key',
      severity: 'warning',
      unnecessary: true,
      message: {
        en: `\`${key}\` belongs to ${wanted.join(' and ')} and has no effect with \`${method}\`.`,
        ja: `\`${key}\` は ${wanted.join('・')} の設定で、\`${method}\` では効果がありません。`,
      },
      fixes: [
        {
          title: { en: `Remove \`${key}\``, ja: `\`${key}\` を削除` },
          edits: removeEntry(document, path),
          preferred: !isContract,
          safe: !isContract,
        },
        ...(isContract ? [{ ...setTo(document, METHOD, 'ipip'), preferred: false }] : []),
      ],
    });
  }
}
