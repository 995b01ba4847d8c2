import { formatPrefix } from '../../net/address.ts';
import type { MapRuleField, MapRuleProblem } from '../../net/map-e.ts';
import type { Path } from '../../problem.ts';
import type { SpecDocument } from '../../spec/spec-document.ts';
import type { Text } from '../../text.ts';
import { setTo } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';

/** How the spec writes the fields of a rule. */
const KEYS: Record<MapRuleField, string> = {
  ipv6Prefix: 'ipv6-prefix',
  ipv4Prefix: 'ipv4-prefix',
  eaLength: 'ea-length',
  psidOffset: 'psid-offset',
  psidLength: 'psid-length',
};

export const ruleInconsistent = defineRule({
  code: 'tunnel/rule-inconsistent',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The numbers of the mapping rule contradict each other',
    ja: 'マッピングルールの値が互いに矛盾している',
  },
  explanation: {
    en: `The numbers of a mapping rule depend on each other. The EA bits hold what is missing of the IPv4 address and then the PSID, so

    psid-length = ipv4-prefix length + ea-length - 32   (or 0)

A port has 16 bits: \`psid-offset\` and \`psid-length\` together have room for no more. EA bits are at most 48, and the prefixes of a rule have no bits set after their length.

A rule that does not add up gives another IPv4 address or other ports than the border relay expects, and nothing comes back. \`psid-length\` can be left out: it follows from the others.`,
    ja: `マッピングルールの値は互いに関係しています。EA ビットには IPv4 アドレスの残りと PSID が順に入るため、次の式が成り立ちます。

    psid-length = ipv4-prefix の長さ + ea-length - 32（負なら 0）

ポート番号は 16 ビットなので、\`psid-offset\` と \`psid-length\` の合計は 16 までです。EA ビットは 48 まで、ルールのプレフィックスは長さより後ろのビットが 0 でなければなりません。

つじつまの合わないルールから計算すると、ボーダーリレーの想定とは違う IPv4 アドレスやポートになり、応答が返ってきません。\`psid-length\` はほかの値から決まるので省略できます。`,
  },
  sources: [rfc(7597, '5.2'), rfc(7597, '5.1'), rfc(7598, '4')],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 2001:db8:12:3400::/64
tunnel:
  provider: custom
  border-relay: 2001:db8:ffff::64
  rule:
    ipv6-prefix: 2001:db8::/40
    ipv4-prefix: 192.0.2.0/24
    ea-length: 16
    psid-length: 6 # of another rule
`,
      good: `
wan:
  interface: eth0
  prefix: 2001:db8:12:3400::/64
tunnel:
  provider: custom
  border-relay: 2001:db8:ffff::64
  rule:
    ipv6-prefix: 2001:db8::/40
    ipv4-prefix: 192.0.2.0/24
    ea-length: 16
    psid-length: 8 # of another rule
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
  rule: { ipv6-prefix: "2001:db8::/40", ipv4-prefix: 192.0.2.18/24, ea-length: 16 }
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
  check({ document, line, report }) {
    for (const problem of line.ruleProblems) {
      const at = placeOf(problem, document);
      const expected = problem.expected;
      report({
        at,
        message: messageOf(problem, document),
        fixes:
          expected === undefined
            ? []
            : typeof expected === 'number'
              ? // The length may be right, and one of those that it follows from wrong.
                [{ ...setTo(document, at, expected), safe: false }]
              : [setTo(document, at, formatPrefix(expected))],
      });
    }
  },
});

/** The message, with a word about a number that the spec does not have. */
function messageOf({ field, message }: MapRuleProblem, document: SpecDocument): Text {
  if (document.entry(['tunnel', 'rule', KEYS[field]]) !== undefined) return message;
  return field === 'psidLength'
    ? {
        en: `${message.en} It follows from \`ipv4-prefix\` and \`ea-length\`.`,
        ja: `${message.ja}この値は \`ipv4-prefix\` と \`ea-length\` から決まります。`,
      }
    : {
        en: `${message.en} Without \`${KEYS[field]}\` the offset is that of the RFC.`,
        ja: `${message.ja}\`${KEYS[field]}\` を省略すると RFC の既定値になります。`,
      };
}

/** The key at fault; for a number that the spec leaves out, the one that it follows from. */
function placeOf({ field }: MapRuleProblem, document: SpecDocument): Path {
  const keys = [
    KEYS[field],
    ...(field === 'psidOffset' ? [KEYS.psidLength] : []),
    ...(field === 'psidOffset' || field === 'psidLength' ? [KEYS.eaLength] : []),
  ];
  const paths = keys.map((key): Path => ['tunnel', 'rule', key]);
  return paths.find((path) => document.entry(path) !== undefined) ?? ['tunnel', 'rule'];
}
