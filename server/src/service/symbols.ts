import { SymbolKind } from 'vscode-languageserver-types';
import type { DocumentSymbol, SymbolInformation } from 'vscode-languageserver-types';
import type { Path } from '../core/problem.ts';
import type { SpecDocument, Entry } from '../core/spec/spec-document.ts';
import { clip } from '../core/spec/scalars.ts';
import type { DocumentState } from './document-state.ts';
import { rangeOf } from './ranges.ts';

/** How many symbols are listed; a file that has more is no router. */
const MOST = 5000;

/** The outline of a spec: its blocks, keys and list entries, with the values of what holds only one. */
export function documentSymbols({ analysis }: DocumentState): DocumentSymbol[] {
  return new Outline(analysis.document).below([]);
}

/** The same as a flat list, for clients that draw no tree. */
export function flatSymbols(state: DocumentState): SymbolInformation[] {
  const flat = (symbols: readonly DocumentSymbol[], container: string): SymbolInformation[] =>
    symbols.flatMap(({ name, kind, range, children }) => [
      { name, kind, containerName: container, location: { uri: state.uri, range } },
      ...flat(children ?? [], container === '' ? name : `${container}.${name}`),
    ]);
  return flat(documentSymbols(state), '');
}

class Outline {
  private readonly document: SpecDocument;
  private readonly children = new Map<string, Entry[]>();
  private left = MOST;

  constructor(document: SpecDocument) {
    this.document = document;
    for (const entry of document.entries) {
      // What is reached through an alias stands elsewhere, and parts of a short form are shown with the whole.
      if (entry.aliased || (entry.schema === undefined && entry.key === undefined)) continue;
      if (entry.path.length === 0) continue;
      const parent = JSON.stringify(entry.path.slice(0, -1));
      const siblings = this.children.get(parent);
      if (siblings === undefined) this.children.set(parent, [entry]);
      else siblings.push(entry);
    }
  }

  below(path: Path): DocumentSymbol[] {
    return (this.children.get(JSON.stringify(path)) ?? []).flatMap((entry): DocumentSymbol[] => {
      if (this.left-- <= 0) return [];
      const { lines, text } = this.document;
      const children = this.below(entry.path);
      const name = String(entry.path.at(-1));
      const selection = entry.key ?? entry.value;
      const end = Math.max(entry.value.end, selection.end);
      const value = text.slice(entry.value.start, entry.value.end);
      return [
        {
          name: typeof entry.path.at(-1) === 'number' ? this.itemName(entry, name) : name,
          kind: kindOf(entry, children),
          range: rangeOf(lines, { start: selection.start, end: trimmedEnd(text, selection.start, end) }),
          selectionRange: rangeOf(lines, {
            start: selection.start,
            end: entry.key === undefined ? firstLineEnd(text, selection) : selection.end,
          }),
          ...(entry.quote === undefined ? {} : { detail: clip(value) }),
          ...(children.length === 0 ? {} : { children }),
        },
      ];
    });
  }

  /** An entry of a list is called by what names it: its name, network, service, interface, or its own value. */
  private itemName({ path, value, quote }: Entry, index: string): string {
    const { document } = this;
    if (quote !== undefined) return clip(document.text.slice(value.start, value.end));
    for (const key of ['name', 'ssid', 'service', 'interface', 'port']) {
      const named = document.entry([...path, key]);
      if (named !== undefined && named.value.end > named.value.start)
        return clip(document.text.slice(named.value.start, named.value.end));
    }
    return `[${index}]`;
  }
}

function kindOf(entry: Entry, children: readonly DocumentSymbol[]): SymbolKind {
  if (entry.quote !== undefined)
    return entry.schema?.kind === 'scalar' && entry.schema.type === 'boolean'
      ? SymbolKind.Boolean
      : SymbolKind.Property;
  if (entry.schema?.kind === 'list') return SymbolKind.Array;
  return children.length > 0 ? SymbolKind.Module : SymbolKind.Property;
}

/** A block's range reaches to the start of the line behind it; its text ends before. */
function trimmedEnd(text: string, least: number, end: number): number {
  let at = end;
  while (at > least && /\s/.test(text[at - 1] ?? '')) at--;
  return at;
}

function firstLineEnd(text: string, { start, end }: { start: number; end: number }): number {
  const line = text.slice(start, end).search(/[\r\n]/);
  return line < 0 ? end : start + line;
}
