import { removeEntry } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import { ipSysctl, measured } from '../sources.ts';
import { interfaceSettings, isIdleRpFilter } from '../sysctl-keys.ts';

export const rpFilterNoEffect = defineRule({
  code: 'sysctl/rp-filter-no-effect',
  severity: 'hint',
  certainty: 'hint',
  title: {
    en: 'The reverse-path filter of the WAN port has nothing to filter',
    ja: 'WAN ポートの逆方向経路フィルターには効果がない',
  },
  explanation: {
    en: `\`rp_filter\` is a check of IPv4 packets; Linux has none for IPv6. The WAN port of this router carries IPv6 alone: what comes out of the tunnel comes in by the tunnel interface, and is checked there. So the value for the WAN port changes nothing, whatever guides say. Remove it.`,
    ja: `\`rp_filter\` は IPv4 パケットに対する検査で、Linux に IPv6 用のものはありません。このルーターの WAN ポートを通るのは IPv6 だけです。トンネルから出てきた IPv4 パケットはトンネルインターフェースで受信したものとして検査されるため、WAN ポートの値を変えても何も変わりません。設定例などで見かけることがありますが、削除してかまいません。`,
  },
  sources: [
    ipSysctl('rp_filter'),
    measured(
      'rp_filter on the WAN port: no effect with any value',
      'WAN ポートの rp_filter は、どの値でも影響なし',
    ),
  ],
  examples: [
    {
      bad: `
sysctl:
  net.ipv4.conf.eth0.rp_filter: 0
  net.core.somaxconn: 4096
`,
      good: `
sysctl:
  net.core.somaxconn: 4096
`,
    },
  ],
  check(context) {
    const { document, spec, report } = context;
    for (const each of interfaceSettings(spec, 'ipv4', 'rp_filter')) {
      if (!isIdleRpFilter(each, context)) continue;
      report({
        at: each.path,
        on: 'key',
        unnecessary: true,
        message: {
          en: `\`${each.interface}\` carries IPv6 alone, and this filter looks at IPv4: the setting has no effect.`,
          ja: `\`${each.interface}\` を通るのは IPv6 だけで、このフィルターは IPv4 用です。この設定には効果がありません。`,
        },
        fixes: [
          {
            title: { en: 'Remove the setting', ja: 'この設定を削除' },
            edits: removeEntry(document, each.path),
            safe: true,
          },
        ],
      });
    }
  },
});
