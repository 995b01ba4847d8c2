import { formatIpv4 } from '../../net/address.ts';
import { setValue } from '../../spec/edit.ts';
import { ipv4Range } from '../../spec/scalars-net.ts';
import { holds, rangeWithout } from '../dhcp-addresses.ts';
import { defineRule } from '../rule.ts';
import { dnsmasq } from '../sources.ts';
import { isHostOf } from '../spec-values.ts';

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
    const lan = spec.lan?.address;
    const range = spec.lan?.dhcp?.range;
    if (lan === undefined || range === undefined) return;
    const router = lan.address;
    // A range that does not fit the subnet is a mistake of its own, and its fix leaves out the router as well.
    if (!holds(range, router) || !isHostOf(lan, range.first) || !isHostOf(lan, range.last)) return;
    const path = ['lan', 'dhcp', 'range'];
    const better = rangeWithout(range, router);
    const text = better === undefined ? undefined : ipv4Range.format(better);
    report({
      at: path,
      ...(better === undefined ? { severity: 'warning' as const } : {}),
      message:
        better === undefined
          ? {
              en: `This range is the router's own address ${formatIpv4(router)} alone, which dnsmasq does not hand out: no client gets an address.`,
              ja: `この範囲にあるのはルーター自身のアドレス ${formatIpv4(router)} だけで、dnsmasq はこれを配布しません。クライアントにアドレスが割り当てられません。`,
            }
          : {
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
