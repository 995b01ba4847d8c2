import { equalAddress, formatIpv4, formatPrefix, networkOf } from '../../net/address.ts';
import { setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import { dnsmasq } from '../sources.ts';
import { hostsOf, isHostOf, movedInto, reservationsOf } from '../spec-values.ts';

export const reservationOutsideSubnet = defineRule({
  code: 'dhcp/reservation-outside-subnet',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'A reserved address lies outside the subnet of the LAN',
    ja: '予約アドレスが LAN のサブネットの外にある',
  },
  explanation: {
    en: `dnsmasq gives a host its reserved address only where the address belongs to the subnet on which the host asks; otherwise the host gets some address of the pool, and port forwards to it lead nowhere. The first address of the subnet (the subnet itself) and the last one (broadcast) are no host addresses either.`,
    ja: `dnsmasq が予約アドレスを割り当てるのは、そのアドレスがホストのいるサブネットに属する場合だけです。そうでなければホストは配布範囲から別のアドレスを受け取り、そのホストへのポート転送も届かなくなります。サブネットの最初のアドレス（サブネット自身）と最後のアドレス（ブロードキャスト）も、ホストには使えません。`,
  },
  sources: [dnsmasq('--dhcp-host')],
  examples: [
    {
      bad: `
lan:
  ports: [eth1]
  address: 192.168.20.1/24
  dhcp:
    reservations:
      - { name: nas, mac: "52:54:00:12:34:56", address: 192.168.2.10 }
`,
      good: `
lan:
  ports: [eth1]
  address: 192.168.20.1/24
  dhcp:
    reservations:
      - { name: nas, mac: "52:54:00:12:34:56", address: 192.168.20.10 }
`,
    },
  ],
  check({ document, spec, report }) {
    const lan = spec.lan?.address;
    if (lan === undefined || hostsOf(lan) === undefined) return;
    const reservations = reservationsOf(spec);
    for (const { path, address } of reservations) {
      if (address === undefined || isHostOf(lan, address)) continue;
      const at = [...path, 'address'];
      const moved = movedInto(lan, address);
      // The same host part in the right subnet, unless somebody has it.
      const free =
        isHostOf(lan, moved) &&
        !equalAddress(moved, lan.address) &&
        !reservations.some((other) => other.address !== undefined && equalAddress(other.address, moved));
      const text = formatIpv4(moved);
      report({
        at,
        message: {
          en: `${formatIpv4(address)} is not an address that a host of the LAN ${formatPrefix(networkOf(lan))} may have.`,
          ja: `${formatIpv4(address)} は、LAN のサブネット ${formatPrefix(networkOf(lan))} のホストに使えるアドレスではありません。`,
        },
        related: [
          {
            at: ['lan', 'address'],
            message: { en: "The router's address in the LAN.", ja: 'LAN 側のルーターのアドレスです。' },
          },
        ],
        fixes: [
          {
            title: { en: `Change to \`${text}\``, ja: `\`${text}\` に変更` },
            edits: free ? setValue(document, at, text) : undefined,
            safe: false,
          },
        ],
      });
    }
  },
});
