import type { Path, Span, TextEdit } from '../problem.ts';
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
  if (entry.aliased) return undefined;
  if (entry.value.end === entry.value.start) {
    if (entry.key === undefined) return undefined;
    const afterColon = document.text.indexOf(':', entry.key.end) + 1;
    return [{ span: { start: afterColon, end: afterColon }, newText: ` ${value}` }];
  }
  // A quoted scalar stays quoted: that is how its author writes it.
  const plain = !/^[[{"']/.test(value);
  const text =
    plain && (entry.quote === "'" || entry.quote === '"') ? `${entry.quote}${value}${entry.quote}` : value;
  return [{ span: entry.value, newText: text }];
}

/** Removes a key with its value, or an entry of a list, with the lines that it takes; the last one takes its block along. */
export function removeEntry(document: SpecDocument, path: Path): TextEdit[] | undefined {
  const entry = document.entry(path);
  if (entry === undefined || entry.aliased || path.length === 0) return undefined;
  const parentPath = path.slice(0, -1);
  const parent = document.entry(parentPath);
  const siblings = document.childrenOf(parentPath).filter((each) => !each.aliased);
  if (siblings.length === 1 && parentPath.length > 0) return removeEntry(document, parentPath);
  if (parent?.flow === true) return [removeFromFlow(document, entry, siblings)];
  return [{ span: wholeLines(document, entry), newText: '' }];
}

/** Inserts a key that is not there yet behind the last key of its block; missing blocks are made. */
export function insertKey(document: SpecDocument, path: Path, value: string): TextEdit[] | undefined {
  const key = path.at(-1);
  if (typeof key !== 'string') return undefined;
  const parentPath = path.slice(0, -1);
  const parent = document.entry(parentPath);
  const siblings = document.childrenOf(parentPath).filter((each) => each.key !== undefined && !each.aliased);
  if (parentPath.length === 0) return [insertLines(document, siblings.at(-1), '', pair(key, value))];
  if (parent === undefined)
    return insertKey(
      document,
      parentPath,
      `${document.eol}${indentOf(parentPath.length)}${pair(key, value)}`,
    );
  if (parent.aliased) return undefined;
  if (parent.flow) return insertIntoFlow(document, parent, siblings.at(-1), pair(key, value));
  const last = siblings.at(-1);
  if (last?.key !== undefined)
    return [insertLines(document, last, columnText(document, last.key.start), pair(key, value))];
  if (parent.key === undefined) return undefined;
  const indent = `${columnText(document, parent.key.start)}  `;
  return [insertLines(document, parent, indent, pair(key, value))];
}

/** Appends an entry to a list that stands in the text; makes the list where it is missing. `item` is YAML in one line. */
export function appendItem(document: SpecDocument, path: Path, item: string): TextEdit[] | undefined {
  const entry = document.entry(path);
  if (entry === undefined)
    return insertKey(document, path, `${document.eol}${indentOf(path.length)}- ${item}`);
  if (entry.aliased) return undefined;
  const items = document.childrenOf(path);
  const last = items.at(-1);
  if (entry.flow) return insertIntoFlow(document, entry, last, item);
  if (last === undefined) {
    if (entry.value.end > entry.value.start || entry.key === undefined) return undefined;
    return [insertLines(document, entry, `${columnText(document, entry.key.start)}  `, `- ${item}`)];
  }
  const dash = document.text.lastIndexOf('-', last.value.start);
  return [insertLines(document, last, columnText(document, dash), `- ${item}`)];
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

/** A key with its value; a value that begins on the next line takes no blank before it. */
function pair(key: string, value: string): string {
  return /^\r?\n/.test(value) ? `${key}:${value}` : `${key}: ${value}`;
}

function indentOf(depth: number): string {
  return '  '.repeat(depth);
}

/** White space as wide as the column of an offset, so that a new line begins under it. */
function columnText(document: SpecDocument, offset: number): string {
  const { line, character } = document.lines.positionAt(offset);
  const before = document.lines.lineText(line).slice(0, character);
  return before.replace(/[^\t]/g, ' ');
}

/** The end of the text that belongs to an entry: its value or its key, or what is below it. */
function endOf(document: SpecDocument, entry: Entry): number {
  const own = Math.max(entry.value.end, entry.key?.end ?? 0);
  // The range of a block collection ends behind its last value; one that ends with a missing value ends behind a colon.
  return document
    .childrenOf(entry.path)
    .reduce((end, child) => (child.aliased ? end : Math.max(end, endOf(document, child))), own);
}

function insertLines(
  document: SpecDocument,
  after: Entry | undefined,
  indent: string,
  line: string,
): TextEdit {
  if (after === undefined) {
    const end = document.text.length;
    const glue = end === 0 || document.text.endsWith('\n') ? '' : document.eol;
    return { span: { start: end, end }, newText: `${glue}${indent}${line}${document.eol}` };
  }
  const at = document.lines.lineEnd(
    document.lines.positionAt(trimmedEnd(document, endOf(document, after))).line,
  );
  return { span: { start: at, end: at }, newText: `${document.eol}${indent}${line}` };
}

/** A block collection's range can reach to the start of the next line; its text ends before. */
function trimmedEnd(document: SpecDocument, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(document.text[at - 1] ?? '')) at--;
  return at;
}

function insertIntoFlow(
  document: SpecDocument,
  parent: Entry,
  last: Entry | undefined,
  text: string,
): TextEdit[] | undefined {
  const close = parent.value.end - 1;
  if (last !== undefined) {
    const at = endOf(document, last);
    return [{ span: { start: at, end: at }, newText: `, ${text}` }];
  }
  const open = document.text[parent.value.start];
  return open === '{'
    ? [{ span: { start: parent.value.start + 1, end: close }, newText: ` ${text} ` }]
    : [{ span: { start: parent.value.start + 1, end: close }, newText: text }];
}

function removeFromFlow(document: SpecDocument, entry: Entry, siblings: readonly Entry[]): TextEdit {
  const index = siblings.findIndex((each) => each === entry);
  const start = entry.key?.start ?? entry.value.start;
  const next = siblings[index + 1];
  if (next !== undefined) return { span: { start, end: next.key?.start ?? next.value.start }, newText: '' };
  const previous = siblings[index - 1];
  return {
    span: { start: previous === undefined ? start : endOf(document, previous), end: endOf(document, entry) },
    newText: '',
  };
}

/** The lines of an entry, with the indentation before it and a comment behind it. */
function wholeLines(document: SpecDocument, entry: Entry): Span {
  const first = document.lines.positionAt(
    entry.key?.start ?? document.text.lastIndexOf('-', entry.value.start),
  ).line;
  const last = document.lines.positionAt(trimmedEnd(document, endOf(document, entry))).line;
  const start = document.lines.lineStart(first);
  if (last + 1 < document.lines.lineCount) return { start, end: document.lines.lineStart(last + 1) };
  // The last line of a text without a line ending: the one before goes, so that no empty line is left.
  return { start: first === 0 ? start : document.lines.lineEnd(first - 1), end: document.text.length };
}
