import { contains, equalAddress, formatIpv4, formatPrefix } from '../../net/address.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';
import { hostSpan, replacePart } from '../spans.ts';
import { forwardsOf, hostsOf, isHostOf, lanSubnet, movedInto } from '../spec-values.ts';

export const forwardOutsideLan = defineRule({
  code: 'nat/forward-outside-lan',
  severity: 'warning',
  certainty: 'likely',
  title: { en: 'The forward leads out of the LAN', ja: '転送先が LAN の中にない' },
  explanation: {
    en: 'The router reaches the addresses of its LAN directly and sends everything else to the provider. A forward to an address of another subnet therefore leads nowhere, unless something outside this file (a VPN, say) makes a route to it. Mostly the LAN was renumbered and the forward was forgotten. The first and the last address of the subnet are no hosts either. A reservation and its name instead of the address saves you the next time.',
    ja: 'ルーターが直接到達できるのは LAN のアドレスだけで、それ以外はすべて事業者側に送ります。そのため、VPN などこのファイル以外の仕組みで経路がない限り、別のサブネットのアドレスへの転送はどこにも届きません。LAN のアドレスを変更して、転送の変更を忘れたケースがほとんどです。サブネットの最初と最後のアドレスもホストではありません。アドレスの代わりに予約の名前を使えば、次に変更するときの手間が省けます。',
  },
  sources: [rfc(1812, '5.2.4')],
  examples: [
    {
      bad: `
lan:
  ports: [eth1]
  address: 192.168.20.1/24

nat:
  forwards:
    - tcp 5472 -> 10.100.0.10:22
`,
      good: `
lan:
  ports: [eth1]
  address: 192.168.20.1/24

nat:
  forwards:
    - tcp 5472 -> 192.168.20.10:22
`,
    },
  ],
  check({ document, spec, report }) {
    const lan = lanSubnet(spec);
    if (lan === undefined || hostsOf(lan) === undefined) return;
    const name = formatPrefix(lan);
    for (const { path, to } of forwardsOf(spec)) {
      if (to?.host.kind !== 'ipv4' || isHostOf(lan, to.host.address)) continue;
      const { address } = to.host;
      const at = hostSpan(document, [...path, 'to']);
      const moved = movedInto(lan, address);
      const usable =
        isHostOf(lan, moved) &&
        spec.lan?.address !== undefined &&
        !equalAddress(moved, spec.lan.address.address);
      report({
        at,
        message: contains(lan, address)
          ? {
              en: `${formatIpv4(address)} is not a host of ${name}: it names the subnet itself or all of its hosts.`,
              ja: `${formatIpv4(address)} は ${name} のホストではなく、サブネット自身または全ホスト宛てのアドレスです。`,
            }
          : {
              en: `${formatIpv4(address)} is not in the LAN ${name}, so packets for it would go back to the provider.`,
              ja: `${formatIpv4(address)} は LAN の ${name} に含まれないため、転送したパケットは事業者側に送り返されます。`,
            },
        related: [
          {
            at: ['lan', 'address'],
            message: { en: 'The LAN has this subnet.', ja: 'LAN のサブネットです。' },
          },
        ],
        fixes: [
          {
            title: { en: `Change to \`${formatIpv4(moved)}\``, ja: `\`${formatIpv4(moved)}\` に変更` },
            edits: usable
              ? replacePart(document, [...path, 'to'], at, formatIpv4(address), formatIpv4(moved))
              : undefined,
            preferred: false,
          },
        ],
      });
    }
  },
});
