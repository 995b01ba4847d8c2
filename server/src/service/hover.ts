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
  const name = pathText(entry.path);
  const value = on === 'value' ? valueDocs(entry, document.text, options) : undefined;
  const text = paragraphs([computedHover(state.analysis, entry.path, options.locale), value]);
  const docs = keyDocs(name, place, options);
  const span: Span = on === 'key' ? (entry.key ?? entry.value) : entry.value;
  return {
    contents: markup(text === '' ? docs : `${text}\n\n---\n\n${docs}`),
    range: rangeOf(document.lines, span),
  };
}

/** What a closed value means. */
function valueDocs(entry: Entry, text: string, { locale }: ServiceOptions): string | undefined {
  const place = schemaAt(entry.path);
  const scalar =
    place?.schema.kind === 'either'
      ? place.schema.scalar
      : place?.schema.kind === 'scalar'
        ? place.schema
        : undefined;
  const written = text.slice(entry.value.start, entry.value.end).replace(/^["']|["']$/g, '');
  const closed =
    scalar?.type === 'boolean' ? undefined : scalar?.values?.find((each) => each.value === written);
  return closed === undefined ? undefined : `${code(closed.value)}: ${say(closed.docs, locale)}`;
}

function isBlock(entry: Entry): boolean {
  return entry.quote === undefined && entry.schema !== undefined && entry.value.end > entry.value.start;
}
