import { parseIpv4 } from '../net/address.ts';
import { classifyIpv4 } from '../net/special-purpose.ts';
import type { Path } from '../problem.ts';
import type { SpecDocument } from '../spec/spec-document.ts';
import type { Neighbour } from './rule.ts';

/**
 * The host that a spec is deployed to, with its port, and where that is written. Undefined where it is not, and for a
 * private address or a loopback one, behind which another machine stands in each network.
 */
export function targetOf({ spec }: SpecDocument): { readonly text: string; readonly path: Path } | undefined {
  const host = spec.deploy?.host ?? spec.hostname;
  if (host === undefined || /^localhost$|:/i.test(host)) return undefined;
  const address = parseIpv4(host);
  if (address.ok && classifyIpv4(address.value) !== 'global') return undefined;
  const port = spec.deploy?.port ?? 22;
  return {
    text: host.toLowerCase() + (port === 22 ? '' : `:${port}`),
    path: spec.deploy?.host === undefined ? ['hostname'] : ['deploy', 'host'],
  };
}

/** The specs of other routers: not those that go to the same host, which are versions of one router. */
export function otherRouters(document: SpecDocument, others: readonly Neighbour[]): readonly Neighbour[] {
  const own = targetOf(document)?.text;
  return others.filter((other) => own === undefined || targetOf(other.document)?.text !== own);
}
