import { pattern } from './scalars.ts';
import { interfaceName } from './scalars-net.ts';
import type { ScalarSchema } from './schema-types.ts';

/**
 * An interface in the name of a kernel setting. Where dots separate, a slash stands for a dot of the interface's own
 * (sysctl(8)).
 */
function usedInterface(dots: boolean): ScalarSchema<string> {
  return {
    ...interfaceName,
    parse: (text) => interfaceName.parse(dots ? text.replaceAll('/', '.') : text),
    naming: {
      kind: 'interface',
      role: 'reference',
      of: (name) => name,
      ...(dots ? { write: (name: string) => name.replaceAll('.', '/') } : {}),
    },
  };
}

/**
 * The parts of a kernel setting's name, `net` first. The first separator says which one separates (sysctl(8)): in
 * `net/ipv4/conf/eth0.10/x` dots are literal, in `net.ipv4.conf.eth0/10.x` a slash stands for one.
 */
export function sysctlParts(key: string): readonly string[] {
  return /[./]/.exec(key)?.[0] === '/'
    ? key.split('/')
    : key.split('.').map((part) => part.replaceAll('/', '.'));
}

const label = { en: 'interface', ja: 'インターフェース' };

/** The name of a kernel setting; those of one interface hold its name, between dots or between slashes. */
export const sysctlKey: ScalarSchema<string> = {
  ...pattern({
    type: 'key',
    shape: {
      en: 'a kernel setting such as net.ipv4.conf.all.rp_filter',
      ja: 'net.ipv4.conf.all.rp_filter のようなカーネル設定',
    },
    pattern: /^(?:net|kernel|vm|fs)(?:[./][A-Za-z0-9][A-Za-z0-9_-]{0,63}){1,9}$/,
  }),
  form: {
    template: 'net.ipv4.conf.{dotted}.rp_filter',
    pattern:
      /^net(?:\.ipv[46]\.(?:conf|neigh)\.(?<dotted>.+)\.[^.]+|\/ipv[46]\/(?:conf|neigh)\/(?<slashed>[^/]+)\/.+)$/d,
    parts: {
      dotted: { label, schema: usedInterface(true) },
      slashed: { label, schema: usedInterface(false) },
    },
  },
};
