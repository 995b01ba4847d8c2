import type { Analysis } from '../../core/analysis.ts';
import { broadcastOf, formatIpv4, formatPrefix, netmaskOf, networkOf } from '../../core/net/address.ts';
import { bullets, code, paragraphs } from '../markdown.ts';
import type { Say } from '../options.ts';

/** The subnet of the LAN: its network, netmask and how many hosts it has room for. */
export function explainLanAddress({ document }: Analysis, t: Say): string | undefined {
  const address = document.spec.lan?.address;
  if (address === undefined || address.length > 30) return undefined;
  const hosts = 2 ** (32 - address.length) - 3;
  return paragraphs([
    t(
      `**Subnet ${code(formatPrefix(networkOf(address)))}**: room for ${hosts} hosts besides the router.`,
      `**サブネット ${code(formatPrefix(networkOf(address)))}**: ルーターのほかに ${hosts} 台分のアドレスがあります。`,
    ),
    bullets([
      `${t('Netmask', 'ネットマスク')}: ${code(formatIpv4(netmaskOf(address)))}`,
      `${t('Broadcast', 'ブロードキャスト')}: ${code(formatIpv4(broadcastOf(address)))}`,
    ]),
  ]);
}

/** How many addresses DHCP hands out. */
export function explainRange({ document }: Analysis, t: Say): string | undefined {
  const range = document.spec.lan?.dhcp?.range;
  if (range === undefined || range.last.value < range.first.value) return undefined;
  const count = range.last.value - range.first.value + 1;
  return t(`**${count} addresses**`, `**${count} アドレス**`);
}
