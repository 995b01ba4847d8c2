import type { Path } from '../problem.ts';
import type { Spec } from '../spec/schema/index.ts';
import type { RuleContext } from './rule.ts';
import { tunnelName } from './line-facts.ts';
import { valueOr } from './spec-values.ts';

/** A kernel setting of the `sysctl` block. */
export interface SysctlEntry {
  /** As written. */
  readonly key: string;
  readonly path: Path;
  /** The parts of its name, `net` first; the name of an interface with dots is one part. */
  readonly segments: readonly string[];
  readonly value: string;
}

/** A setting of one interface, or of `all` or `default`. */
export interface InterfaceSetting extends SysctlEntry {
  readonly interface: string;
}

/** How many parts the name of a setting of an interface has, as net.ipv4.conf.eth0.rp_filter: with more, the interface's name has dots. */
const INTERFACE_SETTING_PARTS = 5;

/**
 * The parts of a setting's name. The first separator says which one separates (sysctl(8)): in `net/ipv4/conf/eth0.10/x`
 * dots are literal, in `net.ipv4.conf.eth0/10.x` a slash stands for one. Dots alone leave it open where the name of the
 * interface ends; they are read as busybox does, which looks for the interface.
 */
function segmentsOf(key: string): string[] {
  const slash = key.indexOf('/');
  const dot = key.indexOf('.');
  if (slash >= 0 && (dot < 0 || slash < dot)) return key.split('/');
  const parts = key.split('.').map((part) => part.replaceAll('/', '.'));
  return isPerInterface(parts) && parts.length > INTERFACE_SETTING_PARTS
    ? [...parts.slice(0, 3), parts.slice(3, -1).join('.'), ...parts.slice(-1)]
    : parts;
}

function isPerInterface([net, family, group]: readonly string[]): boolean {
  return net === 'net' && (family === 'ipv4' || family === 'ipv6') && (group === 'conf' || group === 'neigh');
}

/** The settings of the `sysctl` block, in the order of the text. */
export function sysctlEntries({ sysctl }: Spec): SysctlEntry[] {
  return Object.entries(sysctl ?? {}).map(([key, value]) => ({
    key,
    path: ['sysctl', key],
    segments: segmentsOf(key),
    value: value.trim(),
  }));
}

/** The settings with one of these names, written with dots. */
export function sysctlsNamed(spec: Spec, ...names: readonly string[]): SysctlEntry[] {
  return sysctlEntries(spec).filter(({ segments }) => names.includes(segments.join('.')));
}

/** What the spec sets of one setting of all interfaces, such as `rp_filter` of IPv4. */
export function interfaceSettings(spec: Spec, family: 'ipv4' | 'ipv6', setting: string): InterfaceSetting[] {
  return sysctlEntries(spec).flatMap((entry) => {
    const [net, written, group, name, last] = entry.segments;
    return net === 'net' && written === family && group === 'conf' && last === setting && name !== undefined
      ? [{ ...entry, interface: name }]
      : [];
  });
}

/**
 * Whether an interface has dots in its name and the key is not written with slashes throughout, the one form in which
 * every reader finds the end of the name.
 */
export function hasAmbiguousInterface({ key, segments }: SysctlEntry): boolean {
  return (
    isPerInterface(segments) &&
    segments[3]?.includes('.') === true &&
    key.split('/').length !== segments.length
  );
}

/**
 * The settings that make the filter strict on the tunnel, under a route by mark; none where it is off or loose, and none
 * where `src_valid_mark` makes the filter look at marks, since who sets them on the way back is not known here.
 */
export function strictOnTunnel({
  document,
  spec,
}: Pick<RuleContext, 'document' | 'spec'>): readonly InterfaceSetting[] {
  const route = spec.tunnel?.route;
  if (typeof route !== 'object' || route.mark === undefined) return [];
  if (sysctlsNamed(spec, 'net.ipv4.conf.all.src_valid_mark').some(({ value }) => value !== '0')) return [];
  const tunnel = tunnelName({ document, spec });
  const counting = interfaceSettings(spec, 'ipv4', 'rp_filter').filter(
    (each) => each.interface === 'all' || each.interface === tunnel,
  );
  if (counting.some(({ value }) => value === '2')) return [];
  return counting.filter(({ value }) => value === '1');
}

/**
 * Whether a reverse-path filter is set for the WAN port, which carries IPv6 alone. Beside another IPv4 uplink, which may
 * use that port, nothing is known.
 */
export function isIdleRpFilter(
  setting: InterfaceSetting,
  { document, spec }: Pick<RuleContext, 'document' | 'spec'>,
): boolean {
  const route = valueOr(document, ['tunnel', 'route'], spec.tunnel?.route, 'default');
  return route === 'default' && setting.interface === spec.wan?.interface;
}
