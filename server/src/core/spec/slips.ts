import type { Entry } from './spec-document.ts';
import type { Problem, Span, TextEdit } from '../problem.ts';

/**
 * Slips after which a text is no YAML although it is plain what was meant: tabs, and characters of a Japanese keyboard.
 * The text is read as it was meant, and what is found in it is put back to where it stands in the text that there is. So
 * one slip is one error, and everything else is read and checked.
 */
export interface Slip extends TextEdit {
  /** Nothing where another slip's problem speaks of this one too. */
  readonly problem: Problem | undefined;
}

/** A text without its slips. */
export interface Mended {
  readonly text: string;
  /** Where an offset into the mended text is in the text as it stands. */
  readonly placeOf: (offset: number) => number;
}

/** Mends slips that do not overlap. */
export function mend(text: string, slips: readonly Slip[]): Mended {
  const sorted = [...slips].sort((a, b) => a.span.start - b.span.start);
  let mended = '';
  let end = 0;
  const pieces = sorted.map(({ span, newText }) => {
    mended += text.slice(end, span.start);
    const start = mended.length;
    mended += newText;
    end = span.end;
    return { span, start, end: mended.length };
  });
  mended += text.slice(end);
  const placeOf = (offset: number): number => {
    const piece = lastUpTo(pieces, offset);
    if (piece === undefined) return offset;
    if (offset === piece.start) return piece.span.start;
    return piece.span.end + Math.max(0, offset - piece.end);
  };
  return { text: mended, placeOf };
}

/** The last of pieces in the order of the text that begins at an offset or before it, by bisection: every line can have a slip. */
function lastUpTo<P extends { readonly start: number }>(pieces: readonly P[], offset: number): P | undefined {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return pieces[low - 1];
}

/** A problem of the mended text, in the text as it stands. */
export function problemThere(problem: Problem, { placeOf }: Mended): Problem {
  const there = ({ start, end }: Span): Span => ({ start: placeOf(start), end: placeOf(end) });
  return {
    ...problem,
    span: there(problem.span),
    ...(problem.related === undefined
      ? {}
      : {
          related: problem.related.map((each) =>
            each.file === undefined ? { ...each, span: there(each.span) } : each,
          ),
        }),
    ...(problem.fixes === undefined
      ? {}
      : {
          fixes: problem.fixes.map((fix) => ({
            ...fix,
            edits: fix.edits.map((edit) => ({ ...edit, span: there(edit.span) })),
          })),
        }),
  };
}

/** An entry of the mended text, in the text as it stands. */
export function entryThere(entry: Entry, { placeOf }: Mended): Entry {
  const there = ({ start, end }: Span): Span => ({ start: placeOf(start), end: placeOf(end) });
  return {
    ...entry,
    key: entry.key === undefined ? undefined : there(entry.key),
    value: there(entry.value),
  };
}
