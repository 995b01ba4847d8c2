import type { Path } from '../problem.ts';
import type { Spec } from '../spec/schema/index.ts';
import { indexed } from './spec-values.ts';

/** An entry of `firewall.allow` with its defaults. */
export type AllowEntry = {
  readonly path: Path;
  readonly from: 'lan' | 'wan';
} & NonNullable<NonNullable<NonNullable<Spec['firewall']>['allow']>[number]>;

/** The entries of `firewall.allow`. */
export function allowsOf({ firewall }: Spec): readonly AllowEntry[] {
  return indexed(firewall?.allow).map(([index, entry]) => ({
    ...entry,
    from: entry.from ?? 'lan',
    path: ['firewall', 'allow', index],
  }));
}

/** The TCP port that an entry opens for SSH on the router: that of sshd, another one where the entry says so; undefined where it opens none. */
export function sshPortOf(entry: AllowEntry, sshd: number): number | undefined {
  if (entry.to !== undefined) return undefined;
  if (entry.service === 'ssh') return entry.port ?? sshd;
  if (entry.service !== undefined) return undefined;
  if (entry.port !== undefined) return entry.protocol === 'udp' ? undefined : entry.port;
  // An entry without a service and a port opens its whole protocol, or everything.
  return entry.protocol === 'udp' ? undefined : sshd;
}
