import type { Ce, MapRule } from '../../core/net/map-e.ts';
import { excludedPortCount } from '../../core/net/port-set.ts';
import type { PortRange } from '../../core/net/port-set.ts';
import { block, code, paragraphs } from '../markdown.ts';
import type { Say } from '../options.ts';

/** `15 ranges, 240 ports`. */
export function portsInShort(ranges: readonly PortRange[], count: number, t: Say): string {
  if (ranges.length === 1) return t(`1 range, ${count} ports`, `1 範囲、${count} ポート`);
  return t(`${ranges.length} ranges, ${count} ports`, `${ranges.length} 範囲、${count} ポート`);
}

/** How the PSID makes the ports (RFC 7597 section 5.1): the bits of some ports of the set, then in words. */
export function explainPortBits(ce: Ce, rule: MapRule, t: Say): string {
  const psid = ce.psid ?? 0;
  if (ce.psidLength === 0 || ce.portRanges.length === 0) {
    return t(
      'The address is not shared with anybody, so all 65,536 ports are yours.',
      'このアドレスは他の回線と共有していないため、65,536 ポートすべてを使えます。',
    );
  }
  const { psidOffset: offset, psidLength } = rule;
  const rest = 16 - offset - psidLength;
  const size = 2 ** rest;
  const count = ce.portRanges.length;
  const psidText = code(binary(psid, psidLength));
  const excluded = excludedPortCount({ offset, psidLength });
  return paragraphs([
    block(drawPorts(ce.portRanges, rule, t)),
    t(
      `${2 ** psidLength} lines share the address, and each has a number: the PSID (port set identifier). Yours is ${psid}, in binary ${psidText}. A port number has 16 bits, and a port is yours if the ${psidLength} bits under ${code('P')} are your PSID.`,
      `このアドレスは ${2 ** psidLength} 回線で共有され、回線ごとに PSID（ポートセット ID）という番号があります。この回線の PSID は ${psid}（2 進数で ${psidText}）です。ポート番号は 16 ビットで、${code('P')} の位置の ${psidLength} ビットがこの PSID と一致するポートを使えます。`,
    ) +
      (offset === 0
        ? ''
        : t(
            ` The ${offset} bits before it count the ranges from 1 to ${count}: 0 is left out, so that nobody gets the system ports (0–${excluded - 1}).`,
            `その前の ${offset} ビットが範囲の番号（1–${count}）です。0 はシステムポート（0–${excluded - 1}）を含むため、どの回線にも割り当てられません。`,
          )) +
      (rest === 0
        ? t(' Each range is a single port.', '各範囲は 1 ポートです。')
        : t(
            ` The ${rest} bits after it count the ${size} ports of a range.`,
            `その後の ${rest} ビットが範囲内の ${size} ポートを表します。`,
          )) +
      t(
        ` ${count} × ${size} = **${ce.portCount} ports**.`,
        `全部で ${count} × ${size} = **${ce.portCount} ポート**です。`,
      ),
  ]);
}

/** The three parts of a port's 16 bits, with blanks between them; `A` or `j` of no bits is left out. */
export function splitPort(port: number, rule: MapRule): string {
  const bits = binary(port, 16);
  const { psidOffset: offset, psidLength } = rule;
  return [bits.slice(0, offset), bits.slice(offset, offset + psidLength), bits.slice(offset + psidLength)]
    .filter((part) => part !== '')
    .join(' ');
}

/** The letters that stand over the parts of a port. */
export function portHeading(rule: MapRule): string {
  const { psidOffset: offset, psidLength } = rule;
  return ['a'.repeat(offset), 'P'.repeat(psidLength), 'j'.repeat(16 - offset - psidLength)]
    .filter((part) => part !== '')
    .join(' ');
}

function drawPorts(ranges: readonly PortRange[], rule: MapRule, t: Say): string[] {
  const line = (port: number, range: number): string =>
    `${splitPort(port, rule)}  ${String(port).padStart(5)}  ${t(`range ${range}`, `範囲 ${range}`)}`;
  const rows: string[] = [];
  ranges.forEach(({ first, last }, index) => {
    if (index > 1 && index < ranges.length - 1) {
      if (index === 2) rows.push('…');
      return;
    }
    rows.push(line(first, index + 1));
    if (last > first) rows.push(line(last, index + 1));
  });
  return [portHeading(rule), ...rows];
}

/** A number as a string of bits. */
export function binary(value: number, length: number): string {
  return length === 0 ? '' : value.toString(2).padStart(length, '0');
}
