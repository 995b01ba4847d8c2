import { parseIpv6, parseIpv6Prefix } from '../net/address.ts';
import type { Ipv6, Ipv6Prefix } from '../net/address.ts';
import type { Result } from '../net/result.ts';
import type { Confidence, PrefixHint } from './types.ts';

/** An address of the catalogue. The catalogue is ours: an error in it is a defect of the program, hence the throw. */
export function address(text: string): Ipv6 {
  return must(parseIpv6(text), text);
}

/** A prefix of the catalogue. */
export function prefix(text: string): Ipv6Prefix {
  return must(parseIpv6Prefix(text), text);
}

/** Prefix hints that come from one source. */
export function hints(source: string, confidence: Confidence, prefixes: readonly string[]): PrefixHint[] {
  return prefixes.map((text) => ({ prefix: prefix(text), confidence, source }));
}

/** The value of a result that cannot fail unless the catalogue is wrong. */
export function must<T>(result: Result<T>, text: string): T {
  if (!result.ok) {
    throw new Error(`The catalogue of providers is wrong at "${text}": ${result.reason.en}`);
  }
  return result.value;
}
