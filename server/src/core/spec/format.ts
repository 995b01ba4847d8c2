import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { TextEdit } from '../problem.ts';
import { layOut } from './format-lines.ts';
import { piecesOf } from './format-tokens.ts';
import { applyEdits } from './edit.ts';
import { LineIndex } from './line-index.ts';
import { refusal } from './parse.ts';

/** A range of lines, both included, counted from zero. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The edits that bring a spec into its canonical form: two columns a level, one blank where one belongs, quotes only where
 * they are needed, at most one empty line in a row. The order, the lines and all comments stay as they are; only lines that
 * differ are touched.
 *
 * @param range only edits of these lines
 * @returns undefined where the text is not well-formed YAML, or where its values or comments would not all survive
 */
export function formatSpec(text: string, range?: LineRange): TextEdit[] | undefined {
  const before = wellFormed(text);
  if (before === undefined) return undefined;
  const edits = editsOf(text).filter(
    ({ line }) => range === undefined || (range.first <= line && line <= range.last),
  );
  if (edits.length === 0) return [];
  const formatted = applyEdits(text, edits);
  const after = wellFormed(formatted);
  if (after === undefined || shapeOf(before.contents) !== shapeOf(after.contents)) return undefined;
  return commentsOf(text).join('\n') === commentsOf(formatted).join('\n') ? edits : undefined;
}

/** The comments of a text, in order. */
export function commentsOf(text: string): string[] {
  return piecesOf(text).flatMap(({ kind, source }) => (kind === 'comment' ? [source] : []));
}

function editsOf(text: string): (TextEdit & { readonly line: number })[] {
  const lines = new LineIndex(text);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const kept = new Map(layOut(text).map((each) => [each.line, each.text]));
  const last = Math.max(-1, ...kept.keys());
  const edits: (TextEdit & { readonly line: number })[] = [];
  for (let line = 0; line < lines.lineCount; line++) {
    const span = { start: lines.lineStart(line), end: lines.lineEnd(line) };
    const newText = kept.get(line);
    const next = line + 1 < lines.lineCount ? lines.lineStart(line + 1) : text.length;
    if (newText === undefined) {
      if (next > span.start) edits.push({ line, span: { start: span.start, end: next }, newText: '' });
    } else if (line === last && next === span.end) {
      edits.push({ line, span, newText: newText + eol });
    } else if (newText !== lines.lineText(line)) {
      edits.push({ line, span, newText });
    }
  }
  return edits;
}

/** The text as YAML, unless it has errors or is more than is ever read. */
function wellFormed(text: string): Document.Parsed | undefined {
  if (refusal(text) !== undefined) return undefined;
  try {
    const document = parseDocument(text, {
      schema: 'failsafe',
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'error',
      lineCounter: new LineCounter(),
    });
    return document.errors.length === 0 ? document : undefined;
  } catch {
    // The parser recurses, and a nesting that is not counted can exhaust its stack.
    return undefined;
  }
}

/** Everything that a text says, as text: values, keys, their order, anchors, aliases and tags; not how it is written. */
function shapeOf(node: unknown): string {
  return JSON.stringify(plain(node));
}

function plain(node: unknown): unknown {
  if (isAlias(node)) return { alias: node.source };
  if (isPair(node)) return [plain(node.key), plain(node.value)];
  if (isMap(node) || isSeq(node))
    return { map: isMap(node), anchor: node.anchor, tag: node.tag, items: node.items.map(plain) };
  return isScalar(node) ? { value: node.value, anchor: node.anchor, tag: node.tag } : null;
}
