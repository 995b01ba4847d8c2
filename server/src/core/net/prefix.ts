import { formatAddress, ipv4, ipv6, parseIpv4, parseIpv6 } from './ip.ts';
import type { Address, Ipv4, Ipv6 } from './ip.ts';
import { fail, ok } from './result.ts';
import type { Result } from './result.ts';

/** An IPv4 address with a prefix length, 0 … 32. Host bits may be set: `10.0.0.1/24` stays what it says. */
export interface Ipv4Prefix {
  readonly address: Ipv4;
  readonly length: number;
}

/** An IPv6 address with a prefix length, 0 … 128. Host bits may be set, as in what `ip -6 addr` prints. */
export interface Ipv6Prefix {
  readonly address: Ipv6;
  readonly length: number;
}

export type Prefix = Ipv4Prefix | Ipv6Prefix;

/** The IPv4 prefix of this address and length. */
export function ipv4Prefix(address: Ipv4, length: number): Ipv4Prefix {
  return { address, length };
}

/** The IPv6 prefix of this address and length. */
export function ipv6Prefix(address: Ipv6, length: number): Ipv6Prefix {
  return { address, length };
}

/** Whether a prefix is an IPv4 prefix, for the type checker. */
export function isIpv4Prefix(prefix: Prefix): prefix is Ipv4Prefix {
  return prefix.address.family === 4;
}

/** Reads `192.0.2.0/24`. Host bits are kept. */
export function parseIpv4Prefix(text: string): Result<Ipv4Prefix> {
  return parsePrefix(text, 32, '24', parseIpv4);
}

/** Reads `2001:db8::/56`. Host bits are kept. */
export function parseIpv6Prefix(text: string): Result<Ipv6Prefix> {
  return parsePrefix(text, 128, '64', parseIpv6);
}

/** The text of a prefix, host bits included. */
export function formatPrefix(prefix: Prefix): string {
  return `${formatAddress(prefix.address)}/${prefix.length}`;
}

/** Whether any bit after the prefix length is set. */
export function hostBitsSet(prefix: Prefix): boolean {
  return bits(prefix.address) !== network(prefix);
}

/** The prefix with its host bits cleared. */
export function networkOf(prefix: Ipv4Prefix): Ipv4Prefix;
export function networkOf(prefix: Ipv6Prefix): Ipv6Prefix;
export function networkOf(prefix: Prefix): Prefix;
export function networkOf(prefix: Prefix): Prefix {
  return isIpv4Prefix(prefix)
    ? { address: ipv4(Number(network(prefix))), length: prefix.length }
    : { address: ipv6(network(prefix)), length: prefix.length };
}

/**
 * Whether an address, or the whole of a prefix, lies in `prefix`. Host bits of either are not looked at, and nothing
 * of another family is ever contained.
 */
export function contains(prefix: Prefix, inner: Address | Prefix): boolean {
  const address = 'family' in inner ? inner : inner.address;
  const length = 'family' in inner ? width(inner) : inner.length;
  if (address.family !== prefix.address.family || length < prefix.length) {
    return false;
  }
  const shift = BigInt(width(address) - prefix.length);
  return bits(address) >> shift === bits(prefix.address) >> shift;
}

/** Whether two prefixes share an address: one of them then contains the other. */
export function overlaps(a: Prefix, b: Prefix): boolean {
  return contains(a, b) || contains(b, a);
}

/** Whether two prefixes are the same network of the same length; host bits are not looked at. */
export function equalPrefix(a: Prefix, b: Prefix): boolean {
  return a.length === b.length && contains(a, b);
}

/** The highest address of an IPv4 prefix: its broadcast address where the length is at most 30 (RFC 3021 on /31). */
export function broadcastOf(prefix: Ipv4Prefix): Ipv4 {
  return ipv4(prefix.address.value | ~netmaskOf(prefix).value);
}

/** The netmask of an IPv4 prefix: 255.255.255.0 for a /24. */
export function netmaskOf(prefix: Ipv4Prefix): Ipv4 {
  // A shift by 32 is a shift by 0 in JavaScript, hence the special case.
  return ipv4(prefix.length === 0 ? 0 : 0xffffffff << (32 - prefix.length));
}

/** The lower 64 bits of an IPv6 address (RFC 4291 section 2.5.1). */
export function interfaceId(address: Ipv6): bigint {
  return BigInt.asUintN(64, address.value);
}

/**
 * The address of an interface identifier (64 bits) in a prefix. Bits between a short prefix and bit 64 are 0. Where the
 * prefix is longer than 64, its bits win over those of the identifier, as RFC 7597 section 6 says.
 */
export function withInterfaceId(prefix: Ipv6Prefix, iid: bigint): Ipv6 {
  const free = Math.min(64, 128 - prefix.length);
  return ipv6(networkOf(prefix).address.value | BigInt.asUintN(free, iid));
}

function width(address: Address): 32 | 128 {
  return address.family === 4 ? 32 : 128;
}

function bits(address: Address): bigint {
  return BigInt(address.value);
}

function network(prefix: Prefix): bigint {
  const shift = BigInt(width(prefix.address) - prefix.length);
  return (bits(prefix.address) >> shift) << shift;
}

function parsePrefix<A extends Address>(
  text: string,
  longest: number,
  example: string,
  parse: (text: string) => Result<A>,
): Result<{ readonly address: A; readonly length: number }> {
  const slash = text.indexOf('/');
  const address = parse(slash < 0 ? text : text.slice(0, slash));
  if (!address.ok) {
    return address;
  }
  if (slash < 0) {
    return fail(
      `The prefix length is missing: write it after a slash, such as “/${example}”.`,
      `プレフィックス長がありません。「/${example}」のようにスラッシュに続けて書いてください。`,
    );
  }
  const length = text.slice(slash + 1);
  if (!/^(?:0|[1-9][0-9]{0,2})$/.test(length) || Number(length) > longest) {
    return fail(
      `The prefix length after the slash must be a number from 0 to ${longest}.`,
      `スラッシュの後のプレフィックス長は 0 から ${longest} までの数値にしてください。`,
    );
  }
  return ok({ address: address.value, length: Number(length) });
}
