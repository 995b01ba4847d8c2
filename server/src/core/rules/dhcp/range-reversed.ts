import { formatIpv4 } from '../../net/address.ts';
import { setValue } from '../../spec/edit.ts';
import { ipv4Range } from '../../spec/scalars-net.ts';
import { defineRule } from '../rule.ts';
import { dnsmasq } from '../sources.ts';

export const rangeReversed = defineRule({
  code: 'dhcp/range-reversed',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'The DHCP range ends before it begins', ja: 'DHCP の配布範囲の始まりと終わりが逆' },
  explanation: {
    en: 'A range goes from its lowest address to its highest. Written the other way round it means nothing; mostly the two were swapped, or one of them was mistyped.',
    ja: '範囲は小さいアドレスから大きいアドレスへ書きます。逆に書いた範囲には意味がありません。前後を取り違えたか、どちらかを打ち間違えた可能性があります。',
  },
  sources: [dnsmasq('--dhcp-range')],
  examples: [
    {
      bad: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  dhcp:
    range: 10.100.0.254-10.100.0.100
`,
      good: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  dhcp:
    range: 10.100.0.100-10.100.0.254
`,
    },
  ],
  check({ document, spec, report }) {
    const range = spec.lan?.dhcp?.range;
    if (range === undefined || range.first.value <= range.last.value) return;
    const path = ['lan', 'dhcp', 'range'];
    const swapped = ipv4Range.format({ first: range.last, last: range.first });
    report({
      at: path,
      message: {
        en: `${formatIpv4(range.first)} comes after ${formatIpv4(range.last)}: write the lower address first.`,
        ja: `${formatIpv4(range.first)} は ${formatIpv4(range.last)} より後のアドレスです。小さいアドレスを先に書いてください。`,
      },
      fixes: [
        {
          title: { en: `Change to \`${swapped}\``, ja: `\`${swapped}\` に変更` },
          edits: setValue(document, path, swapped),
        },
      ],
    });
  },
});
