import type { Line } from '../../core/derive/line.ts';
import { ENCAPSULATION_LIMIT_HEADER, IPV4_TCP_HEADERS, IPV6_HEADER } from '../../core/net/mtu.ts';
import { block } from '../markdown.ts';
import type { Say } from '../options.ts';

/** How the MTU of the tunnel follows from that of the line, as a sum (RFC 2473 sections 4.1.1 and 7). */
export function explainTunnelMtu(line: Line, t: Say): string {
  return block([
    amount(line.wanMtu, t('MTU of the WAN', 'WAN の MTU')),
    ...(line.encapsulationLimit === 'none'
      ? []
      : [amount(-ENCAPSULATION_LIMIT_HEADER, t('encapsulation limit option', 'カプセル化制限オプション'))]),
    amount(-IPV6_HEADER, t('IPv6 header of the tunnel', 'トンネルの IPv6 ヘッダー')),
    total(line.largestTunnelMtu, t('largest MTU of the tunnel', 'トンネルの最大 MTU')),
  ]);
}

/** How the MSS follows from the MTU of the tunnel (RFC 9293 section 3.7.1). */
export function explainMss(line: Line, t: Say): string {
  return block([
    amount(line.tunnelMtu, t('MTU of the tunnel', 'トンネルの MTU')),
    amount(-IPV4_TCP_HEADERS, t('IPv4 and TCP headers', 'IPv4 と TCP のヘッダー')),
    total(line.tunnelMtu - IPV4_TCP_HEADERS, t('largest TCP segment (MSS)', '最大の TCP セグメント（MSS）')),
  ]);
}

function amount(bytes: number, what: string): string {
  return `  ${sign(bytes)}${String(Math.abs(bytes)).padStart(5)}  ${what}`;
}

function sign(bytes: number): string {
  return bytes < 0 ? '−' : ' ';
}

function total(bytes: number, what: string): string {
  return `  =${String(bytes).padStart(5)}  ${what}`;
}
