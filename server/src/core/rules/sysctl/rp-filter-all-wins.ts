import { setTo } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { ipSysctl } from '../sources.ts';
import { interfaceSettings, isIdleRpFilter, strictOnTunnel } from '../sysctl-keys.ts';

export const rpFilterAllWins = defineRule({
  code: 'sysctl/rp-filter-all-wins',
  severity: 'warning',
  certainty: 'certain',
  title: {
    en: 'The filter stays on: the value for all interfaces is larger',
    ja: '`all` の値のほうが大きいため、フィルターは無効にならない',
  },
  explanation: {
    en: `For the reverse-path filter the kernel takes the larger of two values: \`net.ipv4.conf.all.rp_filter\` and the one of the interface. So 0 for one interface turns nothing off while \`all\` is 1 or 2.

To have the filter off on one interface and on elsewhere, set \`all\` to 0 and each of the others to 1. Alpine's own settings (\`/etc/sysctl.d/00-alpine.conf\`) have \`all\` at 1, so the key should be in the spec.

With the tunnel as the default route the filter harms nothing, and none of this is needed.`,
    ja: `逆方向経路フィルターでは、カーネルは \`net.ipv4.conf.all.rp_filter\` とインターフェースの値のうち大きいほうを使います。そのため \`all\` が 1 や 2 のままでは、インターフェースを 0 にしても無効になりません。

特定のインターフェースだけ無効にしたい場合は、\`all\` を 0 にし、それ以外のインターフェースをそれぞれ 1 にします。Alpine の標準設定（\`/etc/sysctl.d/00-alpine.conf\`）では \`all\` が 1 なので、スペックで明示する必要があります。

なお、トンネルがデフォルト経路であればフィルターの影響はなく、これらの設定は不要です。`,
  },
  sources: [
    ipSysctl('rp_filter'),
    {
      title: 'Linux kernel, commit 27fed4175acf',
      url: 'https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/commit/?id=27fed4175acf81ddd91d9a4ee2fd298981f60295',
    },
  ],
  examples: [
    {
      bad: `
sysctl:
  net.ipv4.conf.all.rp_filter: 1
  net.ipv4.conf.br0.rp_filter: 0
`,
      good: `
sysctl:
  net.ipv4.conf.all.rp_filter: 0
  net.ipv4.conf.br0.rp_filter: 0
`,
    },
  ],
  check(context) {
    const { document, spec, report } = context;
    const settings = interfaceSettings(spec, 'ipv4', 'rp_filter');
    const all = settings.find((each) => each.interface === 'all');
    if (all === undefined || (all.value !== '1' && all.value !== '2')) return;
    // A filter that drops what comes out of the tunnel is told as that.
    if (strictOnTunnel(context).some((each) => each.interface === 'all')) return;
    for (const each of settings) {
      if (each.value !== '0' || each.interface === 'all' || each.interface === 'default') continue;
      if (isIdleRpFilter(each, context)) continue;
      report({
        at: each.path,
        message: {
          en: `The kernel takes the larger value, and \`all\` has ${all.value}: the filter stays on for \`${each.interface}\`.`,
          ja: `カーネルは大きいほうの値を使います。\`all\` が ${all.value} なので、\`${each.interface}\` のフィルターは有効のままです。`,
        },
        related: [
          { at: all.path, message: { en: 'This value counts.', ja: 'こちらの値が有効になります。' } },
        ],
        fixes: [{ ...setTo(document, all.path, '0'), safe: false }],
      });
    }
  },
});
