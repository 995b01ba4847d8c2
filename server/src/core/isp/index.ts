/**
 * The providers' rule tables and tunnel ends as data with sources, and the questions one asks of them. This is the one file
 * to import from; it gathers the parts.
 */
export * from './access-networks.ts';
export * from './providers.ts';
export * from './lookup.ts';
export * from './types.ts';
