import { withInterfaceId } from './address.ts';
import type { Ipv6, Ipv6Prefix } from './address.ts';

/**
 * How the IPv4 address and the PSID stand in the interface identifier of a CE. `rfc7597` is section 6 of the RFC;
 * `map-draft-03` is section 6 of draft-ietf-softwire-map-03, which the Japanese providers use: the same fields one octet
 * further to the left.
 *
 * ```
 * octet          8       9       10      11      12      13       14       15
 * rfc7597        0       0       IPv4.0  IPv4.1  IPv4.2  IPv4.3   PSID hi  PSID lo
 * map-draft-03   0       IPv4.0  IPv4.1  IPv4.2  IPv4.3  PSID hi  PSID lo  0
 * ```
 */
export type InterfaceIdForm = 'rfc7597' | 'map-draft-03';

/** Both forms, the RFC's first. */
export const INTERFACE_ID_FORMS: readonly InterfaceIdForm[] = ['rfc7597', 'map-draft-03'];

/** What an interface identifier says. */
export interface InterfaceIdFields {
  /** The IPv4 address, or the IPv4 prefix with zeros after it, as a number of 32 bits. */
  readonly ipv4: number;
  /** The PSID, right-aligned in 16 bits; 0 where the address is not shared. */
  readonly psid: number;
}

/** The first and last octet of an address (0 … 15) that a field takes, in the given form. */
export function interfaceIdOctets(form: InterfaceIdForm): { ipv4: [number, number]; psid: [number, number] } {
  return form === 'rfc7597' ? { ipv4: [10, 13], psid: [14, 15] } : { ipv4: [9, 12], psid: [13, 14] };
}

/** The 64 bits of the interface identifier of a CE. */
export function encodeInterfaceId(fields: InterfaceIdFields, form: InterfaceIdForm): bigint {
  const value = (BigInt(fields.ipv4 >>> 0) << 16n) | BigInt(fields.psid & 0xffff);
  return form === 'rfc7597' ? value : value << 8n;
}

/** The fields of an interface identifier, or undefined where octets that must be 0 are not. */
export function decodeInterfaceId(iid: bigint, form: InterfaceIdForm): InterfaceIdFields | undefined {
  const value = form === 'rfc7597' ? iid : iid >> 8n;
  const fields = { ipv4: Number(BigInt.asUintN(32, value >> 16n)), psid: Number(BigInt.asUintN(16, value)) };
  return encodeInterfaceId(fields, form) === iid ? fields : undefined;
}

/** The IPv6 address of a CE in its end-user prefix (RFC 7597 section 6). */
export function ceAddress(endUserPrefix: Ipv6Prefix, fields: InterfaceIdFields, form: InterfaceIdForm): Ipv6 {
  return withInterfaceId(endUserPrefix, encodeInterfaceId(fields, form));
}
