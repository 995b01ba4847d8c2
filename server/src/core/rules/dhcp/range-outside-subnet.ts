import { contains, formatIpv4, formatPrefix, networkOf } from '../../net/address.ts';
import type { Ipv4Prefix } from '../../net/address.ts';
import { setValue } from '../../spec/edit.ts';
import { ipv4Range } from '../../spec/scalars-net.ts';
import type { Ipv4Range } from '../../spec/scalars-net.ts';
import { holds, rangeWithout } from '../dhcp-addresses.ts';
import { defineRule } from '../rule.ts';
import { dnsmasq, rfc } from '../sources.ts';
import { rangeSpans } from '../spans.ts';
import { hostsOf, isHostOf, movedInto } from '../spec-values.ts';

/**
 * The range inside the subnet of the router: cut to it, and beside the router, where they overlap; else with the same
 * host parts. Undefined where that gives no range.
 */
function fitted({ first, last }: Ipv4Range, subnet: Ipv4Prefix): Ipv4Range | undefined {
  const hosts = hostsOf(subnet);
  if (hosts === undefined) return undefined;
  const clipped = {
    first: first.value < hosts.first.value ? hosts.first : first,
    last: last.value > hosts.last.value ? hosts.last : last,
  };
  if (clipped.first.value <= clipped.last.value)
    return holds(clipped, subnet.address) ? rangeWithout(clipped, subnet.address) : clipped;
  const moved = { first: movedInto(subnet, first), last: movedInto(subnet, last) };
  return isHostOf(subnet, moved.first) &&
    isHostOf(subnet, moved.last) &&
    moved.first.value <= moved.last.value
    ? moved
    : undefined;
}

export const rangeOutsideSubnet = defineRule({
  code: 'dhcp/range-outside-subnet',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The DHCP range lies outside the subnet of the LAN',
    ja: 'DHCP の配布範囲が LAN のサブネットの外にある',
  },
  explanation: {
    en: `A client that gets an address of another subnet cannot reach the router, and dnsmasq hands out nothing on an interface whose subnet has no range. It happens when the LAN is renumbered and the range is forgotten.

The range must lie inside the subnet of \`lan.address\`, without its first address (the subnet itself) and its last one (broadcast).`,
    ja: `別のサブネットのアドレスを受け取ったクライアントは、ルーターに到達できません。また dnsmasq は、インターフェースのサブネットに合う範囲がなければ何も配布しません。LAN のアドレスを変更して、範囲の変更を忘れたときによく起こります。

配布範囲は \`lan.address\` のサブネットの中に収めてください。最初のアドレス（サブネット自身）と最後のアドレス（ブロードキャスト）は含められません。`,
  },
  sources: [dnsmasq('--dhcp-range'), rfc(2131, '4.3.1')],
  examples: [
    {
      bad: `
lan:
  ports: [eth1]
  address: 192.168.20.1/24
  dhcp:
    range: 10.100.0.100-10.100.0.254
`,
      good: `
lan:
  ports: [eth1]
  address: 192.168.20.1/24
  dhcp:
    range: 192.168.20.100-192.168.20.254
`,
    },
    {
      bad: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  dhcp:
    range: 10.100.0.100-10.100.1.50
`,
      good: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  dhcp:
    range: 10.100.0.100-10.100.0.254
`,
    },
    {
      bad: `
lan:
  ports: [eth1]
  address: 192.168.1.1/24
  dhcp:
    range: 192.168.1.0-192.168.1.255
`,
      good: `
lan:
  ports: [eth1]
  address: 192.168.1.1/24
  dhcp:
    range: 192.168.1.2-192.168.1.254
`,
    },
  ],
  check({ document, spec, report }) {
    const address = spec.lan?.address;
    const range = spec.lan?.dhcp?.range;
    // A subnet without hosts and a reversed range are problems of their own.
    if (address === undefined || range === undefined || hostsOf(address) === undefined) return;
    if (range.first.value > range.last.value) return;
    const firstFits = isHostOf(address, range.first);
    const lastFits = isHostOf(address, range.last);
    if (firstFits && lastFits) return;
    const path = ['lan', 'dhcp', 'range'];
    const spans = rangeSpans(document, path);
    const subnet = formatPrefix(networkOf(address));
    const outside = formatIpv4(firstFits ? range.last : range.first);
    const better = fitted(range, address);
    const text = better === undefined ? undefined : ipv4Range.format(better);
    report({
      at: firstFits ? spans.last : lastFits ? spans.first : path,
      message:
        contains(address, range.first) && contains(address, range.last) && !firstFits && !lastFits
          ? {
              en: `${formatIpv4(range.first)} and ${formatIpv4(range.last)}, the first and the last address of ${subnet}, cannot be handed out: they name the subnet itself and all of its hosts.`,
              ja: `サブネット ${subnet} の最初のアドレス ${formatIpv4(range.first)} と最後のアドレス ${formatIpv4(range.last)} は配布できません。サブネット自身とブロードキャストを表すアドレスです。`,
            }
          : firstFits || lastFits
            ? {
                en: `${outside} is not an address that a host of ${subnet} may have.`,
                ja: `${outside} は、サブネット ${subnet} のホストに使えるアドレスではありません。`,
              }
            : {
                en: `This range is not inside the LAN's subnet ${subnet}: clients would get addresses with which they cannot reach the router.`,
                ja: `この範囲は LAN のサブネット ${subnet} に含まれていません。クライアントは、ルーターに到達できないアドレスを受け取ることになります。`,
              },
      related: [
        {
          at: ['lan', 'address'],
          message: { en: "The router's address in the LAN.", ja: 'LAN 側のルーターのアドレスです。' },
        },
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
