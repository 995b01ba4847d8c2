import { psidIsProvisioned } from '../../net/map-e.ts';
import { removeEntry } from '../../spec/edit.ts';
import { methodOf } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';

const PSID = ['tunnel', 'psid'];

export const psidNotNeeded = defineRule({
  code: 'tunnel/psid-not-needed',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'The PSID comes from the prefix; the key has no effect',
    ja: 'PSID はプレフィックスから決まるため、指定しても効果がない',
  },
  explanation: {
    en: `The PSID says which ports of the shared IPv4 address are yours. Where the mapping rule has EA bits, it stands in the prefix of the line, and the border relay reads it from there: another value would only mean to use the ports of somebody else. So \`tunnel.psid\` is not looked at; remove it.

If the number that you were given differs from the computed one, either the prefix or the rule is not yours. A value that is a large multiple of the right one is the left-aligned form, which some programs print. Only a rule without EA bits, for a whole IPv4 address, leaves the PSID open and needs the key.`,
    ja: `PSID は、共有している IPv4 アドレスのどのポートが自分のものかを表します。EA ビットのあるルールでは PSID は回線のプレフィックスに含まれており、ボーダーリレーもそこから読み取ります。別の値にしても他の加入者のポートを使うことにしかならないため、\`tunnel.psid\` は参照されません。削除してください。

案内された値と計算結果が違う場合は、プレフィックスかルールのどちらかが自分のものではありません。正しい値の大きな倍数になっているときは、左詰めの表記（一部のプログラムが表示する形式）です。このキーが必要なのは、IPv4 アドレス全体を指定し EA ビットを持たないルールだけです。`,
  },
  sources: [rfc(7597, '5.2'), rfc(7597, '5.1')],
  examples: [
    {
      bad: `
tunnel:
  provider: v6plus
  psid: 52
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
    const { document, spec, line, report } = context;
    const { ce, rule } = line;
    const given = spec.tunnel?.psid;
    if (
      given === undefined ||
      ce === undefined ||
      rule === undefined ||
      psidIsProvisioned(rule.value) ||
      methodOf(context) !== 'map-e'
    )
      return;
    const same = given === ce.psid;
    const leftAligned = ce.psid !== null && given === ce.psid * 2 ** (16 - ce.psidLength);
    report({
      at: PSID,
      ...(same ? { severity: 'hint' as const } : {}),
      unnecessary: true,
      message: same
        ? {
            en: 'The prefix already says so: this PSID follows from it, and the key can go.',
            ja: 'この PSID はプレフィックスから決まる値と同じなので、指定する必要はありません。',
          }
        : ce.psid === null
          ? {
              en: 'This line has an IPv4 prefix of its own and no PSID; the key has no effect.',
              ja: 'この回線には専用の IPv4 プレフィックスが割り当てられており、PSID はありません。このキーは無視されます。',
            }
          : leftAligned
            ? {
                en: `${given} is the left-aligned form of ${ce.psid}, the PSID that the prefix gives. The key has no effect; remove it.`,
                ja: `${given} は、プレフィックスから決まる PSID ${ce.psid} を左詰めで表したものです。このキーは無視されるので、削除してください。`,
              }
            : {
                en: `The prefix gives PSID ${ce.psid}; ${given} has no effect. If you were told ${given}, the prefix or the rule is not yours.`,
                ja: `プレフィックスから決まる PSID は ${ce.psid} で、${given} は無視されます。${given} と案内されたのであれば、プレフィックスかルールが自分のものではありません。`,
              },
      related: [
        {
          at: ['wan', 'prefix'],
          message: {
            en: 'The PSID follows from this prefix.',
            ja: 'PSID はこのプレフィックスから決まります。',
          },
        },
      ],
      fixes: [
        {
          title: { en: 'Remove `psid`', ja: '`psid` を削除' },
          edits: removeEntry(document, PSID),
          safe: true,
        },
      ],
    });
  },
});
