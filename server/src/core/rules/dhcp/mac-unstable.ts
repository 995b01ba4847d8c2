import { formatMac, isLocallyAdministeredMac, isMulticastMac } from '../../net/mac.ts';
import { defineRule } from '../rule.ts';
import { dnsmasq } from '../sources.ts';
import { reservationsOf } from '../spec-values.ts';

/** Locally administered all the same, but given once and kept: what QEMU and libvirt give their machines, and Docker. */
const KEPT = /^(?:52:54:00|02:42):/;

export const macUnstable = defineRule({
  code: 'dhcp/mac-unstable',
  severity: 'hint',
  certainty: 'hint',
  title: {
    en: 'The MAC address of a reservation may not stay the same',
    ja: '予約の MAC アドレスが変わる可能性がある',
  },
  explanation: {
    en: `A reservation finds its host by the MAC address.

- An address with the lowest bit of the first byte set names a group of hosts (multicast); no network card has one. The reservation never matches: look for a slip of the pen.
- An address with the second bit set (its second digit is 2, 6, a or e) was made up by software. Phones and laptops do so for each Wi-Fi network ("private address", "randomized MAC"), and many make up another one from time to time; the reservation then no longer matches. Switch it off for your network in the device's settings, and reserve the address that the device shows then. Virtual machines keep theirs.`,
    ja: `予約は MAC アドレスでホストを見分けます。

- 先頭バイトの最下位ビットが 1 のアドレスはマルチキャスト用で、ネットワークカードが持つことはありません。予約は決して一致しないため、書き間違いがないか確認してください。
- 下から 2 番目のビットが 1 のアドレス（2 文字目が 2、6、a、e）は、ソフトウェアが作ったものです。スマートフォンやノートパソコンは Wi-Fi ごとにこのアドレスを作り（「プライベートアドレス」「ランダム MAC」）、時々変更するものも多く、変わると予約は一致しなくなります。端末側の設定でこのネットワークに対して無効にし、そのとき表示されるアドレスを予約してください。仮想マシンのアドレスは変わりません。`,
  },
  sources: [{ title: 'IEEE 802-2014, section 8.2' }, dnsmasq('--dhcp-host')],
  examples: [
    {
      bad: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  dhcp:
    reservations:
      - { name: phone, mac: "da:a1:19:00:12:34", address: 10.100.0.20 }
`,
      good: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  dhcp:
    reservations:
      - { name: phone, mac: "3c:5a:b4:00:12:34", address: 10.100.0.20 }
`,
    },
    {
      bad: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  dhcp:
    reservations:
      - { name: tv, mac: "01:5a:b4:00:12:34", address: 10.100.0.21 }
`,
      good: `
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  dhcp:
    reservations:
      - { name: tv, mac: "00:5a:b4:00:12:34", address: 10.100.0.21 }
`,
    },
  ],
  check({ spec, report }) {
    for (const { path, mac } of reservationsOf(spec)) {
      if (mac === undefined) continue;
      const text = formatMac(mac);
      if (isMulticastMac(mac)) {
        report({
          at: [...path, 'mac'],
          severity: 'error',
          message: {
            en: `\`${text}\` is a multicast address; no network card has one, so this reservation never matches.`,
            ja: `\`${text}\` はマルチキャストアドレスです。ネットワークカードが持つことはなく、この予約は決して一致しません。`,
          },
        });
      } else if (isLocallyAdministeredMac(mac) && !KEPT.test(text)) {
        report({
          at: [...path, 'mac'],
          message: {
            en: `\`${text}\` was made up by the device (a private Wi-Fi address, mostly). If the device makes up another one, this reservation no longer matches.`,
            ja: `\`${text}\` は端末が作ったアドレス（多くは Wi-Fi のプライベートアドレス）です。端末がアドレスを変えると、この予約は一致しなくなります。`,
          },
        });
      }
    }
  },
});
