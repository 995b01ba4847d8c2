import type { Range } from 'vscode-languageserver-types';
import { computedOf } from '../core/derive/computed.ts';
import { present } from '../core/spec/present.ts';
import type { Line } from '../core/derive/line.ts';
import { formatIpv4 } from '../core/net/address.ts';
import { excludedPortCount, isInSet, portCount, portSet, psidOfPort } from '../core/net/port-set.ts';
import type { PortParameters, PortRange } from '../core/net/port-set.ts';
import { openingsOf } from '../core/render/nftables/openings.ts';
import { nearestFreePort } from '../core/rules/port-text.ts';
import { forwardsOf } from '../core/rules/spec-values.ts';
import { lanEndpoint } from '../core/spec/scalars-lan.ts';
import { say } from '../core/text.ts';
import type { DocumentState } from './document-state.ts';
import { portsInShort } from './explain/port-bits.ts';
import { ipv4Text } from './explain/prefix-bits.ts';
import { sayIn } from './options.ts';
import type { Say, ServiceOptions } from './options.ts';
import { portMapWords } from './port-map-words.ts';
import type { PortMapWords } from './port-map-words.ts';
import { rangeOf } from './ranges.ts';

/** What is looked at beside the line's own ports: another line's set, or whose a port is. */
export interface PortMapQuery {
  readonly psid?: number;
  readonly port?: number;
}

/** The ports of an address as a picture, with everything that is said about it in the client's language. */
export interface PortMapView {
  readonly title: string;
  /** Why there is no map. */
  readonly missing: string | undefined;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly map: PortMap | undefined;
  readonly words: PortMapWords;
}

export interface PortMap {
  /** How many ports a row of the picture has; a power of two. */
  readonly rowSize: number;
  readonly own: readonly OwnRange[];
  /** How many ranges there are beyond those in `own`. */
  readonly more: number;
  /** The ports that no line has. */
  readonly nobody: (PortRange & { readonly label: string }) | undefined;
  readonly uses: readonly PortUse[];
  /** The set of another line that shares the address. */
  readonly neighbour:
    { readonly psid: number; readonly label: string; readonly ranges: readonly PortRange[] } | undefined;
  /** The line's own PSID, and the largest that there is; undefined where the address is not shared. */
  readonly psid: { readonly own: number; readonly largest: number } | undefined;
  /** Whose the port is that was asked for. */
  readonly found: { readonly port: number; readonly text: string } | undefined;
  /** What the 16 bits of a port are, from the left. */
  readonly bits: readonly {
    readonly kind: 'range' | 'psid' | 'port';
    readonly width: number;
    readonly label: string;
  }[];
  /** The hosts that have a name, for forwards. */
  readonly hosts: readonly { readonly name: string; readonly address: string }[];
}

/** A range of the line's own ports. */
export interface OwnRange extends PortRange {
  readonly name: string;
  /** The range and what uses it in a sentence. */
  readonly label: string;
  /** The port that a new forward gets; undefined where all are taken. */
  readonly free: number | undefined;
}

/** Something that a port leads to. */
export interface PortUse {
  readonly port: number;
  readonly text: string;
  /** Whether packets to the port arrive at all. */
  readonly own: boolean;
  /** Where the spec says so. */
  readonly place: Range;
}

/** How many ranges are shown; with a PSID offset of 15 there are 32,767 of one port each. */
const MOST_RANGES = 1024;

/** A picture has 16 to 64 rows. With an offset between 4 and 6, as all providers have, each row has one range of every PSID. */
const ROW_BITS = { least: 4, most: 6 };

/** The lowest port that a new forward gets where it has the choice: those below are for services of the system (RFC 6335 section 6). */
const LOWEST_FREE = 1024;

/** The ports of a spec as a picture; for a line without any it says why. */
export function portMap(state: DocumentState, query: PortMapQuery, options: ServiceOptions): PortMapView {
  const { line, document } = state.analysis;
  const t = sayIn(options.locale);
  const hostname = document.spec.hostname ?? 'router';
  const ports = portsOf(state);
  return {
    title: t(`Ports of ${hostname}`, `${hostname} のポート`),
    missing: ports === undefined ? whyNone(line, options) : undefined,
    facts: ports === undefined ? [] : factsOf(ports, t),
    map: ports === undefined ? undefined : drawn(state, ports, query, t),
    words: portMapWords(t),
  };
}

