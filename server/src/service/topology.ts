import type { Range } from 'vscode-languageserver-types';
import type { DocumentState } from './document-state.ts';
import { sayIn } from './options.ts';
import type { Say, ServiceOptions } from './options.ts';
import { whyNoRouter } from './render.ts';
import { drawTopology } from './topology-boxes.ts';

/** A router and what it is connected to as a picture: boxes in rows, frames around some of them, and links. */
export interface TopologyView {
  readonly title: string;
  /** Why there is no picture. */
  readonly missing: string | undefined;
  /** From the internet down to the hosts of the LAN; rows of one frame stand together. */
  readonly rows: readonly { readonly frame?: string; readonly boxes: readonly TopologyBox[] }[];
  readonly frames: readonly TopologyPart[];
  readonly links: readonly TopologyLink[];
  /** What each kind of link is. */
  readonly legend: readonly { readonly kind: LinkKind; readonly label: string }[];
  readonly words: ReturnType<typeof wordsOf>;
}

export interface TopologyPart {
  readonly id: string;
  readonly name: string;
  /** What it is: `WAN port`. */
  readonly what: string;
  readonly facts: readonly Fact[];
  /** Where the spec decides it; undefined for what no spec decides. */
  readonly place: Range | undefined;
}

export interface TopologyBox extends TopologyPart {
  /** Where in its row: at a side, over the whole width, or wherever there is room. */
  readonly at: 'left' | 'right' | 'wide' | 'flow';
}

export type LinkKind = 'ipv4' | 'ipv6' | 'tunnel' | 'wire' | 'radio';

export interface TopologyLink {
  /** The upper end: a box. */
  readonly from: string;
  /** The lower end: a box, or a frame. */
  readonly to: string;
  readonly kind: LinkKind;
  readonly label: string;
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** The topology of a spec, or why there is none. */
export function topology(state: DocumentState, options: ServiceOptions): TopologyView {
  const { router, document } = state.analysis;
  const t = sayIn(options.locale);
  const hostname = router?.hostname ?? document.spec.hostname ?? 'router';
  const drawn = router === undefined ? NOTHING : drawTopology(state, router, options);
  return {
    title: t(`Topology of ${hostname}`, `${hostname} の構成図`),
    missing: router === undefined ? whyNoRouter(state, options) : undefined,
    ...drawn,
    legend: legendOf(t).filter(({ kind }) => drawn.links.some((link) => link.kind === kind)),
    words: wordsOf(t),
  };
}

/** What is drawn. */
export type Drawn = Pick<TopologyView, 'rows' | 'frames' | 'links'>;

const NOTHING: Drawn = { rows: [], frames: [], links: [] };

function wordsOf(t: Say) {
  return {
    picture: t(
      'The router and what it is connected to. Each box leads to its place in the spec.',
      'ルーターとその接続先の図。ボックスを選ぶと、スペック内の該当箇所を表示します。',
    ),
    table: t('The same as a table', '同じ内容の表'),
    part: t('Part', '要素'),
    facts: t('Values', '値'),
    links: t('Connected to', '接続先'),
  };
}

function legendOf(t: Say): TopologyView['legend'] {
  return [
    { kind: 'ipv4', label: 'IPv4' },
    { kind: 'ipv6', label: 'IPv6' },
    { kind: 'tunnel', label: 'IPv4 over IPv6' },
    { kind: 'wire', label: t('Ethernet', '有線') },
    { kind: 'radio', label: 'Wi-Fi' },
  ];
}
