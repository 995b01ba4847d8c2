import { InlayHintKind } from 'vscode-languageserver-types';
import type { InlayHint, Range } from 'vscode-languageserver-types';
import type { Analysis } from '../core/analysis.ts';
import { formatIpv6 } from '../core/net/address.ts';
import type { Path, Span } from '../core/problem.ts';
import { setValue } from '../core/spec/edit.ts';
import { command } from './commands.ts';
import type { Runs } from './commands.ts';
import { derivedDefaults } from './derived-defaults.ts';
import type { DocumentState } from './document-state.ts';
import { explainCeAddress } from './explain/ce-address.ts';
import { explainMss, explainTunnelMtu } from './explain/mtu.ts';
import { explainPortBits } from './explain/port-bits.ts';
import { explainPrefixBits, ipv4Text } from './explain/prefix-bits.ts';
import { markup, paragraphs } from './markdown.ts';
import { sayIn } from './options.ts';
import type { Say, ServiceOptions } from './options.ts';
import { spanOf, textEditsOf } from './ranges.ts';

/** The kinds of hints, each of which has a setting of its own. */
export interface InlayHintSettings {
  /** Beside the prefix: the addresses that come from it. */
  readonly prefix: boolean;
  /** Beside the tunnel: its ports. */
  readonly tunnel: boolean;
  /** Beside the MTU, or the tunnel where it has none: MTU and MSS. */
  readonly mtu: boolean;
  /** Beside blocks: values that the spec leaves to the product. */
  readonly defaults: boolean;
}

export interface InlayHintOptions extends ServiceOptions {
  readonly hints: InlayHintSettings;
  /** Which commands the client runs. */
  readonly runs: Runs;
}

/** The hints in a range of the document. */
export function inlayHints(state: DocumentState, range: Range, options: InlayHintOptions): InlayHint[] {
  const t = sayIn(options.locale);
  const { analysis } = state;
  const wanted = spanOf(analysis.document.lines, range);
  const { hints } = options;
  const all = [
    ...(hints.prefix ? prefixHint(analysis, t) : []),
    ...(hints.tunnel ? tunnelHint(state, options, t) : []),
    ...(hints.mtu ? mtuHint(analysis, t) : []),
    ...(hints.defaults ? defaultHints(analysis, options) : []),
  ];
  return all
    .filter(({ at }) => wanted.start <= at && at <= wanted.end)
    .map(({ at, ...hint }) => ({
      ...hint,
      position: analysis.document.lines.positionAt(at),
      kind: InlayHintKind.Type,
      paddingLeft: true,
    }));
}

type PlacedHint = Omit<InlayHint, 'position' | 'kind' | 'paddingLeft'> & { readonly at: number };

function prefixHint(analysis: Analysis, t: Say): PlacedHint[] {
  const { ce, rule, interfaceIdForm } = analysis.line;
  const at = endOfLineOf(analysis, ['wan', 'prefix']);
  if (at === undefined || ce === undefined || rule === undefined) return [];
  return [
    {
      at,
      label: [
        {
          value: `→ ${ipv4Text(ce)}`,
          tooltip: markup(
            paragraphs([
              t(
                'The IPv4 address of this line, from the bits of the prefix.',
                'プレフィックスのビットから決まる、この回線の IPv4 アドレスです。',
              ),
              explainPrefixBits(ce, rule.value, t),
            ]),
          ),
        },
        {
          value: ` ${formatIpv6(ce.ceIpv6)}`,
          tooltip: markup(
            paragraphs([
              t(
                'The CE address: this router’s end of the tunnel.',
                'CE アドレス（トンネルのこちら側の端点）です。',
              ),
              explainCeAddress(ce, interfaceIdForm, t),
            ]),
          ),
        },
      ],
    },
  ];
}

function tunnelHint({ analysis, uri }: DocumentState, { runs }: InlayHintOptions, t: Say): PlacedHint[] {
  const { ce, rule } = analysis.line;
  const at = behindKey(analysis, ['tunnel']);
  if (at === undefined || ce === undefined || rule === undefined) return [];
  return [
    {
      at,
      label: [
        {
          value: t(`${ce.portCount} ports`, `${ce.portCount} ポート`),
          tooltip: markup(explainPortBits(ce, rule.value, t)),
          ...(runs('routerSpec.showPortMap')
            ? {
                command: command('routerSpec.showPortMap', t('Show the port map', 'ポートマップを表示'), {
                  uri,
                }),
              }
            : {}),
        },
      ],
    },
  ];
}

function mtuHint(analysis: Analysis, t: Say): PlacedHint[] {
  const { line, document } = analysis;
  if (line.method === undefined) return [];
  const tooltip = markup(
    paragraphs([explainTunnelMtu(line, t), line.mss !== undefined && explainMss(line, t)]),
  );
  const set = document.entry(['tunnel', 'mtu']);
  if (set !== undefined) {
    const at = endOfLineOf(analysis, ['tunnel', 'mtu']);
    return at === undefined || line.mss === undefined || set.value.end === set.value.start
      ? []
      : [{ at, label: `MSS ${line.mss}`, tooltip }];
  }
  const at = behindKey(analysis, ['tunnel']);
  if (at === undefined) return [];
  return [
    {
      at,
      label: `MTU ${line.tunnelMtu}${line.mss === undefined ? '' : ` MSS ${line.mss}`}`,
      tooltip,
      ...accept(analysis, ['tunnel', 'mtu'], String(line.tunnelMtu)),
    },
  ];
}

function defaultHints(analysis: Analysis, { locale }: ServiceOptions): PlacedHint[] {
  return derivedDefaults(analysis, locale).flatMap(({ path, value, why }): PlacedHint[] => {
    const at = behindKey(analysis, path.slice(0, -1));
    const key = path.at(-1);
    if (at === undefined || typeof key !== 'string') return [];
    return [{ at, label: `${key}: ${value}`, tooltip: markup(why), ...accept(analysis, path, value) }];
  });
}

/** What a double click on a hint writes: the value as a key of its block. */
function accept(analysis: Analysis, path: Path, value: string): Pick<InlayHint, 'textEdits'> {
  const edits = setValue(analysis.document, path, value);
  return edits === undefined ? {} : { textEdits: textEditsOf(analysis.document.lines, edits) };
}

/** Behind the value of a key. */
function endOfLineOf({ document }: Analysis, path: Path): number | undefined {
  const entry = document.entry(path);
  return entry === undefined || entry.aliased ? undefined : entry.value.end;
}

/** Behind the colon of a key whose block stands below it, or behind a block in flow style. */
function behindKey({ document }: Analysis, path: Path): number | undefined {
  const entry = document.entry(path);
  if (entry?.key === undefined || entry.aliased) return undefined;
  if (entry.flow) return entry.value.end;
  const colon = document.text.indexOf(':', entry.key.end);
  return colon < 0 ? undefined : afterAnchor(document.text, { start: colon + 1, end: entry.value.start });
}

/** Behind an anchor or tag between the colon and the block, which belongs to the key's line. */
function afterAnchor(text: string, { start, end }: Span): number {
  const between = /^[ \t]+[&!][^\s#]*/.exec(text.slice(start, Math.max(start, end)));
  return start + (between?.[0].length ?? 0);
}
