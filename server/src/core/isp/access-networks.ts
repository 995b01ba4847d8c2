import { contains } from '../net/address.ts';
import type { Ipv6Prefix } from '../net/address.ts';
import type { Text } from '../text.ts';
import { address, prefix } from './parts.ts';
import type { Area, Confidence } from './types.ts';

/** A block that NTT uses inside its own access network (NGN). */
export interface NgnBlock {
  readonly prefix: Ipv6Prefix;
  readonly area: Area;
  readonly confidence: Confidence;
  readonly sources: readonly string[];
}

const NGN_SOURCES = [
  'github:makeding/luci-app-fleth',
  'https://github.com/fakemanhk/openwrt-jp-ipoe/issues/23',
  'https://sugi.sakura.ne.jp/c/160717d.html',
];

/** Blocks of NTT East and NTT West that do not reach the internet: the IPoE option of the line is not active (yet). */
export const NGN_BLOCKS: readonly NgnBlock[] = [
  ngn('2001:c90::/32', 'east'),
  ngn('2404:1a8::/32', 'east'),
  ngn('2408::/22', 'east'),
  ngn('2001:d70::/30', 'west'),
  ngn('2001:a000::/21', 'west'),
];

/** The resolvers of the access network, which answer for names that only exist inside it. */
export const NGN_RESOLVERS = [
  { address: address('2404:1a8:7f01:a::3'), area: 'east' },
  { address: address('2404:1a8:7f01:b::3'), area: 'east' },
  { address: address('2001:a7ff:5f01::a'), area: 'west' },
] as const;

/** The block of NTT's access network that a prefix lies in; such a line has no IPoE internet access (yet). */
export function ngnInternal(line: Ipv6Prefix): NgnBlock | undefined {
  return NGN_BLOCKS.find((block) => contains(block.prefix, line));
}

/** A block whose lines have another IPv4 service than the ones in the catalogue. */
export interface ForeignBlock {
  readonly prefix: Ipv6Prefix;
  readonly what: Text;
  readonly source: string;
}

const FOREIGN_BLOCKS: readonly ForeignBlock[] = [
  {
    prefix: prefix('2400:2410::/32'),
    what: {
      en: "SoftBank Hikari: IPv4 is tunnelled by the operator's own router, and is not MAP-E.",
      ja: 'SoftBank 光: 事業者のルーターによる 4over6 (IPIP) で、MAP-E ではありません。',
    },
    source: 'https://github.com/fakemanhk/openwrt-jp-ipoe/issues/19',
  },
];

/** What is known about a prefix that no provider of the catalogue serves; undefined where nothing is. */
export function foreignService(line: Ipv6Prefix): ForeignBlock | undefined {
  return FOREIGN_BLOCKS.find((block) => contains(block.prefix, line));
}

function ngn(text: string, area: Area): NgnBlock {
  return { prefix: prefix(text), area, confidence: 'high', sources: NGN_SOURCES };
}
