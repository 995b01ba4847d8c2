import type { Hover, Position } from 'vscode-languageserver-types';
import type { Span } from '../core/problem.ts';
import { schemaAt, pathText } from '../core/spec/schema-lookup.ts';
import type { Entry } from '../core/spec/spec-document.ts';
import { say } from '../core/text.ts';
import type { DocumentState } from './document-state.ts';
import { computedHover } from './hover-computed.ts';
import { keyDocs } from './hover-key.ts';
import { code, markup, paragraphs } from './markdown.ts';
import type { ServiceOptions } from './options.ts';
import { rangeOf } from './ranges.ts';

/** What is shown over a key or a value: what was computed there, what the value means, and what the key is for. */
export function hover(state: DocumentState, position: Position, options: ServiceOptions): Hover | undefined {
  const { document } = state.analysis;
  const offset = document.lines.offsetAt(position);
  const found = document.entryAt(offset);
  if (found === undefined) return undefined;
  const { entry, on } = found;
  const place = schemaAt(entry.path);
  // A block is as large as a screen: only its key, and what stands on it, is something to point at.
  if (place === undefined || (on === 'value' && isBlock(entry))) return undefined;
  const value = on === 'value' ? valueDocs(entry, document.text, options) : undefined;
  const text = paragraphs([computedHover(state.analysis, entry.path, options.locale), value]);
  const docs = keyDocs(entry.path, place, options);
  const span: Span = on === 'key' ? (entry.key ?? entry.value) : entry.value;
  return {
    contents: markup(text === '' ? docs : `${text}\n\n---\n\n${docs}`),
    range: rangeOf(document.lines, span),
  };
}

/** What a closed value means. That `true` is yes needs no saying, and a provider is explained at length already. */
function valueDocs(entry: Entry, text: string, { locale }: ServiceOptions): string | undefined {
  const schema = schemaAt(entry.path)?.schema;
  const scalar = schema?.kind === 'either' ? schema.scalar : schema?.kind === 'scalar' ? schema : undefined;
  if (scalar?.type !== 'choice' || pathText(entry.path) === 'tunnel.provider') return undefined;
  const written = text.slice(entry.value.start, entry.value.end).replace(/^["']|["']$/g, '');
  const closed = scalar.values?.find((each) => each.value === written);
  return closed === undefined ? undefined : `${code(closed.value)}: ${say(closed.docs, locale)}`;
}

function isBlock(entry: Entry): boolean {
  return entry.quote === undefined && entry.schema !== undefined && entry.value.end > entry.value.start;
}
