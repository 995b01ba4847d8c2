import { computedOf } from '../core/derive/computed.ts';
import type { Computed } from '../core/derive/computed.ts';
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
  const computed = computedOf(analysis.line);
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
      : computed.method === 'ipip'
        ? [
            { name: t('CE IPv6 address', 'CE IPv6 アドレス'), value: computed.ceIpv6 },
            { name: t('IPv4 address', 'IPv4 アドレス'), value: computed.ceIpv4 },
            ...relayValue(computed.borderRelay, t),
          ]
        : mapEValues(computed, t);
  return [
    ...own,
    { name: t('Tunnel MTU', 'トンネル MTU'), value: String(computed.tunnelMtu) },
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
    { name: t('CE IPv6 address', 'CE IPv6 アドレス'), value: computed.ceIpv6 },
    {
      name: t('IPv4 address', 'IPv4 アドレス'),
      value: length === undefined ? computed.ceIpv4 : `${computed.ceIpv4}/${length}`,
    },
    ...relayValue(borderRelay, t),
    ...(psid === null ? [] : [{ name: 'PSID', value: String(psid) }]),
    // As nftables takes them in a set.
    { name: t('Port ranges', 'ポート範囲'), value: ports.join(', ') },
  ];
}

function relayValue(relay: string | null, t: Say): NamedValue[] {
  return relay === null ? [] : [{ name: t('Border relay', 'ボーダーリレー（BR）'), value: relay }];
}
