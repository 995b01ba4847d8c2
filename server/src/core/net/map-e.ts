/**
 * MAP-E (RFC 7597): mapping rules, what a CE computes from them, and the way back. This is the one file to import from; it
 * gathers the parts.
 */
export * from './ce.ts';
export * from './ce-bits.ts';
export * from './interface-identifier.ts';
export * from './map-e-inverse.ts';
export * from './map-rule.ts';
