import { formatIpv4, formatPrefix, ipv6Prefix, networkOf } from '../../core/net/address.ts';
import { interfaceIdOctets } from '../../core/net/map-e.ts';
import type { Ce, InterfaceIdForm } from '../../core/net/map-e.ts';
import { block, bullets, code, paragraphs } from '../markdown.ts';
import type { Say } from '../options.ts';

/** How the CE address is built: the end-user prefix, then an interface identifier that repeats the IPv4 address and the PSID. */
export function explainCeAddress(ce: Ce, form: InterfaceIdForm, t: Say): string {
  const subnet = formatPrefix(networkOf(ipv6Prefix(ce.ceIpv6, 64)));
  const octets = interfaceIdOctets(form);
  const numbers = [8, 9, 10, 11, 12, 13, 14, 15];
  const letter = (octet: number): string =>
    inside(octet, octets.ipv4) ? '44' : inside(octet, octets.psid) ? 'PP' : '--';
  const value = (octet: number): string =>
    Number(BigInt.asUintN(8, ce.ceIpv6.value >> BigInt(8 * (15 - octet))))
      .toString(16)
      .padStart(2, '0');
  return paragraphs([
    t(
      `The first half is the /64 ${code(subnet)}. The second half, octets 8 to 15, repeats the IPv4 address and the PSID:`,
      `前半は /64 の ${code(subnet)} です。後半（8–15 オクテット目）は IPv4 アドレスと PSID から作られます。`,
    ),
    block([
      numbers.map((octet) => String(octet).padStart(2)).join(' '),
      numbers.map(value).join(' '),
      numbers.map(letter).join(' '),
    ]),
    bullets([
      `${code('44')} ${t('the IPv4 address in hexadecimal', 'IPv4 アドレス（16 進数）')}: ${code(formatIpv4(ce.ceIpv4))}`,
      `${code('PP')} ${
        ce.psid === null || ce.psidLength === 0
          ? t('0: the address is not shared', '0（アドレスを共有していないため）')
          : `PSID ${ce.psid} = ${code(`0x${ce.psid.toString(16)}`)}`
      }`,
    ]),
  ]);
}

function inside(octet: number, [first, last]: readonly [number, number]): boolean {
  return first <= octet && octet <= last;
}
