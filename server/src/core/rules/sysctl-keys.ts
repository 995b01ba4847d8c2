import type { Path, TextEdit } from '../problem.ts';
import type { Spec } from '../spec/schema/index.ts';
import type { SpecDocument } from '../spec/spec-document.ts';
import { sysctlParts } from '../spec/sysctl-key.ts';
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
 * The parts of a setting's name. Dots alone leave it open where the name of the interface ends; they are read as busybox
 * does, which looks for the interface.
 */
export function segmentsOf(key: string): readonly string[] {
  const parts = sysctlParts(key);
  return !key.includes('/') && isPerInterface(parts) && parts.length > INTERFACE_SETTING_PARTS
    ? [...parts.slice(0, 3), parts.slice(3, -1).join('.'), ...parts.slice(-1)]
    : parts;
}

function isPerInterface([net, family, group]: readonly string[]): boolean {
  return net === 'net' && (family === 'ipv4' || family === 'ipv6') && (group === 'conf' || group === 'neigh');
}

/** Where interfaces have settings of their own, MPLS among them (kernel documentation, networking/mpls-sysctl). */
function hasInterface(segments: readonly string[]): boolean {
  return isPerInterface(segments) || segments.slice(0, 3).join('.') === 'net.mpls.conf';
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

/** Whether an interface has dots in its name and the key has dots alone, so that no reader can tell where the name ends. */
export function hasAmbiguousInterface({ key, segments }: SysctlEntry): boolean {
  return isPerInterface(segments) && segments[3]?.includes('.') === true && !key.includes('/');
}

/**
 * Whether what was meant as a separator is a dot of a name: only the names of interfaces hold dots, and those of the
 * files below fs/binfmt_misc.
 */
export function hasMixedSeparators({ key, segments }: SysctlEntry): boolean {
  if (!key.includes('/') || segments[0] === 'fs') return false;
  const interfaceAt = segments.length === INTERFACE_SETTING_PARTS && hasInterface(segments) ? 3 : -1;
  return segments.some((segment, index) => index !== interfaceAt && segment.includes('.'));
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

/** Writes the name of a setting another way, in the quotes that it has; nothing where that name is there already. */
export function writtenAs(
  document: SpecDocument,
  { path, key }: SysctlEntry,
  name: string,
): TextEdit[] | undefined {
  const entry = document.entry(path);
  if (entry?.key === undefined || entry.aliased || document.entry(['sysctl', name]) !== undefined)
    return undefined;
  const { start, end } = entry.key;
  const [before, after] = document.text.slice(start, end).split(key);
  return before === undefined || after === undefined
    ? undefined
    : [{ span: entry.key, newText: `${before}${name}${after}` }];
}
