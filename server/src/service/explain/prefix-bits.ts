import { formatIpv4, formatPrefix } from '../../core/net/address.ts';
import type { BitField, Ce, MapRule, PrefixBitKind } from '../../core/net/map-e.ts';
import { block, bullets, code, paragraphs } from '../markdown.ts';
import type { Say } from '../options.ts';

/** The letter that stands under each bit of a field. */
const LETTER: Record<PrefixBitKind | 'host', string> = {
  'rule-prefix': 'R',
  'ipv4-suffix': '4',
  psid: 'P',
  'subnet-id': 's',
  host: 'h',
};

const ROW_BITS = 64;

/** How the IPv4 address and the PSID stand in the prefix of the line: the bits with their meaning under them, then in words. */
export function explainPrefixBits(ce: Ce, rule: MapRule, t: Say): string {
  return paragraphs([
    block(drawPrefix(ce)),
    bullets(ce.bits.prefix.map((field) => legend(field, ce, rule, t))),
  ]);
}

/** How the IPv4 address is put together: the bits of the rule, then those of the prefix. */
export function explainIpv4Bits(ce: Ce, rule: MapRule, t: Say): string {
  const bits = ce.bits.ipv4.map((field) => field.binary).join('');
  const letters = lettersOf(ce.bits.ipv4);
  const octets = chunks(bits, 8);
  return paragraphs([
    block([
      octets
        .map((octet) => String(parseInt(octet, 2)).padEnd(8))
        .join(' ')
        .trimEnd(),
      octets.join(' '),
      chunks(letters, 8).join(' '),
    ]),
    bullets([
      `${code('R')} ${t(`from the rule, ${code(formatPrefix(rule.ipv4Prefix))}`, `ルールの ${code(formatPrefix(rule.ipv4Prefix))} から`)}`,
      ...(letters.includes('4')
        ? [`${code('4')} ${t('from the prefix of the line', '回線のプレフィックスから')}`]
        : []),
      ...(letters.includes('h')
        ? [
            `${code('h')} ${t('yours: the line has a whole IPv4 prefix', '自由に使えます（IPv4 プレフィックスごと割り当て）')}`,
          ]
        : []),
    ]),
  ]);
}

/** The prefix in groups of 16 bits: hexadecimal, the bits, and a letter under each. */
function drawPrefix(ce: Ce): string[] {
  const bits = ce.bits.prefix.map((field) => field.binary).join('');
  const letters = lettersOf(ce.bits.prefix);
  const rows: string[] = [];
  for (let from = 0; from < bits.length; from += ROW_BITS) {
    const groups = chunks(bits.slice(from, from + ROW_BITS), 16);
    rows.push(
      groups
        .map((group) => hexOf(group).padEnd(16))
        .join(' ')
        .trimEnd(),
      groups.join(' '),
      chunks(letters.slice(from, from + ROW_BITS), 16).join(' '),
    );
  }
  return rows;
}

function legend(field: BitField<PrefixBitKind>, ce: Ce, rule: MapRule, t: Say): string {
  const last = field.end - 1;
  const where =
    field.start === last
      ? t(`bit ${last}`, `${last} ビット目`)
      : t(`bits ${field.start}–${last}`, `${field.start}–${last} ビット`);
  return `${code(LETTER[field.kind])} ${meaning(field, where, ce, rule, t)}`;
}

function meaning(field: BitField<PrefixBitKind>, where: string, ce: Ce, rule: MapRule, t: Say): string {
  switch (field.kind) {
    case 'rule-prefix': {
      const prefix = code(formatPrefix(rule.ipv6Prefix));
      return t(
        `**rule** (${where}): ${prefix}. The prefix of every line under this rule begins with these bits.`,
        `**ルール**（${where}）: ${prefix}。このルールの回線すべてに共通する部分です。`,
      );
    }
    case 'ipv4-suffix': {
      const address = code(ipv4Text(ce));
      const start = code(formatPrefix(rule.ipv4Prefix));
      return t(
        `**IPv4** (${where}): the end of your IPv4 address. The rule has the beginning, ${start}; together they make ${address}.`,
        `**IPv4**（${where}）: IPv4 アドレスの後半です。前半はルールの ${start} で、合わせて ${address} になります。`,
      );
    }
    case 'psid': {
      const psid = Number(field.value);
      const lines = 2 ** (field.end - field.start);
      return t(
        `**PSID** (${where}): ${code(field.binary)} = **${psid}**. ${lines} lines share this IPv4 address; the PSID (port set identifier) is your number among them and decides which ports are yours.`,
        `**PSID**（${where}）: ${code(field.binary)} = **${psid}**。この IPv4 アドレスは ${lines} 回線で共有します。PSID（ポートセット ID）はその中での番号で、使えるポートを決めます。`,
      );
    }
    case 'subnet-id':
      return t(
        `**subnet** (${where}): has no part in IPv4; it is 0 in the CE address.`,
        `**サブネット**（${where}）: IPv4 には関係しません。CE アドレスでは 0 になります。`,
      );
  }
}

/** The IPv4 address of a CE, with a length where it is a prefix. */
export function ipv4Text(ce: Ce): string {
  return formatIpv4(ce.ceIpv4) + (ce.ipv4PrefixLength < 32 ? `/${ce.ipv4PrefixLength}` : '');
}

function lettersOf(fields: readonly BitField<PrefixBitKind | 'host'>[]): string {
  return fields.map((field) => LETTER[field.kind].repeat(field.end - field.start)).join('');
}

function hexOf(bits: string): string {
  return parseInt(bits.padEnd(16, '0'), 2).toString(16).padStart(4, '0');
}

function chunks(text: string, size: number): string[] {
  const result: string[] = [];
  for (let at = 0; at < text.length; at += size) result.push(text.slice(at, at + size));
  return result;
}
