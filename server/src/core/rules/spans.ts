import type { Path, Span, TextEdit } from '../problem.ts';
import type { Entry, SpecDocument } from '../spec/spec-document.ts';

/** Where parts of a scalar stand in the text, so that a problem points to what is at fault and not to the whole value. */

/** The text of a scalar without its quotes; undefined where the text is written in another way than it reads (escapes, blocks). */
function contentOf(document: SpecDocument, entry: Entry): { span: Span; text: string } | undefined {
  const quoted = entry.quote === "'" || entry.quote === '"';
  if (entry.quote === 'block') return undefined;
  const span = quoted ? { start: entry.value.start + 1, end: entry.value.end - 1 } : entry.value;
  const text = document.text.slice(span.start, span.end);
  return /["'\\\r\n]/.test(text) ? undefined : { span, text };
}

/** A scalar without its quotes. */
export function textSpan(document: SpecDocument, path: Path): Span {
  const entry = document.entry(path);
  return (entry === undefined ? undefined : contentOf(document, entry)?.span) ?? document.spanOf(path);
}

/** The host of an endpoint such as `nas:443` or `[::1]:443`; the whole value where it cannot be told apart. */
export function hostSpan(document: SpecDocument, path: Path): Span {
  const entry = document.entry(path);
  const content = entry === undefined ? undefined : contentOf(document, entry);
  if (content === undefined) return document.spanOf(path);
  const bracket = /^\[([^\]]*)\]/.exec(content.text);
  if (bracket !== null)
    return { start: content.span.start + 1, end: content.span.start + bracket[0].length - 1 };
  const colon = content.text.indexOf(':');
  const whole = colon < 0 || content.text.includes(':', colon + 1);
  return { start: content.span.start, end: whole ? content.span.end : content.span.start + colon };
}

/** The first and the last address of a range; both the whole value where they cannot be told apart. */
export function rangeSpans(
  document: SpecDocument,
  path: Path,
): { readonly first: Span; readonly last: Span } {
  const entry = document.entry(path);
  const content = entry === undefined ? undefined : contentOf(document, entry);
  const match = content === undefined ? null : /^([\d.]+)\s*-\s*(?=[\d.]+$)/.exec(content.text);
  if (content === undefined || match?.[1] === undefined) {
    const whole = document.spanOf(path);
    return { first: whole, last: whole };
  }
  const { start, end } = content.span;
  return {
    first: { start, end: start + match[1].length },
    last: { start: start + match[0].length, end },
  };
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
