import type { Line } from '../core/derive/line.ts';
import { formatIpv4 } from '../core/net/address.ts';
import { B4_IPV4 } from '../core/net/ds-lite.ts';
import { say } from '../core/text.ts';
import type { DocumentState, Severities } from './document-state.ts';
import { portsInShort } from './explain/port-bits.ts';
import { ipv4Text } from './explain/prefix-bits.ts';
import { sayIn } from './options.ts';
import type { Say, ServiceOptions } from './options.ts';

/** What a spec comes to, for the status of its language. */
export interface SpecStatus {
  /** The IPv4 address of the line. */
  readonly text: string;
  /** The provider and the ports. */
  readonly detail: string;
  readonly errors: number;
  readonly warnings: number;
}

/** The line of a spec in a few words, and how many problems the spec has. */
export function specStatus(
  state: DocumentState,
  { locale, severities }: ServiceOptions & { readonly severities: Severities },
): SpecStatus {
  const t = sayIn(locale);
  const { line, router } = state.analysis;
  const problems = state.problems(severities);
  const count = (wanted: string): number => problems.filter(({ severity }) => severity === wanted).length;
  const fixed = router?.tunnel.method === 'ipip' ? formatIpv4(router.tunnel.address) : undefined;
  const provider = line.provider === undefined ? undefined : say(line.provider.name, locale);
  return {
    text: addressOf(line) ?? fixed ?? t('no IPv4 address yet', 'IPv4 アドレス未定'),
    detail: [provider, portsOf(line, t)].filter((part) => part !== undefined).join(' · '),
    errors: count('error'),
    warnings: count('warning'),
  };
}

function addressOf({ method, ce }: Line): string | undefined {
  return method === 'ds-lite' ? formatIpv4(B4_IPV4) : ce === undefined ? undefined : ipv4Text(ce);
}

function portsOf({ method, ce }: Line, t: Say): string | undefined {
  if (method === 'ds-lite') return t('no ports of its own', '固有のポートなし');
  return ce === undefined ? undefined : portsInShort(ce.portRanges, ce.portCount, t);
}
