import { findProviders, providerOfBorderRelay } from '../isp/index.ts';
import { formatPrefix, ipv6Prefix, networkOf, parseIpv6 } from '../net/address.ts';
import { linePrefix } from '../spec/scalars-net.ts';
import type { Draft, Place } from './draft.ts';

/** The remote end of a tunnel: that of a provider stands for the provider, any other is written down. */
export function importRemote(at: Place, text: string, draft: Draft): void {
  const parsed = parseIpv6(text);
  const end = parsed.ok ? providerOfBorderRelay(parsed.value) : undefined;
  if (end === undefined) draft.take(at, ['tunnel', 'border-relay'], text);
  else draft.take(at, ['tunnel', 'provider'], end.provider.id);
}

/** The address of the near end lies in the line's prefix; on its own it counts as one of a /64. */
export function importLocal(at: Place, text: string, draft: Draft): void {
  const parsed = parseIpv6(text);
  if (!parsed.ok) draft.notTaken(at, parsed.reason);
  else draft.take(at, ['wan', 'prefix'], formatPrefix(networkOf(ipv6Prefix(parsed.value, 64))));
}

/**
 * The provider whose rule covers the prefix, where no line named one; a fixed address may be anybody's. Says whether there
 * is a provider now.
 */
export function providerByPrefix(at: Place, draft: Draft): boolean {
  if (draft.get('tunnel', 'provider') !== undefined) return true;
  if (draft.get('tunnel', 'method') === 'ipip') return false;
  const parsed = linePrefix.parse(draft.get('wan', 'prefix') ?? '');
  const found = parsed.ok ? findProviders(parsed.value).find(({ basis }) => basis === 'rule') : undefined;
  return found !== undefined && draft.take(at, ['tunnel', 'provider'], found.provider.id);
}
