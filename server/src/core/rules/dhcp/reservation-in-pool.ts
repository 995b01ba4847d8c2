import { freeAddresses } from '../../derive/lan-addresses.ts';
import { formatIpv4 } from '../../net/address.ts';
import type { Ipv4 } from '../../net/address.ts';
import { moveTo } from '../dhcp-addresses.ts';
import { defineRule } from '../rule.ts';
import { dnsmasq } from '../sources.ts';
import { reservationsOf } from '../spec-values.ts';

export const reservationInPool = defineRule({
  code: 'dhcp/reservation-in-pool',
  severity: 'hint',
  certainty: 'hint',
  title: {
    en: 'A reserved address lies inside the DHCP range',
    ja: '予約アドレスが DHCP の配布範囲に含まれている',
  },
  explanation: {
    en: 'dnsmasq keeps a reserved address for its host also where it lies inside the range, so this works. But a host that already has a lease on that address when the reservation is made keeps it until the lease ends, and both then believe that it is theirs. Reserved addresses outside the range avoid that, and one sees at a glance which is which.',
    ja: '予約アドレスが配布範囲の中にあっても、dnsmasq はそのホスト専用に確保するため動作はします。ただし予約した時点で別のホストがそのアドレスを借りていると、リースが切れるまで使い続け、両方が自分のものだと思う状態になります。予約アドレスを範囲の外に置けばこの問題はなく、一目で区別もつきます。',
  },
  sources: [dnsmasq('--dhcp-host')],
  examples: [
    {
      bad: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  dhcp:
    range: 10.100.0.100-10.100.0.254
    reservations:
      - { name: nas, mac: "52:54:00:12:34:56", address: 10.100.0.110 }
`,
      good: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  dhcp:
    range: 10.100.0.100-10.100.0.254
    reservations:
      - { name: nas, mac: "52:54:00:12:34:56", address: 10.100.0.2 }
`,
    },
  ],
  check({ document, spec, report }) {
    const range = spec.lan?.dhcp?.range;
    if (range === undefined) return;
    const isInside = ({ value }: Ipv4): boolean => range.first.value <= value && value <= range.last.value;
    // Each fix takes another address, so that all of them can be applied.
    const free = freeAddresses(spec, reservationsOf(spec).length).filter((address) => !isInside(address));
    for (const { path, address } of reservationsOf(spec)) {
      if (address === undefined || !isInside(address)) continue;
      const at = [...path, 'address'];
      report({
        at,
        message: {
          en: `${formatIpv4(address)} lies inside the DHCP range. It works, but an address outside the range cannot be on lease to another host.`,
          ja: `${formatIpv4(address)} は DHCP の配布範囲に含まれています。動作はしますが、範囲外のアドレスにすれば、別のホストに貸し出し中という事態を避けられます。`,
        },
        related: [{ at: ['lan', 'dhcp', 'range'], message: { en: 'The range.', ja: '配布範囲です。' } }],
        fixes: moveTo(document, at, free.shift()),
      });
    }
  },
});
