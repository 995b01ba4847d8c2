import type { Position, SelectionRange } from 'vscode-languageserver-types';
import type { Span } from '../core/problem.ts';
import { everyPiece, placeOf } from '../core/spec/pieces.ts';
import type { DocumentState } from './document-state.ts';
import { rangeOf } from './ranges.ts';

/** For each position what "expand selection" selects: the part of a value, the value, its key with it, the block, the file. */
export function selectionRanges(
  { analysis }: DocumentState,
  positions: readonly Position[],
): SelectionRange[] {
  const { document } = analysis;
  return positions.map((position) => {
    const offset = document.lines.offsetAt(position);
    const spans: Span[] = [{ start: 0, end: document.text.length }];
    for (const { key, value, aliased } of document.entries) {
      if (aliased) continue;
      const whole = { start: key?.start ?? value.start, end: trimmedEnd(document.text, value) };
      for (const span of [whole, { start: value.start, end: whole.end }, ...(key === undefined ? [] : [key])])
        if (span.start <= offset && offset <= span.end && span.end > span.start) spans.push(span);
    }
    for (const scalar of document.scalars) {
      const { start, end } = scalar.span;
      if (scalar.entry.aliased || offset < start || offset > end) continue;
      for (const piece of everyPiece(scalar.piece)) {
        const span = placeOf(scalar, piece);
        if (span !== undefined && span.start <= offset && offset <= span.end && span.end > span.start)
          spans.push(span);
      }
    }
    // Outer ones first, so that each can be the parent of the next; what does not lie inside of the one before is left out.
    spans.sort((a, b) => b.end - b.start - (a.end - a.start));
    const nested = spans.reduce<Span[]>((chosen, span) => {
      const outer = chosen.at(-1);
      const fits = outer === undefined || (span.start >= outer.start && span.end <= outer.end);
      const same = outer?.start === span.start && outer.end === span.end;
      return fits && !same ? [...chosen, span] : chosen;
    }, []);
    const selection = nested.reduce<SelectionRange | undefined>((parent, span) => {
      const range = rangeOf(document.lines, span);
      return parent === undefined ? { range } : { range, parent };
    }, undefined);
    return selection ?? { range: { start: position, end: position } };
  });
}

function trimmedEnd(text: string, { start, end }: Span): number {
  let at = end;
  while (at > start && /\s/.test(text[at - 1] ?? '')) at--;
  return at;
}
