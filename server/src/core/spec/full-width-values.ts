import type { Problem, Span } from '../problem.ts';
import type { Text } from '../text.ts';
import { problem, replacement } from './reader-problems.ts';
import { isWide, listParts, narrow, wideIn } from './full-width.ts';
import { clip } from './scalars.ts';
import type { ScalarSchema } from './schema-types.ts';
import { needsQuotes, quoted, scalarText } from './yaml-text.ts';

/**
 * Values that are wrong for nothing but the characters of a Japanese keyboard in them: `→` for `->`, `／` for `/`, digits
 * and letters in full width, `、` between the entries of a list, U+3000 before a comment. What may be any text is left
 * alone: a value is looked at only where it is wrong as it stands, and right in ASCII.
 */
export interface WrongValue {
  readonly text: string;
  /** Where the whole value stands, and what is between its quotes. */
  readonly span: Span;
  readonly inner: Span;
  readonly schema: ScalarSchema<unknown>;
  /** It is an entry of a list in brackets. */
  readonly inBrackets: boolean;
}

/** The problem of a value whose characters are full width; nothing where it would be wrong in ASCII too. */
export function fullWidthProblem(value: WrongValue): Problem | undefined {
  const { text, schema } = value;
  if (!isWide(text) || schema.type === 'string' || schema.type === 'comment') return undefined;
  // A secret is not for messages; whether it was meant in ASCII its owner alone knows.
  return wideComment(value) ?? (schema.type === 'secret' ? undefined : (wideValue(value) ?? wideList(value)));
}

/** A comment that is a part of the value, because a full-width blank or `＃` begins it. */
function wideComment({ text, span, inner, schema }: WrongValue): Problem | undefined {
  const found = /[\s\u3000]+[#＃]/.exec(text);
  const isPlain = inner.start === span.start && span.end - span.start === text.length;
  if (found === null || !isWide(found[0]) || !isPlain) return undefined;
  const meant = narrow(text.slice(0, found.index));
  if (!schema.parse(meant).ok) return undefined;
  const start = span.start + found.index;
  const mark = { start, end: start + found[0].length };
  const message: Text = found[0].endsWith('＃')
    ? {
        en: 'The `＃` is full width (全角), so the comment is read as a part of the value. A comment begins with an ASCII space and `#`.',
        ja: '「＃」が全角のため、コメントが値の一部になっています。コメントは半角の空白と `#` で始めてください。',
      }
    : {
        en: 'The blank before `#` is full width (全角, U+3000), so the comment is read as a part of the value. Use an ASCII space.',
        ja: '`#` の前の空白が全角（U+3000）のため、コメントが値の一部になっています。半角の空白にしてください。',
      };
  const edits = [{ span: { start: span.start, end: mark.end }, newText: `${meant} #` }];
  return problem('spec/invalid-value', mark, message, [
    { title: { en: 'Write it in ASCII', ja: '半角に変更' }, edits, preferred: true, safe: true },
  ]);
}

function wideValue({ text, span, inner, schema }: WrongValue): Problem | undefined {
  const meant = narrow(text);
  if (!schema.parse(meant).ok) return undefined;
  const isQuoted = inner.start > span.start;
  const newText = !isQuoted && needsQuotes(meant, true) ? quoted(meant) : meant;
  return problem(
    'spec/invalid-value',
    span,
    {
      en: `Full-width characters (全角) stand here: ${wideIn(text)}. Write \`${clip(meant)}\` in ASCII.`,
      ja: `全角の ${wideIn(text)} が使われています。半角で \`${clip(meant)}\` と書いてください。`,
    },
    [replacement(inner, newText)],
  );
}

/** Entries of a list in brackets, with a Japanese comma between them. */
function wideList({ text, span, schema, inBrackets }: WrongValue): Problem | undefined {
  const parts = listParts(text);
  if (!inBrackets || parts.length < 2 || !parts.every((part) => schema.parse(part).ok)) return undefined;
  const list = parts.map((part) => scalarText(part, true)).join(', ');
  return problem(
    'spec/invalid-value',
    span,
    {
      en: `Full-width characters (全角) stand here: ${wideIn(text)}. The entries of a list are separated by an ASCII comma: \`${clip(list)}\`.`,
      ja: `全角の ${wideIn(text)} が使われています。リストの項目は半角のカンマで区切ってください（\`${clip(list)}\`）。`,
    },
    [replacement(span, list)],
  );
}
