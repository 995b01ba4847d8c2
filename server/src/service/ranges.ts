import type { Position, Range, TextEdit } from 'vscode-languageserver-types';
import type { Span, TextEdit as SpecEdit } from '../core/problem.ts';
import type { LineIndex } from '../core/spec/line-index.ts';

/** The range of a span of offsets, in lines and UTF-16 columns. */
export function rangeOf(lines: LineIndex, span: Span): Range {
  return { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
}

/** The span of a range; positions past the end of a line or of the text count as that end. */
export function spanOf(lines: LineIndex, range: Range): Span {
  return { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
}

/** Edits of the core as edits of the Language Server Protocol. */
export function textEditsOf(lines: LineIndex, edits: readonly SpecEdit[]): TextEdit[] {
  return edits.map(({ span, newText }) => ({ range: rangeOf(lines, span), newText }));
}

/** Whether two spans touch; an empty span touches what it stands at the edge of. */
export function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** Whether a position lies in a range, its end included. */
export function within(range: Range, { line, character }: Position): boolean {
  const { start, end } = range;
  if (line < start.line || line > end.line) return false;
  if (line === start.line && character < start.character) return false;
  return line !== end.line || character <= end.character;
}
