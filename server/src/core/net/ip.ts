import { Address4, Address6 } from 'ip-address';
import { fail, ok } from './result.ts';
import type { Result } from './result.ts';

/** An IPv4 address as an unsigned 32-bit number. */
export interface Ipv4 {
  readonly family: 4;
  /** 0 … 2^32 - 1, the first octet in the highest bits. */
  readonly value: number;
}

/** An IPv6 address as an unsigned 128-bit number, without a zone. */
export interface Ipv6 {
  readonly family: 6;
  /** 0n … 2^128 - 1, the first group in the highest bits. */
  readonly value: bigint;
}

export type Address = Ipv4 | Ipv6;

const IPV6_CHARACTERS = /^[0-9a-fA-F:.]+$/;
/** The longest text form: eight groups of which the last two are written as a dotted quad. */
const IPV6_LONGEST = 45;

/** The address whose 32 bits are `value`; bits beyond are cut off. */
export function ipv4(value: number): Ipv4 {
  return { family: 4, value: value >>> 0 };
}

/** The address whose 128 bits are `value`; bits beyond are cut off. */
export function ipv6(value: bigint): Ipv6 {
  return { family: 6, value: BigInt.asUintN(128, value) };
}

/**
 * Reads an IPv4 address in the strict form: four decimal numbers from 0 to 255, without leading zeros, which some
 * programs read as octal (RFC 6943 section 3.1.1 on why loose forms are a danger).
 */
export function parseIpv4(text: string): Result<Ipv4> {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^[0-9]+$/.test(part))) {
    return fail(
      'This is not an IPv4 address: it takes four decimal numbers joined by dots, such as 192.0.2.1.',
      'IPv4 アドレスではありません。192.0.2.1 のように 10 進数 4 つをドットで区切って書いてください。',
    );
  }
  for (const part of parts) {
    if (part.length > 1 && part.startsWith('0')) {
      return fail(
        `An IPv4 address must not have leading zeros (“${clip(part)}”): some programs read such a number as octal.`,
        `IPv4 アドレスの数値の先頭に 0 は付けられません（「${clip(part)}」）。8 進数として解釈するプログラムがあります。`,
      );
    }
    if (part.length > 3 || Number(part) > 255) {
      return fail(
        `Each number of an IPv4 address is at most 255; “${clip(part)}” is larger.`,
        `IPv4 アドレスの各数値は 255 以下です（「${clip(part)}」は範囲外）。`,
      );
    }
  }
  return ok(ipv4(parts.reduce((value, part) => value * 256 + Number(part), 0)));
}

/**
 * Reads an IPv6 address in any text form of RFC 4291 section 2.2, the one with a dotted quad at the end included. A
 * zone (`fe80::1%eth0`) is refused: it means something on one machine only.
 */
export function parseIpv6(text: string): Result<Ipv6> {
  if (text.includes('%')) {
    return fail(
      'An address with a zone (“%interface”) cannot be used here: leave out the “%” and what follows.',
      'ゾーン（「%インターフェース名」）付きのアドレスは使えません。「%」以降を削除してください。',
    );
  }
  if (text.length > IPV6_LONGEST || !IPV6_CHARACTERS.test(text) || !text.includes(':')) {
    return notIpv6();
  }
  try {
    return ok(ipv6(new Address6(text).bigInt()));
  } catch {
    return notIpv6();
  }
}

/** The dotted quad of an IPv4 address. */
export function formatIpv4(address: Ipv4): string {
  return Address4.fromBigInt(BigInt(address.value)).correctForm();
}

/** The text of an IPv6 address as RFC 5952 section 4 wants it: compressed and in lower case. */
export function formatIpv6(address: Ipv6): string {
  return Address6.fromBigInt(address.value).correctForm();
}

/** The text of an address of either family. */
export function formatAddress(address: Address): string {
  return address.family === 4 ? formatIpv4(address) : formatIpv6(address);
}

/** Whether two addresses are the same one; addresses of different families never are. */
export function equalAddress(a: Address, b: Address): boolean {
  return a.family === b.family && a.value === b.value;
}

function notIpv6(): Result<never> {
  return fail(
    'This is not an IPv6 address: it takes up to eight groups of hexadecimal digits, such as 2001:db8::1.',
    'IPv6 アドレスではありません。2001:db8::1 のように 16 進数のグループをコロンで区切って書いてください。',
  );
}

/** A message quotes what the user wrote, but not at any length. */
function clip(text: string): string {
  return text.length > 12 ? `${text.slice(0, 12)}…` : text;
}
