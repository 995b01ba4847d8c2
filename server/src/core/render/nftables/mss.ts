import type { Router } from '../../derive/router.ts';
import type { LineWriter } from '../rendered-file.ts';
import { FROM, MTU_SOURCES } from '../sources.ts';

/**
 * Both ends of a TCP connection learn from its first packets what fits the tunnel, also where ICMP is lost on the way.
 * The kernel only ever makes the value smaller (nft_exthdr_tcp_set_eval in nft_exthdr.c).
 *
 * @param match which packets, with a blank behind it; empty where the chain has none but those of the tunnel
 */
export function addMssClamp(lines: LineWriter, { tunnel }: Router, match: string): void {
  if (tunnel.mss === undefined) return;
  const rule = `${match}tcp flags & (syn | rst) == syn tcp option maxseg size set ${tunnel.mss}`;
  lines.add(`    ${rule}`, FROM.mss, FROM.tunnel, ...MTU_SOURCES);
}
