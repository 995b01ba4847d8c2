import type { Text } from '../text.ts';
import type { Ipv4, Ipv6 } from './ip.ts';
import { contains, parseIpv4Prefix, parseIpv6Prefix } from './prefix.ts';
import type { Prefix } from './prefix.ts';

/** What an address is for, as far as its number says. */
export type AddressKind =
  | 'unspecified'
  | 'loopback'
  | 'link-local'
  | 'private'
  | 'shared'
  | 'ula'
  | 'documentation'
  | 'benchmarking'
  | 'multicast'
  | 'reserved'
  | 'global';

export interface SpecialBlock {
  /** The block in text form, as the registry writes it. */
  readonly block: string;
  readonly kind: AddressKind;
  readonly name: Text;
  /** The document that sets the block aside. */
  readonly source: string;
}

// The IANA special-purpose address registries (RFC 6890 and later entries), with multicast and the unallocated space
// beside them. The longest block that contains an address tells its kind.
const IPV4_BLOCKS: readonly SpecialBlock[] = [
  block('0.0.0.0/0', 'global', 'global unicast', 'グローバルユニキャスト', 'RFC 791 section 3.2'),
  block('0.0.0.0/8', 'reserved', 'this network', '「このネットワーク」', 'RFC 791 section 3.2'),
  block('0.0.0.0/32', 'unspecified', 'no address', '未指定アドレス', 'RFC 1122 section 3.2.1.3'),
  block('10.0.0.0/8', 'private', 'private use', 'プライベートアドレス', 'RFC 1918'),
  block('100.64.0.0/10', 'shared', 'shared address space (CGN)', '共有アドレス空間 (CGN)', 'RFC 6598'),
  block('127.0.0.0/8', 'loopback', 'loopback', 'ループバック', 'RFC 1122 section 3.2.1.3'),
  block('169.254.0.0/16', 'link-local', 'link-local', 'リンクローカル', 'RFC 3927'),
  block('172.16.0.0/12', 'private', 'private use', 'プライベートアドレス', 'RFC 1918'),
  block(
    '192.0.0.0/24',
    'reserved',
    'IETF protocol assignments',
    'IETF プロトコル割り当て',
    'RFC 6890 section 2.1',
  ),
  block(
    '192.0.0.0/29',
    'reserved',
    'IPv4 service continuity (DS-Lite)',
    'IPv4 継続サービス (DS-Lite)',
    'RFC 7335',
  ),
  block('192.0.2.0/24', 'documentation', 'documentation (TEST-NET-1)', '文書用 (TEST-NET-1)', 'RFC 5737'),
  block('192.88.99.0/24', 'reserved', 'deprecated 6to4 relay anycast', '廃止された 6to4 リレー', 'RFC 7526'),
  block('192.168.0.0/16', 'private', 'private use', 'プライベートアドレス', 'RFC 1918'),
  block('198.18.0.0/15', 'benchmarking', 'benchmarking', 'ベンチマーク用', 'RFC 2544'),
  block('198.51.100.0/24', 'documentation', 'documentation (TEST-NET-2)', '文書用 (TEST-NET-2)', 'RFC 5737'),
  block('203.0.113.0/24', 'documentation', 'documentation (TEST-NET-3)', '文書用 (TEST-NET-3)', 'RFC 5737'),
  block('224.0.0.0/4', 'multicast', 'multicast', 'マルチキャスト', 'RFC 5771'),
  block(
    '233.252.0.0/24',
    'documentation',
    'documentation (MCAST-TEST-NET)',
    '文書用 (MCAST-TEST-NET)',
    'RFC 6676',
  ),
  block('240.0.0.0/4', 'reserved', 'reserved for future use', '将来のための予約', 'RFC 1112 section 4'),
  block('255.255.255.255/32', 'reserved', 'limited broadcast', '限定ブロードキャスト', 'RFC 919 section 7'),
];

