import { freeAddresses } from '../../derive/lan-addresses.ts';
import { formatIpv4 } from '../../net/address.ts';
import type { Ipv4 } from '../../net/address.ts';
import { formatMac } from '../../net/mac.ts';
import { removeEntry } from '../../spec/edit.ts';
import type { Text } from '../../text.ts';
import { moveTo } from '../dhcp-addresses.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { dnsmasq } from '../sources.ts';
import { reservationsOf } from '../spec-values.ts';
import type { Reservation } from '../spec-values.ts';

/** What must differ between reservations, and why. */
const UNIQUE: readonly {
  readonly key: 'name' | 'mac' | 'address';
  readonly of: (reservation: Reservation) => string | undefined;
  readonly why: Text;
}[] = [
  {
    key: 'address',
    of: ({ address }) => (address === undefined ? undefined : formatIpv4(address)),
    why: {
      en: 'Two hosts cannot have one address, and dnsmasq refuses to start.',
      ja: '2 台のホストが同じアドレスを持つことはできず、dnsmasq も起動しません。',
    },
  },
  {
    key: 'mac',
    of: ({ mac }) => (mac === undefined ? undefined : formatMac(mac)),
    why: {
      en: 'A network card gets one address, and only one of the two reservations takes effect.',
      ja: '1 つのネットワークカードに割り当てられるアドレスは 1 つで、有効になる予約もどちらか一方だけです。',
    },
  },
  {
    key: 'name',
    of: ({ name }) => name,
    why: {
      en: 'A name stands for one host: forwards and DNS could not tell which is meant.',
      ja: '名前は 1 台のホストを指します。重複していると、ポート転送や DNS でどちらのことか区別できません。',
    },
  },
];

/** The router's own address counts as taken, too. */
function checkRouter(
  { document, spec, report }: RuleContext,
  reservations: readonly Reservation[],
  free: Ipv4[],
): void {
  const router = spec.lan?.address?.address;
  if (router === undefined) return;
  for (const { path, address } of reservations) {
    if (address?.value !== router.value) continue;
    report({
      at: [...path, 'address'],
      message: {
        en: `${formatIpv4(router)} is the router's own address. Reserve another one.`,
        ja: `${formatIpv4(router)} はルーター自身のアドレスです。別のアドレスを予約してください。`,
      },
      related: [
        {
          at: ['lan', 'address'],
          message: { en: 'The router has it here.', ja: 'ルーターのアドレスはここです。' },
        },
      ],
      fixes: moveTo(document, [...path, 'address'], free.shift()),
    });
  }
}

export const reservationDuplicate = defineRule({
  code: 'dhcp/reservation-duplicate',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'Two reservations have the same address, MAC address or name',
    ja: '予約のアドレス、MAC アドレス、または名前が重複している',
  },
  explanation: {
    en: `Each reservation ties one network card to one address and one name. With an address in two of them dnsmasq does not start ("duplicate dhcp-host IP address"), and the LAN is without DHCP and DNS. With a MAC address in two of them only one takes effect. A name in two of them leaves open where a forward to it should go. The router's own address cannot be reserved for anybody else.

A computer with a cable and with Wi-Fi has two network cards: give it two reservations with two addresses and two names.`,
    ja: `予約は、1 つのネットワークカードに 1 つのアドレスと 1 つの名前を結び付けるものです。アドレスが重複していると dnsmasq が起動せず（"duplicate dhcp-host IP address"）、LAN の DHCP も DNS も止まります。MAC アドレスが重複していると、どちらか一方しか有効になりません。名前が重複していると、その名前へのポート転送の行き先が決まりません。ルーター自身のアドレスも予約できません。

有線と Wi-Fi の両方を持つパソコンには、ネットワークカードが 2 つあります。アドレスと名前が異なる 2 つの予約にしてください。`,
  },
  sources: [dnsmasq('--dhcp-host')],
  examples: [
    {
      bad: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  dhcp:
    reservations:
      - { name: nas, mac: "52:54:00:12:34:56", address: 10.100.0.10 }
      - { name: printer, mac: "52:54:00:65:43:21", address: 10.100.0.10 }
`,
      good: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  dhcp:
    reservations:
      - { name: nas, mac: "52:54:00:12:34:56", address: 10.100.0.10 }
      - { name: printer, mac: "52:54:00:65:43:21", address: 10.100.0.11 }
`,
    },
    {
      bad: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  dhcp:
    reservations:
      - { name: nas, mac: "52:54:00:12:34:56", address: 10.100.0.10 }
      - { name: NAS, mac: "52:54:00:65:43:21", address: 10.100.0.11 }
`,
      good: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  dhcp:
    reservations:
      - { name: nas, mac: "52:54:00:12:34:56", address: 10.100.0.10 }
      - { name: nas-wifi, mac: "52:54:00:65:43:21", address: 10.100.0.11 }
`,
    },
  ],
  check(context) {
    const { document, spec, report } = context;
    const reservations = reservationsOf(spec);
    // Each fix takes another address, so that all of them can be applied.
    const free = freeAddresses(spec, reservations.length);
    for (const { key, of, why } of UNIQUE) {
      const first = new Map<string, Reservation>();
      for (const reservation of reservations) {
        const value = of(reservation);
        if (value === undefined) continue;
        const other = first.get(value);
        if (other === undefined) {
          first.set(value, reservation);
          continue;
        }
        const at = [...reservation.path, key];
        const sameHost = reservation.mac?.value === other.mac?.value || reservation.name === other.name;
        report({
          at,
          message: {
            en: `\`${value}\` is reserved twice. ${why.en}`,
            ja: `\`${value}\` が 2 回予約されています。${why.ja}`,
          },
          related: [
            {
              at: [...other.path, key],
              message: { en: 'The other one is here.', ja: 'もう一方はここです。' },
            },
          ],
          fixes: [
            // Two hosts that were given one address: the second one gets another.
            ...(key === 'address' && !sameHost ? moveTo(document, at, free.shift()) : []),
            {
              title: { en: 'Remove this reservation', ja: 'この予約を削除' },
              edits: removeEntry(document, reservation.path),
              // Where it says nothing new, that is the answer; else it is for the user to say which value is wrong.
              preferred: UNIQUE.every((each) => each.of(reservation) === each.of(other)),
            },
          ],
        });
      }
    }
    checkRouter(context, reservations, free);
  },
});
