import { computedOf } from '../core/derive/computed.ts';
import type { Computed } from '../core/derive/computed.ts';
import { formatIpv4, formatIpv6 } from '../core/net/address.ts';
import { say } from '../core/text.ts';
import type { DocumentState } from './document-state.ts';
import { sayIn } from './options.ts';
import type { Say, ServiceOptions } from './options.ts';

/** A value that follows from the spec, in the form in which other programs take it. */
export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

export interface ComputedValues {
  readonly values: readonly NamedValue[];
  /** Why there are none. */
  readonly missing: string | undefined;
}

/** The values that a user may want to paste elsewhere. */
export function computedValues({ analysis }: DocumentState, options: ServiceOptions): ComputedValues {
  const t = sayIn(options.locale);
  const { line, router } = analysis;
  // What a fixed address is computed from is not the line alone.
  if (router?.tunnel.method === 'ipip') {
    const { local, address, mtu } = router.tunnel;
    return {
      values: [
        { name: ipv6Name(t), value: formatIpv6(local) },
        { name: ipv4Name(t), value: formatIpv4(address) },
        { name: mtuName(t), value: String(mtu) },
      ],
      missing: undefined,
    };
  }
  const computed = computedOf(line);
  return computed.ok
    ? { values: valuesOf(computed.value, t), missing: undefined }
    : { values: [], missing: say(computed.reason, options.locale) };
}

function valuesOf(computed: Computed, t: Say): NamedValue[] {
  const own =
    computed.method === 'ds-lite'
      ? [
          { name: 'AFTR', value: computed.aftr },
          { name: t('B4 IPv4 address', 'B4 の IPv4 アドレス'), value: computed.b4Ipv4 },
        ]
      : mapEValues(computed, t);
  return [
    ...own,
    { name: mtuName(t), value: String(computed.tunnelMtu) },
    { name: 'TCP MSS', value: String(computed.tcpMss) },
    { name: t('All of it as JSON', 'すべての値（JSON）'), value: JSON.stringify(computed, null, 2) },
  ];
}

function mapEValues(computed: Extract<Computed, { method: 'map-e' }>, t: Say): NamedValue[] {
  const { ceIpv4PrefixLength: length, borderRelay, psid } = computed;
  const ports = computed.portRanges.map(([first, last]) =>
    first === last ? `${first}` : `${first}-${last}`,
  );
  return [
    { name: ipv6Name(t), value: computed.ceIpv6 },
    { name: ipv4Name(t), value: length === undefined ? computed.ceIpv4 : `${computed.ceIpv4}/${length}` },
    ...(borderRelay === null
      ? []
      : [{ name: t('Border relay', 'ボーダーリレー（BR）'), value: borderRelay }]),
    ...(psid === null ? [] : [{ name: 'PSID', value: String(psid) }]),
    // As nftables takes them in a set.
    { name: t('Port ranges', 'ポート範囲'), value: ports.join(', ') },
  ];
}

function ipv6Name(t: Say): string {
  return t('CE IPv6 address', 'CE IPv6 アドレス');
}

function ipv4Name(t: Say): string {
  return t('IPv4 address', 'IPv4 アドレス');
}

function mtuName(t: Say): string {
  return t('Tunnel MTU', 'トンネル MTU');
}
