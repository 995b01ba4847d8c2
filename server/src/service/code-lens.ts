import type { CodeLens } from 'vscode-languageserver-types';
import type { PortUse } from '../core/diagnosis/port-use.ts';
import { formatIpv4, formatIpv6 } from '../core/net/address.ts';
import { clockText } from './clock.ts';
import { command } from './commands.ts';
import type { CommandArguments, Runs } from './commands.ts';
import type { DocumentState } from './document-state.ts';
import { portsInShort } from './explain/port-bits.ts';
import { ipv4Text } from './explain/prefix-bits.ts';
import { mtuText } from './hover-computed.ts';
import { sayIn } from './options.ts';
import type { Say, ServiceOptions } from './options.ts';
import { rangeOf } from './ranges.ts';

/** What codeLenses is told besides. */
export interface CodeLensOptions extends ServiceOptions {
  /** What was measured on the router for this version of the text. */
  readonly measured?: { readonly use: PortUse; readonly time: Date } | undefined;
  /** Whether a router can be reached from here. */
  readonly reachesRouters: boolean;
  /** Which commands the client runs. */
  readonly runs: Runs;
}

type CommandName = keyof CommandArguments;
type Lens = CodeLens & { readonly command: { readonly title: string; readonly command: CommandName } };

/** A lens that says something also says it where nothing comes of pressing it. */
function saying({ range, command }: Lens, runs: Runs): CodeLens {
  return { range, command: runs(command.command) ? command : { title: command.title, command: '' } };
}

/** What is shown above the file (what can be done with it) and above `tunnel:` (what was computed). */
export function codeLenses(state: DocumentState, options: CodeLensOptions): CodeLens[] {
  const t = sayIn(options.locale);
  const { runs } = options;
  return [
    ...fileLenses(state, options, t).filter(({ command }) => runs(command.command)),
    ...tunnelLenses(state, t).map((lens) => saying(lens, runs)),
    ...measuredLenses(state, options, t).map((lens) => saying(lens, runs)),
  ];
}

/** Ports in use, as they were at a time that is named: a number that looked live would be taken for it. */
function measuredLenses({ uri, analysis }: DocumentState, { measured }: CodeLensOptions, t: Say): Lens[] {
  const key = analysis.document.entry(['tunnel'])?.key;
  if (measured === undefined || key === undefined) return [];
  const range = rangeOf(analysis.document.lines, key);
  const { total, available } = measured.use;
  const time = clockText(measured.time);
  const title = t(
    `In use at ${time}: TCP ${total.tcp}, UDP ${total.udp}, ICMP ${total.icmp} of ${available}`,
    `${time} 時点の使用ポート: TCP ${total.tcp}、UDP ${total.udp}、ICMP ${total.icmp}（各 ${available}）`,
  );
  return [
    { range, command: command('routerSpec.diagnose', title, { uri }) },
    { range, command: command('routerSpec.forgetMeasurement', t('Hide', '隠す'), { uri }) },
  ];
}

function fileLenses({ uri, analysis }: DocumentState, { reachesRouters }: CodeLensOptions, t: Say): Lens[] {
  if (analysis.document.entries.length === 0) return [];
  const range = rangeOf(analysis.document.lines, { start: 0, end: 0 });
  const ofRouters = [
    { range, command: command('routerSpec.compare', t('Compare with Router', 'ルーターと比較'), { uri }) },
    { range, command: command('routerSpec.deploy', t('Deploy to Router', 'ルーターにデプロイ'), { uri }) },
  ];
  return [
    { range, command: command('routerSpec.preview', t('Preview', 'プレビュー'), { uri }) },
    ...(reachesRouters ? ofRouters : []),
    { range, command: command('routerSpec.showTopology', t('Topology', '構成図'), { uri }) },
  ];
}

function tunnelLenses({ uri, analysis }: DocumentState, t: Say): Lens[] {
  const key = analysis.document.entry(['tunnel'])?.key;
  if (key === undefined) return [];
  const range = rangeOf(analysis.document.lines, key);
  const copy = (title: string, value: string): Lens => ({
    range,
    command: command('routerSpec.copy', title, { uri, value }),
  });
  const { line, router } = analysis;
  const mtu = copy(mtuText(line, t), String(line.tunnelMtu));
  switch (line.method) {
    case 'map-e': {
      const { ce } = line;
      if (ce === undefined) return [];
      const [ipv6, ipv4] = [formatIpv6(ce.ceIpv6), ipv4Text(ce)];
      const psid = ce.psid === null || ce.psidLength === 0 ? undefined : String(ce.psid);
      return [
        copy(`CE ${ipv6}`, ipv6),
        copy(`IPv4 ${ipv4}`, ipv4),
        ...(psid === undefined ? [] : [copy(`PSID ${psid}`, psid)]),
        {
          range,
          command: command('routerSpec.showPortMap', portsInShort(ce.portRanges, ce.portCount, t), { uri }),
        },
      ];
    }
    case 'ds-lite': {
      const aftr = line.aftr?.value;
      const far =
        aftr === undefined ? undefined : aftr.kind === 'name' ? aftr.name : formatIpv6(aftr.address);
      const near = router === undefined ? undefined : formatIpv6(router.tunnel.local);
      return [
        ...(far === undefined ? [] : [copy(`AFTR ${far}`, far)]),
        ...(near === undefined ? [] : [copy(`B4 ${near}`, near)]),
        mtu,
      ];
    }
    case 'ipip': {
      if (router === undefined) return [];
      const [near, ipv4] = [formatIpv6(router.tunnel.local), formatIpv4(router.tunnel.address)];
      return [copy(`CE ${near}`, near), copy(`IPv4 ${ipv4}`, ipv4), mtu];
    }
    case undefined:
      return [];
  }
}
