import { formatIpv4, ipv4 } from '../../net/address.ts';
import type { Ipv4 } from '../../net/address.ts';
import { setValue } from '../../spec/edit.ts';
import { ipv4Range } from '../../spec/scalars-net.ts';
import type { Ipv4Range } from '../../spec/scalars-net.ts';
import { defineRule } from '../rule.ts';
import { dnsmasq } from '../sources.ts';

/** The larger of the two parts of a range that an address leaves; undefined where it leaves nothing. */
function without({ first, last }: Ipv4Range, router: Ipv4): Ipv4Range | undefined {
  const below = router.value - first.value;
  const above = last.value - router.value;
  if (below === 0 && above === 0) return undefined;
  return above >= below ? { first: ipv4(router.value + 1), last } : { first, last: ipv4(router.value - 1) };
}

export const rangeHoldsRouter = defineRule({
  code: 'dhcp/range-holds-router',
  severity: 'hint',
  certainty: 'hint',
  title: {
    en: "The router's own address is in the DHCP range",
    ja: 'DHCP の配布範囲にルーター自身のアドレスが含まれている',
  },
  explanation: {
    en: 'dnsmasq never hands out its own address, so nothing breaks. But the range then promises one address more than there is, and whoever reads it has to know that. A range beside the router, with some room for reservations, says what is meant.',
    ja: 'dnsmasq は自分自身のアドレスを配布しないため、実害はありません。ただし、範囲に書かれた数より配れるアドレスが 1 つ少なくなり、そのことを知らない人には分かりにくい設定です。ルーターのアドレスを外し、固定割り当て用の余地を残した範囲にすると意図がはっきりします。',
  },
  sources: [dnsmasq('--dhcp-range')],
  examples: [
    {
      bad: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  dhcp:
    range: 10.100.0.1-10.100.0.254
`,
      good: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  dhcp:
    range: 10.100.0.2-10.100.0.254
`,
    },
  ],
  check({ document, spec, report }) {
    const router = spec.lan?.address?.address;
    const range = spec.lan?.dhcp?.range;
    if (router === undefined || range === undefined) return;
    if (router.value < range.first.value || range.last.value < router.value) return;
    const path = ['lan', 'dhcp', 'range'];
    const better = without(range, router);
    const text = better === undefined ? undefined : ipv4Range.format(better);
    report({
      at: path,
      message: {
        en: `This range holds the router's own address ${formatIpv4(router)}, which dnsmasq does not hand out.`,
        ja: `この範囲にはルーター自身のアドレス ${formatIpv4(router)} が含まれていますが、dnsmasq はこれを配布しません。`,
      },
      related: [
        { at: ['lan', 'address'], message: { en: "The router's address.", ja: 'ルーターのアドレスです。' } },
      ],
      fixes: [
        {
          title: { en: `Change to \`${text ?? ''}\``, ja: `\`${text ?? ''}\` に変更` },
          edits: text === undefined ? undefined : setValue(document, path, text),
        },
      ],
    });
  },
});
