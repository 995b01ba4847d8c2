import type { Suggest, SuggestContext } from './suggestion.ts';

/** Names of interfaces that are not taken yet. */

/** How many are offered. */
const MOST_NAMES = 4;

/** The interfaces that the spec has in other places than the one that is asked for. */
function taken({ names, path }: SuggestContext): Set<string> {
  const own = path.join();
  return new Set(
    names.places
      .filter(
        ({ kind, role, written }) =>
          kind === 'interface' && role === 'declaration' && written?.scalar.entry.path.join() !== own,
      )
      .map(({ name }) => name),
  );
}

function next(stem: string, used: ReadonlySet<string>, most = MOST_NAMES): string[] {
  return Array.from({ length: used.size + most }, (_, index) => `${stem}${index}`)
    .filter((name) => !used.has(name))
    .slice(0, most);
}

/**
 * Wired ports: the kernel's own names go on counting. Where the spec has others (`enp1s0`), nobody can know which ports
 * the machine has.
 */
export const wiredPorts: Suggest = (context) => {
  const used = taken(context);
  // The first port is mostly that of the line, which may not have been written yet.
  if (context.path[0] === 'lan' && context.analysis.document.spec.wan?.interface === undefined)
    used.add('eth0');
  const wired = [...used].filter((name) => /^(?:e|lan|wan)/.test(name));
  if (wired.some((name) => !/^eth\d+$/.test(name))) return [];
  return next('eth', used).map((value) => ({
    value,
    detail: context.t('not used in this spec yet', 'このスペックで未使用'),
  }));
};

export const radios: Suggest = (context) =>
  next('wlan', taken(context), 2).map((value) => ({
    value,
    detail: context.t('not used in this spec yet', 'このスペックで未使用'),
  }));

/** Kernel settings of single interfaces, for those that the spec has; those whose value matters on such a router. */
export function interfaceSettings({ names, t }: SuggestContext): { key: string; detail: string }[] {
  const interfaces = ['all', ...names.all('interface').map((name) => name.replaceAll('.', '/'))];
  return interfaces.flatMap((name) => [
    { key: `net.ipv4.conf.${name}.rp_filter`, detail: t('the reverse-path filter', '逆方向経路フィルター') },
    ...(name === 'all'
      ? []
      : [{ key: `net.ipv6.conf.${name}.accept_ra`, detail: t('router advertisements', 'RA の受信') }]),
  ]);
}
