import type { Text } from '../text.ts';
import { importHostname, importInitScript, importLbu, importRepositories } from './alpine.ts';
import { importDnsmasq } from './dnsmasq.ts';
import { Draft, isGenerated } from './draft.ts';
import type { Entry, InputFile } from './draft.ts';
import { importHostapd } from './hostapd.ts';
import { importInterfaces } from './interfaces.ts';
import { importNftables } from './nftables.ts';
import { importDhcp } from './openwrt/dhcp.ts';
import { importFirewall } from './openwrt/firewall.ts';
import { importNetwork } from './openwrt/network.ts';
import { importWireless } from './openwrt/wireless.ts';
import { providerByPrefix } from './tunnel-ends.ts';
import { importTunnelScript } from './tunnel-script.ts';

export type { Entry, InputFile, LineState } from './draft.ts';

/** What a folder is read up to: what is larger is no configuration file, and so many files are no configuration. */
export const INPUT_LIMITS = { bytes: 256 * 1024, files: 500 } as const;

interface Format {
  readonly name: string;
  /** By the path, or where that is somebody's own, by what stands in it. */
  readonly is: (path: string, text: string) => boolean;
  readonly read: (file: InputFile, draft: Draft) => void;
}

const uci = (name: string) => (path: string, text: string) =>
  path.endsWith(`/${name}`) && /^\s*config\s+\S+/m.test(text);

/** In the order in which they are read: what others refer to comes first. */
const FORMATS: readonly Format[] = [
  { name: 'hostname', is: (path) => path.endsWith('/hostname'), read: importHostname },
  { name: 'OpenWrt network', is: uci('network'), read: importNetwork },
  { name: 'OpenWrt dhcp', is: uci('dhcp'), read: importDhcp },
  { name: 'OpenWrt firewall', is: uci('firewall'), read: importFirewall },
  { name: 'OpenWrt wireless', is: uci('wireless'), read: importWireless },
  {
    name: 'interfaces',
    is: (path, text) => path.endsWith('/interfaces') || /^iface \S+ inet/m.test(text),
    read: importInterfaces,
  },
  { name: 'lbu.conf', is: (path) => path.endsWith('/lbu.conf'), read: importLbu },
  { name: 'apk repositories', is: (path) => path.endsWith('/apk/repositories'), read: importRepositories },
  { name: 'init script', is: (_, text) => /^#!\S*openrc-run/.test(text), read: importInitScript },
  {
    name: 'tunnel script',
    is: (_, text) => /^#!.*sh\b/.test(text) && /\bip (?:-6 )?(?:tunnel|link) add\b/.test(text),
    read: importTunnelScript,
  },
  { name: 'nftables', is: (_, text) => /^\s*table \w+ \w+/m.test(text), read: importNftables },
  {
    name: 'hostapd',
    is: (path, text) => path.includes('hostapd') && /^ssid2?=/m.test(text),
    read: importHostapd,
  },
  {
    name: 'dnsmasq',
    is: (path, text) => path.includes('dnsmasq') && /^[a-z-]+(?:=|$)/m.test(text) && !text.startsWith('#!'),
    read: importDnsmasq,
  },
];

/** An input file as a whole: as what it was read; undefined where it is none of the known kinds. */
export interface ReadFile {
  readonly path: string;
  readonly format: string | undefined;
  /** Whether Router Spec has written it. */
  readonly generated: boolean;
}

export interface Imported {
  /** The router.yaml of what was understood. What it lacks and where it is wrong, the rules say. */
  readonly text: string;
  readonly files: readonly ReadFile[];
  /** What became of each line, in the order of the files and lines. */
  readonly entries: readonly Entry[];
}

/** Makes a spec of the configuration files of an existing router. Never throws. */
export function importRouter(inputs: readonly InputFile[]): Imported {
  const draft = new Draft(inputs);
  const files = [...inputs].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const formats = files.map(({ path, text }) => FORMATS.find(({ is }) => is(`/${path}`, text)));
  for (const format of FORMATS)
    files.forEach((file, index) => {
      if (formats[index] === format) format.read(file, draft);
    });
  const remote = draft.entries.find(({ became }) => became === 'wan.prefix');
  if (remote !== undefined) providerByPrefix(remote, draft);
  const order = new Map(files.map(({ path }, index) => [path, index]));
  return {
    text: draft.yaml(),
    files: files.map((file, index) => ({
      path: file.path,
      format: formats[index]?.name,
      generated: isGenerated(file),
    })),
    entries: [...draft.entries].sort(
      (a, b) => (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) || a.line - b.line,
    ),
  };
}

/** What the states of lines are called. */
export const STATE_NAMES: Readonly<Record<Entry['state'], Text>> = {
  taken: { en: 'Taken', ja: '反映' },
  'not-needed': { en: 'Not needed', ja: '不要' },
  'not-taken': { en: 'Not carried over', ja: '引き継がず' },
  unknown: { en: 'Not understood', ja: '解釈不能' },
};
