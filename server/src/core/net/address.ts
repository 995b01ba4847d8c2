/**
 * Addresses and prefixes of both families: parsing, canonical text, arithmetic, and what a block is set aside for. This
 * is the one file to import from; it gathers the parts.
 */
export * from './ip.ts';
export * from './prefix.ts';
export * from './special-purpose.ts';
