import { formatIpv4, formatIpv6, formatPrefix } from '../net/address.ts';
import { B4_IPV4 } from '../net/ds-lite.ts';
import { tcpMss } from '../net/mtu.ts';
import type { Text } from '../text.ts';
import type { Line } from './line.ts';

/** The computed values of a line in the form that programs read; addresses in their canonical text (RFC 5952). */
export type Computed = ComputedMapE | ComputedDsLite | ComputedFixed;

export interface ComputedMapE {
  readonly method: 'map-e';
  readonly provider: string;
  readonly rule: {
    readonly ipv6Prefix: string;
    readonly ipv4Prefix: string;
    readonly eaLength: number;
    readonly psidOffset: number;
    readonly psidLength: number;
  };
  /** Null where the spec does not say and the provider's is not known. */
  readonly borderRelay: string | null;
  readonly ceIpv6: string;
  readonly ceIpv4: string;
  /** Present where the line gets an IPv4 prefix instead of an address (or a part of one). */
  readonly ceIpv4PrefixLength?: number;
  readonly psid: number | null;
  /** Inclusive pairs in ascending order. */
  readonly portRanges: readonly (readonly [number, number])[];
  readonly portCount: number;
  readonly tunnelMtu: number;
  readonly tcpMss: number;
}

export interface ComputedDsLite {
  readonly method: 'ds-lite';
  readonly provider: string;
  readonly aftr: string;
  readonly b4Ipv4: string;
  readonly tunnelMtu: number;
  readonly tcpMss: number;
}

export interface ComputedFixed {
  readonly method: 'ipip';
  readonly provider: string;
  /** The far end; null where the spec does not say and the provider's is not known. */
  readonly borderRelay: string | null;
  readonly ceIpv6: string;
  /** All of its ports belong to the line. */
  readonly ceIpv4: string;
  readonly tunnelMtu: number;
  readonly tcpMss: number;
}

export type ComputedResult =
  { readonly ok: true; readonly value: Computed } | { readonly ok: false; readonly reason: Text };

/** The computed values of a line, or what is missing for them. */
export function computedOf(line: Line): ComputedResult {
  const mtu = { tunnelMtu: line.tunnelMtu, tcpMss: line.mss ?? tcpMss(line.tunnelMtu) };
  const provider = line.provider?.id ?? 'custom';
  if (line.prefix === undefined) {
    return fail(
      'There is no prefix to compute from: set `wan.prefix`.',
      '計算のもとになるプレフィックスがありません。`wan.prefix` を指定してください。',
    );
  }
  switch (line.method) {
    case 'ds-lite':
      if (line.aftr === undefined)
        return fail(
          'The AFTR is not known: set `tunnel.aftr`.',
          'AFTR が分かりません。`tunnel.aftr` を指定してください。',
        );
      return {
        ok: true,
        value: {
          method: 'ds-lite',
          provider,
          aftr: line.aftr.value.kind === 'name' ? line.aftr.value.name : formatIpv6(line.aftr.value.address),
          b4Ipv4: formatIpv4(B4_IPV4),
          ...mtu,
        },
      };
    case 'map-e':
      return mapE(line, provider, mtu);
    case 'ipip':
      if (line.fixed === undefined)
        return fail(
          'The fixed address is not known: set `tunnel.address`.',
          '固定 IPv4 アドレスが分かりません。`tunnel.address` を指定してください。',
        );
      return {
        ok: true,
        value: {
          method: 'ipip',
          provider,
          borderRelay: line.borderRelay === undefined ? null : formatIpv6(line.borderRelay.value),
          ceIpv6: formatIpv6(line.fixed.local),
          ceIpv4: formatIpv4(line.fixed.address),
          ...mtu,
        },
      };
    case undefined:
      return noProvider(line);
  }
}

function mapE(line: Line, provider: string, mtu: { tunnelMtu: number; tcpMss: number }): ComputedResult {
  if (line.rule === undefined) {
    const prefix = line.prefix === undefined ? '' : formatPrefix(line.prefix);
    return line.provider === undefined
      ? fail(
          'The mapping rule is missing: set `tunnel.rule`, or `tunnel.provider`.',
          'マッピングルールがありません。`tunnel.rule` か `tunnel.provider` を指定してください。',
        )
      : fail(
          `No rule of ${line.provider.name.en} covers ${prefix}. Is the provider right, and the prefix that of this line?`,
          `${line.provider.name.ja}のルールに ${prefix} を含むものがありません。事業者とプレフィックスを確認してください。`,
        );
  }
  if (line.ceResult?.ok === false) return { ok: false, reason: line.ceResult.reason };
  if (line.ce === undefined) return fail('The CE cannot be computed yet.', 'まだ CE を計算できません。');
  const { rule, ce } = { rule: line.rule.value, ce: line.ce };
  return {
    ok: true,
    value: {
      method: 'map-e',
      provider,
      rule: {
        ipv6Prefix: formatPrefix(rule.ipv6Prefix),
        ipv4Prefix: formatPrefix(rule.ipv4Prefix),
        eaLength: rule.eaLength,
        psidOffset: rule.psidOffset,
        psidLength: rule.psidLength,
      },
      borderRelay: line.borderRelay === undefined ? null : formatIpv6(line.borderRelay.value),
      ceIpv6: formatIpv6(ce.ceIpv6),
      ceIpv4: formatIpv4(ce.ceIpv4),
      ...(ce.ipv4PrefixLength < 32 ? { ceIpv4PrefixLength: ce.ipv4PrefixLength } : {}),
      psid: ce.psid,
      portRanges: ce.portRanges.map(({ first, last }) => [first, last] as const),
      portCount: ce.portCount,
      ...mtu,
    },
  };
}

function noProvider(line: Line): ComputedResult {
  const names = line.candidates.map(({ provider }) => `\`${provider.id}\``).join(', ');
  return names === ''
    ? fail(
        'No provider is known for this prefix. Name it with `tunnel.provider`, or give a rule of your own.',
        'このプレフィックスに該当する事業者が見つかりません。`tunnel.provider` で指定するか、自分でルールを書いてください。',
      )
    : fail(
        `More than one provider fits this prefix (${names}). Say which one is yours.`,
        `このプレフィックスに該当する事業者が複数あります（${names}）。どれかを指定してください。`,
      );
}

function fail(en: string, ja: string): ComputedResult {
  return { ok: false, reason: { en, ja } };
}
