import type { Path, Span, TextEdit } from '../problem.ts';
import { insertIntoFlow, removeFromFlow } from './edit-flow.ts';
import { colonBehind, columnText, endOf, hasComment, trimmedEnd } from './edit-places.ts';
import type { Entry, SpecDocument } from './spec-document.ts';

/**
 * Edits of a spec that leave everything else as it is: comments, order, quoting, line endings. Each function returns the
 * text edits for one document version, or nothing where the place cannot be edited safely (behind an alias, say).
 */

/**
 * Sets a value: replaces it where the path stands in the text, else inserts the key, and the blocks around it where they
 * are missing. `value` is YAML in one line, such as `1460`, `false` or `[eth1, eth2]`.
 */
export function setValue(document: SpecDocument, path: Path, value: string): TextEdit[] | undefined {
  const entry = document.entry(path);
  if (entry === undefined) return insertKey(document, path, value);
  if (entry.aliased || (isPart(entry) && entry.content === undefined)) return undefined;
  if (entry.value.end === entry.value.start) {
    if (entry.key === undefined) return undefined;
    const afterColon = colonBehind(document, entry.key.end);
    if (afterColon === undefined) return undefined;
    return [{ span: { start: afterColon, end: afterColon }, newText: ` ${value}` }];
  }
  // A quoted scalar stays quoted: that is how its author writes it.
  const plain = !/^[[{"']/.test(value);
  const text =
    plain && (entry.quote === "'" || entry.quote === '"') ? `${entry.quote}${value}${entry.quote}` : value;
  return [{ span: entry.value, newText: `${text}${headerComment(document, entry)}` }];
}

/** The comment behind the `|` or `>` of a block scalar, with the blanks before it; it stays when the value is replaced. */
function headerComment({ text }: SpecDocument, { quote, value }: Entry): string {
  if (quote !== 'block') return '';
  return /^[|>][-+\d]*([ \t]+#[^\r\n]*)/.exec(text.slice(value.start, value.end))?.[1] ?? '';
}

/** Removes a key with its value, or an entry of a list, with the lines that it takes; the last one takes its block along. */
export function removeEntry(document: SpecDocument, path: Path): TextEdit[] | undefined {
  const entry = document.entry(path);
  if (entry === undefined || entry.aliased || path.length === 0 || isPart(entry)) return undefined;
  const parentPath = path.slice(0, -1);
  const parent = document.entry(parentPath);
  const siblings = document.childrenOf(parentPath).filter((each) => !each.aliased);
  if (siblings.length === 1 && parentPath.length > 0) return removeEntry(document, parentPath);
  if (parent?.flow === true) return removeFromFlow(document, entry, siblings);
  return [{ span: wholeLines(document, entry, siblings), newText: '' }];
}

/** Removes everything from a block, which stays; nothing where a comment stands behind its key or in its braces, which would go too. */
export function emptyBlock(document: SpecDocument, path: Path): TextEdit[] | undefined {
  const entry = document.entry(path);
  if (entry?.key === undefined || entry.aliased) return undefined;
  if (entry.flow) return hasComment(document, entry.value) ? undefined : setValue(document, path, '{}');
  const start = colonBehind(document, entry.key.end);
  if (start === undefined || document.text.slice(start, entry.value.start).trim() !== '') return undefined;
  return [{ span: { start, end: trimmedEnd(document, endOf(document, entry)) }, newText: ' {}' }];
}

/** Whether an entry is a part of a short form, which has a key's name and no key; one without content stands nowhere by itself. */
function isPart({ path, key }: Entry): boolean {
  return typeof path.at(-1) === 'string' && key === undefined;
}

/** Inserts a key that is not there yet behind the last key of its block; missing blocks are made. */
export function insertKey(document: SpecDocument, path: Path, value: string): TextEdit[] | undefined {
  const key = path.at(-1);
  return typeof key === 'string' ? insertKeys(document, path.slice(0, -1), [[key, value]]) : undefined;
}

/** Inserts several keys into the block at a path, in their order, as `insertKey` does one. */
export function insertKeys(
  document: SpecDocument,
  block: Path,
  pairs: readonly (readonly [key: string, value: string])[],
): TextEdit[] | undefined {
  const lines = pairs.map(([key, value]) => `${key}: ${value}`);
  return insert(document, block, { lines, flow: lines.join(', ') });
}

/** Appends an entry to a list that stands in the text; makes the list where it is missing. `item` is YAML in one line. */
export function appendItem(document: SpecDocument, path: Path, item: string): TextEdit[] | undefined {
  const entry = document.entry(path);
  const key = path.at(-1);
  if (entry === undefined) {
    if (typeof key !== 'string') return undefined;
    return insert(document, path.slice(0, -1), nested(key, { lines: [`- ${item}`], flow: `[${item}]` }));
  }
  const last = document.childrenOf(path).at(-1);
  if (entry.aliased || last?.aliased === true) return undefined;
  if (entry.flow) return insertIntoFlow(document, entry, last, item);
  if (last === undefined) {
    if (entry.value.end > entry.value.start || entry.key === undefined) return undefined;
    return [insertLines(document, entry, `${columnText(document, entry.key.start)}  `, [`- ${item}`])];
  }
  return [insertLines(document, last, columnText(document, dashOf(document, last)), [`- ${item}`])];
}

/** A piece of YAML in both styles: the lines of a block, to be indented, and the same in flow style. */
interface Piece {
  readonly lines: readonly string[];
  readonly flow: string;
}

function nested(key: string, inner: Piece): Piece {
  const flow = inner.flow.startsWith('[') ? inner.flow : `{ ${inner.flow} }`;
  return { lines: [`${key}:`, ...inner.lines.map((line) => `  ${line}`)], flow: `${key}: ${flow}` };
}

/** Inserts a piece into the mapping at a path; where there is none, the block is made around the piece. */
function insert(document: SpecDocument, parentPath: Path, piece: Piece): TextEdit[] | undefined {
  const siblings = document.childrenOf(parentPath).filter((each) => each.key !== undefined && !each.aliased);
  const last = siblings.at(-1);
  if (parentPath.length === 0)
    return [
      insertLines(document, last, '', isSpaced(document, siblings) ? ['', ...piece.lines] : piece.lines),
    ];
  const parent = document.entry(parentPath);
  if (parent === undefined) {
    const key = parentPath.at(-1);
    return typeof key === 'string'
      ? insert(document, parentPath.slice(0, -1), nested(key, piece))
      : undefined;
  }
  if (parent.aliased) return undefined;
  if (parent.flow) return insertIntoFlow(document, parent, last, piece.flow);
  if (last?.key !== undefined)
    return [insertLines(document, last, columnText(document, last.key.start), piece.lines)];
  // The block is a key without a value so far; anything else has no room for a key.
  if (parent.key === undefined || parent.value.end > parent.value.start) return undefined;
  return [insertLines(document, parent, `${columnText(document, parent.key.start)}  `, piece.lines)];
}

/** Whether a blank line stands before the last of several entries, as a text has it that sets its blocks apart. */
function isSpaced(document: SpecDocument, siblings: readonly Entry[]): boolean {
  const [before, last] = siblings.slice(-2);
  if (before === undefined || last?.key === undefined) return false;
  return /\n[ \t]*\r?\n/.test(
    document.text.slice(trimmedEnd(document, endOf(document, before)), last.key.start),
  );
}

/** Applies edits to a text; they must not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce(
      (result, { span, newText }) => result.slice(0, span.start) + newText + result.slice(span.end),
      text,
    );
}

function insertLines(
  document: SpecDocument,
  after: Entry | undefined,
  indent: string,
  lines: readonly string[],
): TextEdit {
  const text = lines.map((line) => `${indent}${line}`).join(document.eol);
  if (after === undefined) {
    const end = document.text.length;
    const glue = end === 0 || document.text.endsWith('\n') ? '' : document.eol;
    return { span: { start: end, end }, newText: `${glue}${text}${document.eol}` };
  }
  const at = document.lines.lineEnd(
    document.lines.positionAt(trimmedEnd(document, endOf(document, after))).line,
  );
  return { span: { start: at, end: at }, newText: `${document.eol}${text}` };
}

/** The dash of an entry of a block list. */
function dashOf(document: SpecDocument, item: Entry): number {
  return document.text.lastIndexOf('-', item.value.start);
}

/** The lines of an entry, with the indentation before it and a comment behind it. */
function wholeLines(document: SpecDocument, entry: Entry, siblings: readonly Entry[]): Span {
  const begin = entry.key?.start ?? dashOf(document, entry);
  const first = document.lines.positionAt(begin).line;
  const last = document.lines.positionAt(trimmedEnd(document, endOf(document, entry))).line;
  const start = document.lines.lineStart(first);
  const next = siblings[siblings.indexOf(entry) + 1];
  // The first key of a list's entry shares its line with the dash, which stays for the key that follows.
  if (document.text.slice(start, begin).trim() !== '' && next?.key !== undefined)
    return { start: begin, end: next.key.start };
  if (last + 1 < document.lines.lineCount) {
    // Of the blank lines before and behind it one set is enough.
    const isBlank = (line: number): boolean => document.lines.lineText(line).trim() === '';
    let behind = last + 1;
    if (first === 0 || isBlank(first - 1))
      while (behind + 1 < document.lines.lineCount && isBlank(behind)) behind++;
    return { start, end: document.lines.lineStart(behind) };
  }
  // The last line of a text without a line ending: the one before goes, so that no empty line is left.
  return { start: first === 0 ? start : document.lines.lineEnd(first - 1), end: document.text.length };
}
