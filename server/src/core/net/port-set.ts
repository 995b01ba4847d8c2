import { fail, ok } from './result.ts';
import type { Result } from './result.ts';

/** A range of ports, both ends included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/**
 * How ports are dealt out among the CEs that share an address (RFC 7597 section 5.1): a port is
 * `A (offset bits) | PSID (psidLength bits) | j (the rest)`.
 */
export interface PortParameters {
  /** PSID offset a, 0 … 15. */
  readonly offset: number;
  /** PSID length k, 0 … 16; a + k is at most 16. */
  readonly psidLength: number;
}

const PORTS = 65536;

/** Says what is wrong with port parameters: offset 0 … 15, length 0 … 16, both together at most 16 (RFC 7597 section 5.1, RFC 7598 section 4.5). */
export function checkPortParameters(parameters: PortParameters): Result<PortParameters> {
  const { offset, psidLength } = parameters;
  if (!isIntegerIn(offset, 0, 15)) {
    return fail(
      `The PSID offset must be a whole number from 0 to 15, not ${offset}.`,
      `PSID オフセットは 0 から 15 までの整数です（${offset} は範囲外）。`,
    );
  }
  if (!isIntegerIn(psidLength, 0, 16)) {
    return fail(
      `The PSID length must be a whole number from 0 to 16, not ${psidLength}.`,
      `PSID 長は 0 から 16 までの整数です（${psidLength} は範囲外）。`,
    );
  }
  if (offset + psidLength > 16) {
    return fail(
      `PSID offset ${offset} and PSID length ${psidLength} make ${offset + psidLength} bits; a port has only 16.`,
      `PSID オフセット ${offset} と PSID 長 ${psidLength} の合計は ${offset + psidLength} ビットで、ポート番号の 16 ビットを超えます。`,
    );
  }
  return ok(parameters);
}

/** Says what is wrong with a PSID: it must fit into `psidLength` bits. */
export function checkPsid(psid: number, psidLength: number): Result<number> {
  const count = 2 ** psidLength;
  if (!isIntegerIn(psid, 0, count - 1)) {
    return fail(
      `The PSID must be a whole number from 0 to ${count - 1} (${psidLength} bits), not ${psid}.`,
      `PSID は 0 から ${count - 1} までの整数です（PSID 長 ${psidLength} ビット、${psid} は範囲外）。`,
    );
  }
  return ok(psid);
}

/**
 * The port set of a PSID, in ascending order (RFC 7597 section 5.1 and appendix B): 2^offset - 1 ranges of
 * 2^(16 - offset - psidLength) ports, or one range with offset 0. With an offset the ranges with A = 0 are left out, so
 * that no CE gets the system ports. PSID length 0 means an address that is not shared: all ports, whatever the offset.
 * Empty for parameters that `checkPortParameters` or `checkPsid` refuses.
 */
export function portSet(parameters: PortParameters & { readonly psid: number }): PortRange[] {
  const { offset, psidLength, psid } = parameters;
  if (!checkPortParameters(parameters).ok || !checkPsid(psid, psidLength).ok) {
    return [];
  }
  if (psidLength === 0) {
    return [{ first: 0, last: PORTS - 1 }];
  }
  const size = 2 ** (16 - offset - psidLength);
  const ranges: PortRange[] = [];
  for (let a = firstIndex(offset); a < 2 ** offset; a++) {
    const first = a * 2 ** (16 - offset) + psid * size;
    ranges.push({ first, last: first + size - 1 });
  }
  return ranges;
}

/**
 * The PSID whose set holds a port. Undefined where no CE has the port: below 2^(16 - offset) with an offset, or where
 * the port or the parameters are out of range. 0 for an address that is not shared.
 */
export function psidOfPort(port: number, parameters: PortParameters): number | undefined {
  const { offset, psidLength } = parameters;
  if (!isIntegerIn(port, 0, PORTS - 1) || !checkPortParameters(parameters).ok) {
    return undefined;
  }
  if (psidLength === 0) {
    return 0;
  }
  if (port >> (16 - offset) < firstIndex(offset)) {
    return undefined;
  }
  return (port >> (16 - offset - psidLength)) & (2 ** psidLength - 1);
}

/** The number of ports that belong to no CE: 0 … 2^(16 - offset) - 1 with an offset, none without one or without a PSID. */
export function excludedPortCount({ offset, psidLength }: PortParameters): number {
  return offset === 0 || psidLength === 0 ? 0 : 2 ** (16 - offset);
}

/** Whether a port lies in one of the ranges. */
export function isInSet(ranges: readonly PortRange[], port: number): boolean {
  return ranges.some(({ first, last }) => first <= port && port <= last);
}

/** How many ports the ranges hold together; they must not overlap. */
export function portCount(ranges: readonly PortRange[]): number {
  return ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

/** The port of the set that is nearest to the given one, the lower of two that are equally near; undefined for an empty set. */
export function nearestPort(ranges: readonly PortRange[], port: number): number | undefined {
  let nearest: number | undefined;
  for (const { first, last } of ranges) {
    const candidate = Math.min(Math.max(port, first), last);
    if (nearest === undefined || Math.abs(candidate - port) < Math.abs(nearest - port)) {
      nearest = candidate;
    }
  }
  return nearest;
}

/** The lowest A that is used: 0 is left out, for the sake of the system ports, where there is an offset. */
function firstIndex(offset: number): number {
  return offset === 0 ? 0 : 1;
}

function isIntegerIn(value: number, lowest: number, highest: number): boolean {
  return Number.isInteger(value) && value >= lowest && value <= highest;
}
