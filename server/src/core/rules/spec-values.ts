import { deriveAccessPoints } from '../derive/access-point.ts';
import type { AccessPoint } from '../derive/router.ts';
import { broadcastOf, ipv4, networkOf } from '../net/address.ts';
import type { Ipv4, Ipv4Prefix } from '../net/address.ts';
import type { Path } from '../problem.ts';
import type { ForwardSpec } from '../spec/forward.ts';
import type { Spec } from '../spec/schema/index.ts';
import type { SpecDocument } from '../spec/spec-document.ts';
import type { RuleContext } from './rule.ts';

/**
 * What several rules read out of a spec. A value that stands in the text but could not be read is unknown, and not the
 * default: rules say nothing about it.
 */

/** The entries of a list that could be read, with their places in it. */
export function indexed<T>(list: readonly (T | undefined)[] | undefined): readonly (readonly [number, T])[] {
  return (list ?? []).flatMap((item, index) => (item === undefined ? [] : [[index, item] as const]));
}

/** Whether every entry of a list could be read. */
export function isWhole(list: readonly unknown[]): boolean {
  return list.every((item) => item !== undefined);
}

/** A value of the spec, the default where the key is absent, undefined where the text has a value that could not be read. */
export function valueOr<T>(
  document: SpecDocument,
  path: Path,
  value: T | undefined,
  otherwise: T,
): T | undefined {
  return value ?? (document.entry(path) === undefined ? otherwise : undefined);
}

/** The subnet of the LAN, without host bits. */
export function lanSubnet({ lan }: Spec): Ipv4Prefix | undefined {
  return lan?.address === undefined ? undefined : networkOf(lan.address);
}

/** The addresses that hosts of a subnet may have, without the network and the broadcast address; undefined for a /31 and a /32. */
export function hostsOf(subnet: Ipv4Prefix): { readonly first: Ipv4; readonly last: Ipv4 } | undefined {
  if (subnet.length > 30) return undefined;
  return {
    first: ipv4(networkOf(subnet).address.value + 1),
    last: ipv4(broadcastOf(subnet).value - 1),
  };
}

/** Whether a host may have the address in the subnet. */
export function isHostOf(subnet: Ipv4Prefix, address: Ipv4): boolean {
  const hosts = hostsOf(subnet);
  return hosts !== undefined && hosts.first.value <= address.value && address.value <= hosts.last.value;
}

/** The address with the same host part in another subnet: what an address most likely has to become after the LAN was renumbered. */
export function movedInto(subnet: Ipv4Prefix, address: Ipv4): Ipv4 {
  const network = networkOf(subnet).address.value;
  const hostMask = broadcastOf(subnet).value - network;
  return ipv4(network + ((address.value & hostMask) >>> 0));
}

export interface Reservation {
  readonly path: Path;
  readonly name: string | undefined;
  readonly mac: NonNullable<ReservationSpec>['mac'];
  readonly address: Ipv4 | undefined;
}

type ReservationSpec = NonNullable<NonNullable<NonNullable<Spec['lan']>['dhcp']>['reservations']>[number];

/** The reservations, names in lower case. */
export function reservationsOf({ lan }: Spec): readonly Reservation[] {
  return indexed(lan?.dhcp?.reservations).map(([index, { name, mac, address }]) => ({
    path: ['lan', 'dhcp', 'reservations', index],
    name: name?.toLowerCase(),
    mac,
    address,
  }));
}

/** The port forwards. */
export function forwardsOf({ nat }: Spec): readonly (ForwardSpec & { readonly path: Path })[] {
  return indexed(nat?.forwards).map(([index, forward]) => ({ ...forward, path: ['nat', 'forwards', index] }));
}

/** Whether a reservation has the name, which is in lower case. */
export function isReserved(spec: Spec, name: string): boolean {
  return reservationsOf(spec).some((reservation) => reservation.name === name);
}

/** Where the spec says which service the line has: what a conflict with the method points to. */
export function methodPath(document: SpecDocument): Path {
  const paths: readonly Path[] = [
    ['tunnel', 'method'],
    ['tunnel', 'provider'],
    ['wan', 'prefix'],
  ];
  return paths.find((path) => document.entry(path) !== undefined) ?? ['tunnel'];
}

/** The line's own IPv4 address, where it is known: that of the CE, or the fixed one. In DS-Lite a line has none. */
export function ownAddress({ spec, line }: RuleContext): Ipv4 | undefined {
  return line.method === 'ipip' ? spec.tunnel?.address : line.ce?.ceIpv4;
}

/** Whether the line shares its IPv4 address: it then has some of the ports, in MAP-E, or none, in DS-Lite. */
export function sharesAddress({ line }: Pick<RuleContext, 'line'>): boolean {
  return line.method === 'ds-lite' || (line.ce !== undefined && line.ce.psidLength > 0);
}

/** A radio with its defaults; what the spec has but could not be read is undefined. */
export type Radio = { readonly path: Path } & {
  readonly [
    K in keyof Pick<
      AccessPoint,
      | 'interface'
      | 'country'
      | 'band'
      | 'channel'
      | 'width'
      | 'standards'
      | 'security'
      | 'options'
      | 'passphrase'
    >
  ]: AccessPoint[K] | undefined;
};

/** One reading for each document, since a dozen rules look at the radios. */
const radios = new WeakMap<SpecDocument, readonly Radio[]>();

/** The access points with their defaults. */
export function radiosOf({ document, spec }: Pick<RuleContext, 'document' | 'spec'>): readonly Radio[] {
  const known = radios.get(document);
  if (known !== undefined) return known;
  const read = readRadios(document, spec);
  radios.set(document, read);
  return read;
}

function readRadios(document: SpecDocument, spec: Spec): readonly Radio[] {
  return indexed(spec.wifi).flatMap(([index, written]): Radio[] => {
    const path = ['wifi', index];
    // What has nothing to do with the radio is filled in, since without it there is no access point.
    const [derived] = deriveAccessPoints([
      { interface: 'wlan0', ssid: 'x', passphrase: { kind: 'secret', name: 'x' }, ...written },
    ]);
    if (derived === undefined) return [];
    const has = (key: keyof typeof written): boolean =>
      written[key] !== undefined || document.entry([...path, key]) === undefined;
    const band = has('band') ? derived.band : undefined;
    const ofBand = <K extends 'channel' | 'width' | 'standards' | 'security'>(
      key: K,
    ): AccessPoint[K] | undefined =>
      written[key] !== undefined || (has(key) && band !== undefined) ? derived[key] : undefined;
    return [
      {
        path,
        interface: written.interface,
        passphrase: written.passphrase,
        country: has('country') ? derived.country : undefined,
        band,
        channel: ofBand('channel'),
        width: ofBand('width'),
        standards: isWhole(written.standards ?? []) ? ofBand('standards') : undefined,
        security: ofBand('security'),
        options: has('options') ? derived.options : undefined,
      },
    ];
  });
}
