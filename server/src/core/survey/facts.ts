import type { WifiBand, WifiWidth } from '../net/wifi-channels.ts';

/**
 * What a router says it is made of, as far as a new spec wants to know. Everything in it is in the canonical form of the
 * schema's own types: what does not fit them was left out. Plain data, so that a client can hold it between two questions.
 */
export interface RouterFacts {
  /** Where it was asked, as `USER@HOST` or `USER@HOST:PORT`. */
  readonly address: string;
  readonly hostname: string | undefined;
  /** Such as `v3.22`. */
  readonly release: string | undefined;
  /** Where a diskless router saves; undefined for one on a disk. */
  readonly media: string | undefined;
  /** The prefixes that the line may have given, the likeliest first. */
  readonly prefixes: readonly LinePrefix[];
  readonly links: readonly RouterLink[];
  readonly radios: readonly RouterRadio[];
  /** Whose radio rules hold; undefined where none were set. */
  readonly country: string | undefined;
}

export interface LinePrefix {
  readonly prefix: string;
  /** The port that has an address in it; undefined for one that was delegated. */
  readonly interface: string | undefined;
}

/** A wired port or a bridge. */
export interface RouterLink {
  readonly name: string;
  readonly kind: 'wired' | 'bridge' | 'other';
  readonly mac: string | undefined;
  readonly carrier: boolean;
  /** The bridge that it is a port of. */
  readonly bridge: string | undefined;
  /** The way to the IPv6 internet goes through it. */
  readonly defaultRoute: boolean;
  /** Its first IPv4 address, with the length of the subnet. */
  readonly address: string | undefined;
}

/** A radio that can be an access point. */
export interface RouterRadio {
  readonly interface: string;
  /** What it can do in each band; empty where the router did not say. */
  readonly bands: readonly RadioBand[];
}

export interface RadioBand {
  readonly band: WifiBand;
  readonly channels: readonly number[];
  readonly standards: readonly ('n' | 'ac' | 'ax')[];
  readonly width: WifiWidth;
}
