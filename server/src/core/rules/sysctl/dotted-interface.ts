import { defineRule } from '../rule.ts';
import { measured } from '../sources.ts';
import { hasAmbiguousInterface, sysctlEntries, writtenAs } from '../sysctl-keys.ts';

export const dottedInterface = defineRule({
  code: 'sysctl/dotted-interface',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The dot of the interface name is taken for a separator',
    ja: 'インターフェース名のドットが区切りとして扱われる',
  },
  explanation: {
    en: `In the name of a kernel setting dots separate: \`net.ipv4.conf.eth0.10.rp_filter\` means a setting \`rp_filter\` below \`10\` below \`eth0\`, which does not exist, and the value is not set. A name that holds a dot itself, such as a VLAN's, has to be written with slashes between the parts:

    net/ipv4/conf/eth0.10/rp_filter

Then the dot is a dot for every program that reads it. (Programs differ: procps refuses the dotted form, busybox guesses, but only once the interface is there.)`,
    ja: `カーネルパラメーターの名前ではドットが区切りです。\`net.ipv4.conf.eth0.10.rp_filter\` は「\`eth0\` の下の \`10\` の下の \`rp_filter\`」という存在しないパラメーターになり、値は設定されません。VLAN のように名前にドットを含むインターフェースは、スラッシュ区切りで書いてください。

    net/ipv4/conf/eth0.10/rp_filter

この書き方なら、どのプログラムでもドットが名前の一部として扱われます（ドット区切りの場合、procps はエラーになり、busybox はインターフェースがすでにあるときだけ推測で解釈します）。`,
  },
  sources: [
    { title: 'sysctl(8)', url: 'https://man7.org/linux/man-pages/man8/sysctl.8.html' },
    { title: 'sysctl.d(5)', url: 'https://man7.org/linux/man-pages/man5/sysctl.d.5.html' },
    measured(
      'a dotted interface name with procps 4.0 and busybox 1.35',
      'procps 4.0 と busybox 1.35 での、ドットを含むインターフェース名の解釈',
    ),
  ],
  examples: [
    {
      bad: `
sysctl:
  net.ipv4.conf.eth2.10.rp_filter: 2 # the VLAN of the cameras
`,
      good: `
sysctl:
  net/ipv4/conf/eth2.10/rp_filter: 2 # the VLAN of the cameras
`,
    },
  ],
  check({ document, spec, report }) {
    for (const each of sysctlEntries(spec)) {
      if (!hasAmbiguousInterface(each)) continue;
      const right = each.segments.join('/');
      report({
        at: each.path,
        on: 'key',
        message: {
          en: `The dot in \`${each.segments[3] ?? ''}\` is read as a separator, and the setting is not found. Write \`${right}\`.`,
          ja: `\`${each.segments[3] ?? ''}\` のドットが区切りとして扱われ、設定が見つかりません。\`${right}\` と書いてください。`,
        },
        fixes: [
          {
            title: { en: 'Write it with slashes', ja: 'スラッシュ区切りに変更' },
            edits: writtenAs(document, each, right),
          },
        ],
      });
    }
  },
});
