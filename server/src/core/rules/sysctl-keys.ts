import type { Path } from '../problem.ts';
import type { Spec } from '../spec/schema/index.ts';

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

/** How many parts the name of a setting under net.ipv4.conf or net.ipv6.conf has: with more, the interface's name has dots. */
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

function isPerInterface([net, family, conf]: readonly string[]): boolean {
  return net === 'net' && (family === 'ipv4' || family === 'ipv6') && conf === 'conf';
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
    const [, written, , name, last] = entry.segments;
    return isPerInterface(entry.segments) && written === family && last === setting && name !== undefined
      ? [{ ...entry, interface: name }]
      : [];
  });
}

/** The name of an entry's interface is written with dots where only slashes are read the same by every sysctl. */
export function isAmbiguous({ key }: SysctlEntry): boolean {
  const slash = key.indexOf('/');
  const parts = key.split('.');
  return slash < 0 && isPerInterface(parts) && parts.length > INTERFACE_SETTING_PARTS;
}
