import type { Span, TextEdit } from '../problem.ts';
import { columnText, endOf } from './edit-places.ts';
import type { Entry, SpecDocument } from './spec-document.ts';

/** Edits inside braces and brackets. Where they go over several lines, each comment stays with what it is about. */

/** Appends a piece of YAML in flow style to a flow collection: behind its last entry, or behind the bracket that opens it. */
export function insertIntoFlow(
  document: SpecDocument,
  parent: Entry,
  last: Entry | undefined,
  piece: string,
): TextEdit[] {
  if (last === undefined) return [insertIntoEmpty(document, parent, piece)];
  const end = endOf(document, last);
  const comma = commaBehind(document, end);
  const at = document.lines.lineEnd(document.lines.positionAt(end).line);
  if (comma !== undefined && (ownLines(document, last) === undefined || comma.end > at))
    return [insertion(comma.end, ` ${piece},`)];
  if (ownLines(document, last) === undefined) return [insertion(end, `, ${piece}`)];
  // The last entry has lines of its own, with a comment perhaps: so does the new one. A comma at the end stays the style.
  const indent = columnText(document, startOf(last));
  const line = `${document.eol}${indent}${piece}`;
  if (comma !== undefined) return [insertion(at, `${line},`)];
  return end === at ? [insertion(at, `,${line}`)] : [insertion(end, ','), insertion(at, line)];
}

function insertIntoEmpty({ text }: SpecDocument, { value }: Entry, piece: string): TextEdit {
  const isMapping = text[value.start] === '{';
  const inside = { start: value.start + 1, end: value.end - 1 };
  const between = text.slice(inside.start, inside.end);
  if (/^[ \t]*$/.test(between)) return { span: inside, newText: isMapping ? ` ${piece} ` : piece };
  return insertion(inside.start, isMapping ? ` ${piece}` : piece);
}

/** Removes an entry of a flow collection with its comma, and with its comment where it has lines of its own. */
export function removeFromFlow(document: SpecDocument, entry: Entry, siblings: readonly Entry[]): TextEdit[] {
  const index = siblings.findIndex((each) => each === entry);
  const [previous, next] = [siblings[index - 1], siblings[index + 1]];
  const start = startOf(entry);
  const end = endOf(document, entry);
  const comma = commaBehind(document, end);
  const lines = ownLines(document, entry);
  if (lines === undefined) {
    if (next !== undefined && isBlank(document, end, startOf(next)))
      return [{ span: { start, end: startOf(next) }, newText: '' }];
    const before = previous === undefined ? start : endOf(document, previous);
    if (next === undefined && isBlank(document, before, start))
      return [
        { span: { start: before, end: previous === undefined ? (comma?.end ?? end) : end }, newText: '' },
      ];
  }
  // The comma of the last entry is that of the one before it, if anything but a comma at the end separated the two.
  const stray =
    next === undefined && comma === undefined && previous !== undefined
      ? commaBehind(document, endOf(document, previous))
      : undefined;
  return [
    ...(stray === undefined ? [] : [{ span: stray, newText: '' }]),
    { span: lines ?? { start, end: blanksBehind(document, comma?.end ?? end) }, newText: '' },
  ];
}

/** The lines that an entry shares with nothing but its comma and its comment, with their line ending; else nothing. */
function ownLines(document: SpecDocument, entry: Entry): Span | undefined {
  const { lines, text } = document;
  const end = endOf(document, entry);
  const first = lines.positionAt(startOf(entry)).line;
  const last = lines.positionAt(end).line;
  const isOwn =
    /^[ \t]*$/.test(text.slice(lines.lineStart(first), startOf(entry))) &&
    /^[ \t]*,?[ \t]*(?:#.*)?$/.test(text.slice(end, lines.lineEnd(last)));
  return isOwn ? { start: lines.lineStart(first), end: lines.lineStart(last + 1) } : undefined;
}

/** The comma behind an offset, with only blanks, line breaks and comments before it. */
function commaBehind({ text }: SpecDocument, offset: number): Span | undefined {
  const before = /(?:\s|(?<=\s)#[^\r\n]*)*/y;
  before.lastIndex = offset;
  before.test(text);
  const at = Math.max(offset, before.lastIndex);
  return text[at] === ',' ? { start: at, end: at + 1 } : undefined;
}

/** Whether two offsets are on one line, with nothing but blanks and a comma between them. */
function isBlank({ text }: SpecDocument, from: number, to: number): boolean {
  return /^[ \t]*,?[ \t]*$/.test(text.slice(from, to));
}

function blanksBehind({ text }: SpecDocument, offset: number): number {
  return offset + (/^[ \t]*/.exec(text.slice(offset))?.[0].length ?? 0);
}

function startOf(entry: Entry): number {
  return entry.key?.start ?? entry.value.start;
}

function insertion(at: number, newText: string): TextEdit {
  return { span: { start: at, end: at }, newText };
}