/** The ports of a line that NAT happens on, and how its address is shared; a whole address has no PSID. */
interface LinePorts {
  readonly address: string;
  readonly ranges: readonly PortRange[];
  readonly parameters: PortParameters;
  readonly psid: number | undefined;
}

function portsOf({ analysis: { line, document } }: DocumentState): LinePorts | undefined {
  const { ce, rule, method } = line;
  if (ce !== undefined && rule !== undefined) {
    const parameters = { offset: rule.value.psidOffset, psidLength: ce.psidLength };
    const psid = ce.psidLength === 0 ? undefined : (ce.psid ?? undefined);
    return { address: ipv4Text(ce), ranges: ce.portRanges, parameters, psid };
  }
  const address = document.spec.tunnel?.address;
  if (method !== 'ipip' || address === undefined) return undefined;
  const parameters = { offset: 0, psidLength: 0 };
  return {
    address: formatIpv4(address),
    ranges: portSet({ ...parameters, psid: 0 }),
    parameters,
    psid: undefined,
  };
}

function factsOf({ address, ranges, parameters, psid }: LinePorts, t: Say): PortMapView['facts'] {
  return [
    { label: t('IPv4 address', 'IPv4 アドレス'), value: address },
    ...(psid === undefined
      ? []
      : [
          {
            label: 'PSID',
            value: t(
              `${psid} (one of ${2 ** parameters.psidLength})`,
              `${psid}（${2 ** parameters.psidLength} 回線で共有）`,
            ),
          },
        ]),
    { label: t('Ports', 'ポート'), value: portsInShort(ranges, portCount(ranges), t) },
  ];
}

function drawn(state: DocumentState, ports: LinePorts, query: PortMapQuery, t: Say): PortMap {
  const { ranges, parameters, psid } = ports;
  const { offset, psidLength } = parameters;
  const uses = usesOf(state, ranges, t);
  const taken = new Set(uses.map(({ port }) => port));
  const excluded = excludedPortCount(parameters);
  const found = query.port === undefined ? undefined : foundPort(query.port, ports, t);
  const other = found === undefined ? query.psid : psidOfPort(found.port, parameters);
  const bits = [
    { kind: 'range', width: offset, label: t('range', '範囲') },
    { kind: 'psid', width: psidLength, label: psid === undefined ? 'PSID' : `PSID ${psid}` },
    { kind: 'port', width: 16 - offset - psidLength, label: t('port in the range', '範囲内のポート') },
  ] as const;
  return {
    rowSize: 2 ** (16 - Math.min(Math.max(offset, ROW_BITS.least), ROW_BITS.most)),
    own: ranges.slice(0, MOST_RANGES).map((range, index) => ownRange(range, index, uses, taken, t)),
    more: Math.max(0, ranges.length - MOST_RANGES),
    nobody:
      excluded === 0
        ? undefined
        : {
            first: 0,
            last: excluded - 1,
            label: t(`0–${excluded - 1}: no line has these`, `0–${excluded - 1}: どの回線にも割り当てなし`),
          },
    uses,
    neighbour: other === undefined || other === psid ? undefined : neighbourOf(other, parameters),
    psid: psid === undefined ? undefined : { own: psid, largest: 2 ** psidLength - 1 },
    found,
    bits: psid === undefined ? [] : bits.filter(({ width }) => width > 0),
    hosts: present(state.analysis.document.spec.lan?.dhcp?.reservations).flatMap(({ name, address }) =>
      name === undefined || address === undefined ? [] : [{ name, address: formatIpv4(address) }],
    ),
  };
}

