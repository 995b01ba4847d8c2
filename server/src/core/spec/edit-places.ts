import type { Span } from '../problem.ts';
import type { Entry, SpecDocument } from './spec-document.ts';

/** Where things begin and end in the text of a spec, for its edits. */

/** White space as wide as the column of an offset, so that a new line begins under it. */
export function columnText(document: SpecDocument, offset: number): string {
  const { line, character } = document.lines.positionAt(offset);
  const before = document.lines.lineText(line).slice(0, character);
  return before.replace(/[^\t]/g, ' ');
}

/** The end of the text that belongs to an entry: its value or its key, or what is below it. */
export function endOf(document: SpecDocument, entry: Entry): number {
  const own = Math.max(entry.value.end, entry.key?.end ?? 0);
  // The range of a block collection ends behind its last value; one that ends with a missing value ends behind a colon.
  return document
    .childrenOf(entry.path)
    .reduce((end, child) => (child.aliased ? end : Math.max(end, endOf(document, child))), own);
}

/** A block collection's range can reach to the start of the next line; its text ends before. */
export function trimmedEnd(document: SpecDocument, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(document.text[at - 1] ?? '')) at--;
  return at;
}

/** Whether a comment stands in a span, outside of quotes. */
export function hasComment({ text }: SpecDocument, { start, end }: Span): boolean {
  return /(?:^|\s)#/.test(text.slice(start, end).replace(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/g, ''));
}

/** The offset behind the colon of a key that ends at `end`; undefined where another character stands in its place. */
export function colonBehind({ text }: SpecDocument, end: number): number | undefined {
  const found = /^\s*:/.exec(text.slice(end));
  return found === null ? undefined : end + found[0].length;
}
