import { MAP_E_PROVIDERS } from './map-e-providers.ts';
import { DS_LITE_PROVIDERS, IPIP_PROVIDERS } from './other-providers.ts';
import type { Provider } from './types.ts';

/**
 * The Japanese providers of IPv4 over IPv6. Their rules are public knowledge, not published by them: show the sources
 * and let the user override.
 */
export const PROVIDERS: readonly Provider[] = [...MAP_E_PROVIDERS, ...DS_LITE_PROVIDERS, ...IPIP_PROVIDERS];

/** The provider of this id, or undefined for `custom` and for names that are none. */
export function providerById(id: string): Provider | undefined {
  return PROVIDERS.find((provider) => provider.id === id);
}
