import type { Fix, Path, Problem, Span } from '../problem.ts';
import type { Text } from '../text.ts';
import { listParts, narrow } from './full-width.ts';
import { clip } from './scalars.ts';
import type { Field, Fields, ObjectSchema, ScalarSchema, Schema } from './schema-types.ts';
import { pathText } from './schema-lookup.ts';
import { didYouMean } from './suggest.ts';
import { scalarText } from './yaml-text.ts';

/** What the reader says about a text that does not fit the schema, and how it is mended. */

/** A value that its scalar does not take. `inner` is it without its quotes, which a fix keeps. */
export function invalidValue(
  span: Span,
  inner: Span,
  text: string,
  schema: ScalarSchema<unknown>,
  reason: Text,
): Problem {
  const meant = meantBy(text, schema);
  return problem('spec/invalid-value', span, reason, meant === undefined ? [] : [replacement(inner, meant)]);
}

/** YAML 1.1's words for yes and no, and `True` and `FALSE`, which are none here. */
const TRUTH: Readonly<Record<string, string>> = {
  yes: 'true',
  on: 'true',
  y: 'true',
  no: 'false',
  off: 'false',
  n: 'false',
};

/** The value that was most likely meant: the same word in other letters, or one that is near. */
function meantBy(text: string, schema: ScalarSchema<unknown>): string | undefined {
  const own = schema.meant?.(text);
  if (own !== undefined && schema.parse(own).ok) return own;
  const lower = text.toLowerCase();
  // In an address of the web the case of the path matters, and an interface in capitals is another interface.
  const cases = text.includes('/') || schema.type === 'interface' ? [] : [lower, text.toUpperCase()];
  const words = [...cases, ...(Object.hasOwn(TRUTH, lower) ? [TRUTH[lower] ?? ''] : [])];
  const known = schema.values?.map(({ value }) => value);
  return (
    words.find((word) => word !== text && schema.parse(word).ok) ??
    (known === undefined ? undefined : didYouMean(text, known))
  );
}

/** A key that a block must have. */
export function missingKey(
  key: string,
  field: Field,
  path: Path,
  span: Span,
  fixes: readonly Fix[],
): Problem {
  return problem(
    'spec/missing-key',
    span,
    {
      en: `\`${key}\` is missing${path.length === 0 ? '' : ' here'}: ${lowerFirst(field.summary.en)}`,
      ja: `\`${key}\` がありません。${field.summary.ja}`,
    },
    fixes,
  );
}

/** Adds the version before the first key: it is the one required key whose value is known. */
export function versionFix(text: string, at: number, version: string): Fix {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const newText = `version: ${version}`;
  return {
    title: { en: `Add \`${newText}\``, ja: `\`${newText}\` を追加` },
    edits: [{ span: { start: at, end: at }, newText: `${newText}${eol}` }],
    preferred: true,
    safe: true,
  };
}

/** A key that stands in its block a second time. `lines` are those of both pairs, where they share none with others. */
export function duplicateKey(
  text: string,
  key: string,
  span: Span,
  first: Span,
  lines: { readonly own: Span; readonly first: Span } | undefined,
): Problem {
  const same =
    lines !== undefined &&
    text.slice(lines.own.start, lines.own.end).trim() ===
      text.slice(lines.first.start, lines.first.end).trim();
  return {
    ...problem(
      'spec/duplicate-key',
      span,
      {
        en: `\`${clip(key)}\` stands in this block twice; only the first one counts. Remove one of them.`,
        ja: `\`${clip(key)}\` がこのブロックに 2 回あります。有効なのは最初の 1 つだけです。どちらかを削除してください。`,
      },
      lines === undefined
        ? []
        : [
            {
              title: { en: 'Remove this one, which does not count', ja: '無効なこちらを削除' },
              edits: [{ span: lines.own, newText: '' }],
              // Where the two differ it is for the user to say which one is right.
              preferred: same,
              safe: same,
            },
          ],
    ),
    related: [{ span: first, message: { en: 'This is the one that counts.', ja: '有効なのはこちらです。' } }],
  };
}

/** Writes a single value, or what its commas separate, as the list that it should be; nothing where that is not one either. */
export function listFix(span: Span, text: string, item: Schema): Fix[] {
  const scalar = item.kind === 'either' ? item.scalar : item;
  // Brackets in full width are letters to YAML, so that a list in them is a single value.
  const values = listParts(narrow(text).replace(/^\[(.*)\]$/, '$1'));
  if (scalar.kind !== 'scalar' || !values.every((value) => scalar.parse(value).ok)) return [];
  const list = `[${values.map((value) => scalarText(value, true)).join(', ')}]`;
  return [
    {
      title: { en: `Write as a list: \`${list}\``, ja: `リストとして書く: \`${list}\`` },
      edits: [{ span, newText: list }],
      preferred: true,
      safe: true,
    },
  ];
}

/** A key that its block does not know; `inner` is it without its quotes, `present` the keys that the block has. */
export function unknownKey(
  key: string,
  span: Span,
  inner: Span,
  schema: ObjectSchema<Fields>,
  path: Path,
  present: ReadonlySet<unknown>,
): Problem {
  const known = Object.keys(schema.fields);
  const meant = didYouMean(key, known);
  const isTaken = meant !== undefined && present.has(meant);
  const owner = meant === undefined ? ownerOf(key, schema) : undefined;
  const list = known.map((each) => `\`${each}\``).join(', ');
  const hint: Text =
    meant !== undefined && isTaken
      ? {
          en: ` Did you mean \`${meant}\`, which stands here already?`,
          ja: `\`${meant}\` のことですか。このブロックにはすでにあります。`,
        }
      : meant !== undefined
        ? { en: ` Did you mean \`${meant}\`?`, ja: `\`${meant}\` のことですか。` }
        : owner !== undefined
          ? {
              en: ` It belongs in the block \`${owner}\`.`,
              ja: `これは \`${owner}\` ブロックに書くキーです。`,
            }
          : { en: ` Known here: ${list}.`, ja: `ここで使えるのは ${list} です。` };
  const where: Text =
    path.length === 0
      ? { en: 'a spec', ja: 'スペックのトップレベル' }
      : { en: `\`${pathText(path)}\``, ja: ` \`${pathText(path)}\` ` };
  return problem(
    'spec/unknown-key',
    span,
    {
      en: `\`${clip(key)}\` is not a key of ${where.en}.${hint.en}`,
      ja: `\`${clip(key)}\` は${where.ja}のキーではありません。${hint.ja}`,
    },
    meant === undefined || isTaken ? [] : [replacement(inner, meant)],
  );
}

/** An error of the reader. */
export function problem(code: string, span: Span, message: Text, fixes: readonly Fix[] = []): Problem {
  return { code, severity: 'error', span, message, ...(fixes.length === 0 ? {} : { fixes }) };
}

/** Writes what was meant. */
export function replacement(span: Span, text: string): Fix {
  return {
    title: { en: `Change to \`${text}\``, ja: `\`${text}\` に変更` },
    edits: [{ span, newText: text }],
    preferred: true,
    safe: true,
  };
}

/** The block of an object that has the key, for somebody who wrote it one level too high. */
function ownerOf(key: string, schema: ObjectSchema<Fields>): string | undefined {
  return Object.entries(schema.fields).find(
    ([, field]) => field.schema.kind === 'object' && Object.hasOwn(field.schema.fields, key),
  )?.[0];
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
