import { broadcastOf, equalAddress, ipv4, networkOf } from '../net/address.ts';
import type { Ipv4 } from '../net/address.ts';
import { present } from '../spec/present.ts';
import type { Spec } from '../spec/schema/index.ts';

/**
 * The range that DHCP hands out: that of the spec, else the upper half of the subnet; in a /30 whose upper half is the
 * router itself, the lower one. Undefined without DHCP.
 */
export function dhcpRange({ lan }: Spec): { readonly first: Ipv4; readonly last: Ipv4 } | undefined {
  if (lan?.dhcp === undefined || lan.address === undefined) return undefined;
  const { range } = lan.dhcp;
  const subnet = networkOf(lan.address).address.value;
  const broadcast = broadcastOf(lan.address).value;
  const upper = { first: ipv4(subnet + Math.ceil((broadcast - subnet) / 2)), last: ipv4(broadcast - 1) };
  const isRouter = upper.first.value === upper.last.value && equalAddress(upper.last, lan.address.address);
  const otherwise = isRouter ? { first: ipv4(subnet + 1), last: ipv4(subnet + 1) } : upper;
  return { first: range?.first ?? otherwise.first, last: range?.last ?? otherwise.last };
}

/**
 * Addresses of the LAN that nothing in the spec has, at most `most` of them, in the order in which somebody would take
 * them: outside of what DHCP hands out, first those behind the last reservation; inside only where that has none. `own` is the number of the reservation
 * that an address is looked for, whose present one counts as free.
 */
export function freeAddresses(spec: Spec, most: number, own?: number): Ipv4[] {
  const { lan } = spec;
  if (lan?.address === undefined || lan.address.length > 30) return [];
  const first = networkOf(lan.address).address.value + 1;
  const last = broadcastOf(lan.address).value - 1;
  const pool = dhcpRange(spec);
  const others = (lan.dhcp?.reservations ?? []).filter((_, index) => index !== own);
  const reserved = present(others).flatMap(({ address }) => (address === undefined ? [] : [address.value]));
  const used = new Set([...reserved, ...staticAddresses(spec)]);
  const inPool = (value: number): boolean =>
    pool !== undefined && pool.first.value <= value && value <= pool.last.value;
  const start = Math.max(
    first,
    ...reserved.filter((value) => first <= value && value < last && !inPool(value)).map((value) => value + 1),
  );
  const found: Ipv4[] = [];
  const collect = (from: number, to: number, skip: (value: number) => boolean): void => {
    for (let value = from; value <= to && found.length < most; value++) {
      if (skip(value)) value = pool?.last.value ?? value;
      else if (!used.has(value)) found.push(ipv4(value));
    }
  };
  collect(start, last, inPool);
  collect(first, start - 1, inPool);
  if (found.length === 0) collect(first, last, () => false);
  return found;
}

/** The addresses that the spec says somebody has who is no DHCP client: the router, servers, targets of forwards. */
export function staticAddresses({ lan, dns, nat, firewall }: Spec): number[] {
  const hosts = [
    ...present(nat?.forwards).map(({ to }) => to?.host),
    ...present(firewall?.allow).map(({ to }) => to),
  ].flatMap((host) => (host?.kind === 'ipv4' ? [host.address] : []));
  const servers = [...present(lan?.dhcp?.dns), ...present(dns?.upstream)];
  return [...hosts, ...servers, ...(lan?.address === undefined ? [] : [lan.address.address])].flatMap(
    (address) => (address.family === 4 ? [address.value] : []),
  );
}
