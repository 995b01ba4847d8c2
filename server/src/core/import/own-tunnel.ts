import { B4_IPV4 } from '../net/ds-lite.ts';
import { findProviders, providerOfBorderRelay } from '../isp/index.ts';
import { equalAddress, formatIpv6, interfaceId, ipv6, parseIpv4, parseIpv6 } from '../net/address.ts';
import type { Ipv4 } from '../net/address.ts';
import { computeCe } from '../net/map-e.ts';
import { linePrefix } from '../spec/scalars-net.ts';
import type { Draft } from './draft.ts';
import type { Line } from './lines.ts';

/** A variable of a script: where it is set, and to what. */
export interface Variable {
  readonly line: Line;
  readonly value: string;
}

/**
 * The values at the top of a tunnel script that Router Spec has written: the commands below them are the same for every
 * method, so that only the addresses tell which one it is. Gives the names of the variables that were taken.
 */
export function importOwnTunnel(variables: ReadonlyMap<string, Variable>, draft: Draft): ReadonlySet<string> {
  const taken = new Set<string>();
  const take = (name: string, path: readonly (string | number)[], text?: string): void => {
    const variable = variables.get(name);
    if (variable !== undefined && draft.take(variable.line, path, text ?? variable.value)) taken.add(name);
  };
  const value = (name: string): string => variables.get(name)?.value ?? '';
  if (value('MARK') !== '') take('MARK', ['tunnel', 'route', 'mark']);
  const subnets = value('FROM')
    .split(' ')
    .filter((subnet) => subnet !== '');
  subnets.forEach((subnet, index) => take('FROM', ['tunnel', 'route', 'from', index], subnet));

  const address = parseIpv4(value('ADDRESS'));
  const remote = parseIpv6(value('REMOTE'));
  const local = parseIpv6(value('LOCAL'));
  if (!address.ok || !remote.ok) return taken;
  const end = providerOfBorderRelay(remote.value);
  if (end?.method !== 'ipip' && !contradictsMapE(address.value, draft)) return taken;
  take('ADDRESS', ['tunnel', 'method'], 'ipip');
  take('ADDRESS', ['tunnel', 'address']);
  if (end !== undefined) take('REMOTE', ['tunnel', 'provider'], end.provider.id);
  take('REMOTE', ['tunnel', 'border-relay']);
  // The identifier that stands for none of the provider's (see nearEnd) is chosen again by itself.
  const id = local.ok ? interfaceId(local.value) : 0n;
  if (id !== 0n && id !== 0xb4n) take('LOCAL', ['tunnel', 'local-id'], formatIpv6(ipv6(id)));
  return taken;
}

/** Whether the tunnel has another address than MAP-E would give it by the provider's rule for the prefix. */
function contradictsMapE(address: Ipv4, draft: Draft): boolean {
  const prefix = linePrefix.parse(draft.get('wan', 'prefix') ?? '');
  if (!prefix.ok || equalAddress(address, B4_IPV4)) return false;
  return findProviders(prefix.value).some((match) => {
    if (match.basis !== 'rule') return false;
    const { rule, interfaceIdForm } = match.rule;
    const ce = computeCe({ prefix: prefix.value, rule, form: interfaceIdForm, psid: undefined });
    return ce.ok && !equalAddress(ce.value.ceIpv4, address);
  });
}
