import { defineRule } from '../rule.ts';
import { hasMixedSeparators, segmentsOf, sysctlEntries, writtenAs } from '../sysctl-keys.ts';

export const mixedSeparators = defineRule({
  code: 'sysctl/mixed-separators',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'Dots and slashes are mixed in the name of a kernel setting',
    ja: 'カーネルパラメーターの名前にドットとスラッシュが混ざっている',
  },
  explanation: {
    en: `In the name of a kernel setting either dots or slashes separate, and the first one says which. The other one is then part of a name: a slash stands for a dot, and a dot for itself. So \`net.netfilter/nf_conntrack_max\` is a setting \`netfilter.nf_conntrack_max\` below \`net\`, which does not exist, and the value is not set.

Only the name of an interface may hold a dot: \`net.ipv4.conf.eth0/10.rp_filter\` is the setting \`rp_filter\` of the interface \`eth0.10\`. Otherwise write the same separator throughout.`,
    ja: `カーネルパラメーターの名前では、最初に現れた記号（ドットまたはスラッシュ）が区切りになります。もう一方は名前の一部で、スラッシュはドットの代わり、ドットはドットそのものです。そのため \`net.netfilter/nf_conntrack_max\` は、\`net\` の下の \`netfilter.nf_conntrack_max\` という存在しないパラメーターになり、値は設定されません。

名前にドットを含められるのはインターフェースだけです。\`net.ipv4.conf.eth0/10.rp_filter\` は、インターフェース \`eth0.10\` の \`rp_filter\` を表します。それ以外では、区切りをどちらかに統一してください。`,
  },
  sources: [{ title: 'sysctl(8)', url: 'https://man7.org/linux/man-pages/man8/sysctl.8.html' }],
  examples: [
    {
      bad: `
sysctl:
  net.netfilter/nf_conntrack_max: 65536
  net.ipv4.conf.eth0/10.rp_filter: 2
`,
      good: `
sysctl:
  net.netfilter.nf_conntrack_max: 65536
  net.ipv4.conf.eth0/10.rp_filter: 2
`,
    },
    {
      bad: `
sysctl:
  net.ipv4.conf/eth0.10.rp_filter: 2
`,
      good: `
sysctl:
  net/ipv4/conf/eth0.10/rp_filter: 2
`,
    },
  ],
  check({ document, spec, report }) {
    for (const each of sysctlEntries(spec)) {
      if (!hasMixedSeparators(each)) continue;
      const meant = segmentsOf(each.key.replaceAll('/', '.'));
      const right = meant.join(meant.some((part) => part.includes('.')) ? '/' : '.');
      report({
        at: each.path,
        on: 'key',
        message: {
          en: `The first separator counts, so this means \`${each.segments.join('/')}\`, which does not exist. Write \`${right}\`.`,
          ja: `最初の区切り文字が有効なため、存在しない \`${each.segments.join('/')}\` を指すことになります。\`${right}\` と書いてください。`,
        },
        fixes: [
          {
            title: { en: `Change to \`${right}\``, ja: `\`${right}\` に変更` },
            edits: writtenAs(document, each, right),
          },
        ],
      });
    }
  },
});
