import { freeAddresses, staticAddresses } from '../../core/derive/lan-addresses.ts';
import { contains, formatIpv4, ipv4 } from '../../core/net/address.ts';
import { lanSubnet, reservationsOf } from '../../core/rules/spec-values.ts';
import type { Suggest, SuggestedValue } from './suggestion.ts';

/** Values of port forwards. */

/** How many ranges are looked at; a set can have thousands of one port each. */
const MOST_RANGES = 64;

/** The first ports of the set that no other forward uses, one of each range: whoever wants a particular one types it. */
export const freePorts: Suggest = ({ analysis: { line, document }, path, t }) => {
  const { ce } = line;
  if (ce === undefined || ce.psidLength === 0) return [];
  const index = path.find((step) => typeof step === 'number');
  const others = document.spec.nat?.forwards?.filter((_, at) => at !== index);
  const used = new Set(others?.map((forward) => (forward as typeof forward | undefined)?.port));
  return ce.portRanges.slice(0, MOST_RANGES).flatMap(({ first, last }, index) => {
    for (let port = first; port <= last && port < first + 256; port++)
      if (port > 0 && !used.has(port))
        return [
          {
            value: String(port),
            detail: t(`range ${index + 1}: ${first}–${last}`, `範囲 ${index + 1}: ${first}–${last}`),
          },
        ];
    return [];
  });
};

/** Hosts that a forward can go to: reservations by name, then addresses that the spec has elsewhere. */
export const targets: Suggest = ({ analysis: { document }, t }) => {
  const { spec } = document;
  const subnet = lanSubnet(spec);
  const reservations = reservationsOf(spec);
  const reserved = new Set(reservations.map(({ address }) => address?.value));
  const named = reservations.flatMap(({ name, address }): SuggestedValue[] =>
    name === undefined || address === undefined
      ? []
      : [{ value: name, detail: t(`reservation, ${formatIpv4(address)}`, `予約（${formatIpv4(address)}）`) }],
  );
  const router = spec.lan?.address?.address.value;
  const others = [...new Set(staticAddresses(spec))].filter(
    (value) =>
      value !== router && !reserved.has(value) && subnet !== undefined && contains(subnet, ipv4(value)),
  );
  return [
    ...named,
    ...others.map((value) => ({
      value: formatIpv4(ipv4(value)),
      detail: t('used in this spec', 'このスペックで使用中'),
    })),
  ];
};

/** A whole target for a new forward: a known host, else the next free address of the LAN, with the port of SSH. */
export const exampleTarget: Suggest = (context) => {
  const [free] = freeAddresses(context.analysis.document.spec, 1);
  const known = targets(context);
  const fallback = free === undefined ? [] : [{ value: formatIpv4(free), detail: '' }];
  return (known.length > 0 ? known : fallback).map(({ value, detail }) => ({ value: `${value}:22`, detail }));
};
