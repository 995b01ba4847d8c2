import { fail, ok } from './result.ts';
import type { Result } from './result.ts';

/** An EUI-48 address. */
export interface Mac {
  /** 0 … 2^48 - 1, the first octet in the highest bits. */
  readonly value: number;
}

/** Six pairs joined by colons, or by hyphens; three groups of four joined by dots; or twelve digits. */
const FORMS = [
  /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i,
  /^[0-9a-f]{2}(?:-[0-9a-f]{2}){5}$/i,
  /^[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}$/i,
  /^[0-9a-f]{12}$/i,
];

/** Reads a MAC address: `52:54:00:12:34:56`, `52-54-00-12-34-56`, `5254.0012.3456` or `525400123456`. */
export function parseMac(text: string): Result<Mac> {
  if (!FORMS.some((form) => form.test(text))) {
    return fail(
      'This is not a MAC address: it takes six pairs of hexadecimal digits joined by colons, such as 52:54:00:12:34:56.',
      'MAC アドレスではありません。52:54:00:12:34:56 のように 16 進数 2 桁を 6 組、コロンで区切って書いてください。',
    );
  }
  return ok({ value: Number.parseInt(text.replace(/[^0-9a-f]/gi, ''), 16) });
}

/** The canonical text of a MAC address: lower case, with colons. */
export function formatMac(mac: Mac): string {
  return mac.value
    .toString(16)
    .padStart(12, '0')
    .replace(/..(?=.)/g, '$&:');
}

/** Whether the address names a group of stations, the lowest bit of the first octet (IEEE 802-2014 section 8.2). Broadcast is one. */
export function isMulticastMac(mac: Mac): boolean {
  return (firstOctet(mac) & 1) !== 0;
}

/** Whether the address was made up locally, as phones do for privacy (IEEE 802-2014 section 8.2). */
export function isLocallyAdministeredMac(mac: Mac): boolean {
  return (firstOctet(mac) & 2) !== 0;
}

function firstOctet(mac: Mac): number {
  return Math.floor(mac.value / 2 ** 40);
}