const IPV6_BLOCKS: readonly SpecialBlock[] = [
  block('::/128', 'unspecified', 'no address', '未指定アドレス', 'RFC 4291 section 2.5.2'),
  block('::1/128', 'loopback', 'loopback', 'ループバック', 'RFC 4291 section 2.5.3'),
  block('::ffff:0:0/96', 'reserved', 'IPv4-mapped', 'IPv4 射影アドレス', 'RFC 4291 section 2.5.5.2'),
  block('64:ff9b::/96', 'global', 'NAT64 well-known prefix', 'NAT64 の既知プレフィックス', 'RFC 6052'),
  block(
    '64:ff9b:1::/48',
    'private',
    'local-use IPv4/IPv6 translation',
    'ローカル用 IPv4/IPv6 変換',
    'RFC 8215',
  ),
  block('100::/64', 'reserved', 'discard only', '破棄専用', 'RFC 6666'),
  block('2000::/3', 'global', 'global unicast', 'グローバルユニキャスト', 'RFC 4291 section 2.4'),
  block('2001::/23', 'reserved', 'IETF protocol assignments', 'IETF プロトコル割り当て', 'RFC 2928'),
  block('2001:2::/48', 'benchmarking', 'benchmarking', 'ベンチマーク用', 'RFC 5180'),
  block('2001:db8::/32', 'documentation', 'documentation', '文書用', 'RFC 3849'),
  block('2002::/16', 'reserved', '6to4, deprecated', '6to4（廃止）', 'RFC 7526'),
  block('3fff::/20', 'documentation', 'documentation', '文書用', 'RFC 9637'),
  block('5f00::/16', 'reserved', 'segment routing SIDs', 'セグメントルーティング SID', 'RFC 9602'),
  block('fc00::/7', 'ula', 'unique local', 'ユニークローカルアドレス', 'RFC 4193'),
  block('fe80::/10', 'link-local', 'link-local', 'リンクローカル', 'RFC 4291 section 2.5.6'),
  block('fec0::/10', 'reserved', 'site-local, deprecated', 'サイトローカル（廃止）', 'RFC 3879'),
  block('ff00::/8', 'multicast', 'multicast', 'マルチキャスト', 'RFC 4291 section 2.7'),
];

/** What no row of the tables covers: IPv6 space that IANA has not allocated. */
const EVERYTHING_ELSE = block(
  '::/0',
  'reserved',
  'not allocated by IANA',
  'IANA 未割り当て',
  'RFC 4291 section 2.4',
);

/** The kind of an IPv4 address by the IANA special-purpose registry (RFC 6890 and updates). */
export function classifyIpv4(address: Ipv4): AddressKind {
  return specialBlockOf(address).kind;
}

/** The kind of an IPv6 address by the IANA special-purpose registry (RFC 6890 and updates). */
export function classifyIpv6(address: Ipv6): AddressKind {
  return specialBlockOf(address).kind;
}

/** The smallest registered block that contains an address, with its name and the document that sets it aside. */
export function specialBlockOf(address: Ipv4 | Ipv6): SpecialBlock {
  const table = address.family === 4 ? ipv4Table() : ipv6Table();
  const row = table.find(({ prefix }) => contains(prefix, address));
  return row?.block ?? EVERYTHING_ELSE;
}

/** Every block that the classification knows, in the order of the registries. */
export function specialBlocks(family: 4 | 6): readonly SpecialBlock[] {
  return family === 4 ? IPV4_BLOCKS : IPV6_BLOCKS;
}

interface Row {
  readonly prefix: Prefix;
  readonly block: SpecialBlock;
}

const ipv4Table = lazily(() => rows(IPV4_BLOCKS, parseIpv4Prefix));
const ipv6Table = lazily(() => rows(IPV6_BLOCKS, parseIpv6Prefix));

function block(cidr: string, kind: AddressKind, en: string, ja: string, source: string): SpecialBlock {
  return { block: cidr, kind, name: { en, ja }, source };
}

/** The blocks from the longest to the shortest, so that the first match is the narrowest. */
function rows(
  blocks: readonly SpecialBlock[],
  parse: typeof parseIpv4Prefix | typeof parseIpv6Prefix,
): Row[] {
  const table: Row[] = [];
  for (const entry of blocks) {
    const prefix = parse(entry.block);
    if (prefix.ok) {
      table.push({ prefix: prefix.value, block: entry });
    }
  }
  return table.sort((a, b) => b.prefix.length - a.prefix.length);
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