function ownRange(
  { first, last }: PortRange,
  index: number,
  uses: readonly PortUse[],
  taken: ReadonlySet<number>,
  t: Say,
): OwnRange {
  const name = t(`Range ${index + 1}`, `範囲 ${index + 1}`);
  const count = last - first + 1;
  const ports = rangeText({ first, last });
  const used = uses.filter(({ port }) => first <= port && port <= last).map(({ text }) => text);
  return {
    first,
    last,
    name,
    label:
      t(
        `${name}: ${count === 1 ? `port ${ports}` : `ports ${ports}, ${count} of them`}`,
        `${name}: ポート ${ports}（${count} ポート）`,
      ) + (used.length === 0 ? '' : t(`; in use: ${used.join(', ')}`, `、使用中: ${used.join('、')}`)),
    free: nearestFreePort([{ first, last }], Math.max(first, LOWEST_FREE), taken),
  };
}

/** What ports lead to: the forwards as the spec has them, and what the router itself answers over IPv4. */
function usesOf({ analysis }: DocumentState, ranges: readonly PortRange[], t: Say): PortUse[] {
  const { document, router } = analysis;
  const forwards = forwardsOf(document.spec).flatMap(({ path, protocol, port, to }) => {
    if (port === undefined) return [];
    const target = to === undefined ? '' : ` → ${lanEndpoint.format(to)}`;
    return [{ port, text: `${protocol ?? 'tcp'} ${port}${target}`, path }];
  });
  const services = router === undefined ? [] : openingsOf(router).ipv4.services;
  return [
    ...forwards,
    ...services.map(({ protocol, port, origin: [path] }) => ({
      port,
      text: `${protocol} ${port} → ${t('this router', 'このルーター')}`,
      path: path ?? [],
    })),
  ]
    .map(({ port, text, path }) => ({
      port,
      text,
      own: isInSet(ranges, port),
      place: rangeOf(document.lines, document.spanOf(path)),
    }))
    .sort((a, b) => a.port - b.port);
}

function neighbourOf(psid: number, parameters: PortParameters): PortMap['neighbour'] {
  const ranges = portSet({ ...parameters, psid }).slice(0, MOST_RANGES);
  return ranges.length === 0 ? undefined : { psid, label: `PSID ${psid}`, ranges };
}

/** Whose a port is; undefined for a number that is no port. */
function foundPort(port: number, { ranges, parameters, psid, address }: LinePorts, t: Say): PortMap['found'] {
  if (!Number.isInteger(port) || port < 0 || port > 65535) return undefined;
  const index = ranges.findIndex(({ first, last }) => first <= port && port <= last);
  const owner = psidOfPort(port, parameters);
  if (index >= 0)
    return {
      port,
      text:
        psid === undefined
          ? t(`Port ${port} is yours.`, `ポート ${port} はこの回線のものです。`)
          : t(
              `Port ${port} is yours: it lies in range ${index + 1}.`,
              `ポート ${port} はこの回線のものです（範囲 ${index + 1}）。`,
            ),
    };
  return {
    port,
    text:
      owner === undefined
        ? t(
            `Port ${port} belongs to no line: nothing sent to it arrives anywhere.`,
            `ポート ${port} はどの回線にも割り当てられていません。宛てられたパケットはどこにも届きません。`,
          )
        : t(
            `Port ${port} belongs to PSID ${owner}, another line that shares ${address}.`,
            `ポート ${port} は、${address} を共有する別の回線（PSID ${owner}）のものです。`,
          ),
  };
}

function rangeText({ first, last }: PortRange): string {
  return first === last ? `${first}` : `${first}–${last}`;
}

function whyNone(line: Line, { locale }: ServiceOptions): string {
  const t = sayIn(locale);
  if (line.method === 'ds-lite')
    return t(
      'A DS-Lite line has no ports of its own: the provider does NAT for all its lines (AFTR), and no port can be forwarded.',
      'DS-Lite の回線に固有のポートはありません。NAT は事業者の設備（AFTR）で行われ、ポート転送もできません。',
    );
  if (line.method === 'ipip')
    return t(
      'The fixed IPv4 address is missing: set `tunnel.address`. All its ports are yours then.',
      '固定 IPv4 アドレスがありません。`tunnel.address` を指定してください。指定すると、全ポートを使えます。',
    );
  const computed = computedOf(line);
  return computed.ok ? '' : say(computed.reason, locale);
}
