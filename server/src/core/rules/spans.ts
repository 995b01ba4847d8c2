import type { Path, Span, TextEdit } from '../problem.ts';
import { partSpan } from '../spec/pieces.ts';
import type { SpecDocument } from '../spec/spec-document.ts';

/** Where parts of a scalar stand in the text, so that a problem points to what is at fault and not to the whole value. */

/** A scalar without its quotes. */
export function textSpan(document: SpecDocument, path: Path): Span {
  const entry = document.entry(path);
  return (entry === undefined ? undefined : document.contentSpan(entry)) ?? document.spanOf(path);
}

/** The host of an endpoint such as `nas:443` or `[::1]:443`; the whole value where it cannot be told apart. */
export function hostSpan(document: SpecDocument, path: Path): Span {
  return partSpan(document, path, 'host') ?? document.spanOf(path);
}

/** The first and the last address of a range; both the whole value where they cannot be told apart. */
export function rangeSpans(
  document: SpecDocument,
  path: Path,
): { readonly first: Span; readonly last: Span } {
  const first = partSpan(document, path, 'first');
  const last = partSpan(document, path, 'last');
  const whole = document.spanOf(path);
  return first === undefined || last === undefined ? { first: whole, last: whole } : { first, last };
}

/**
 * Replaces a part of a scalar, given its span and the text that is expected there. Nothing where another text stands there
 * (behind escapes, say) or where the scalar was reached through an alias.
 */
export function replacePart(
  document: SpecDocument,
  path: Path,
  part: Span,
  expected: string,
  newText: string,
): TextEdit[] | undefined {
  const found = document.text.slice(part.start, part.end);
  return document.entry(path)?.aliased === false && found.toLowerCase() === expected.toLowerCase()
    ? [{ span: part, newText }]
    : undefined;
}
