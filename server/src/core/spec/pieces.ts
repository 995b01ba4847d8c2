import type { Span } from '../problem.ts';
import { schemaAt } from './schema-lookup.ts';
import type { ScalarPart, ScalarSchema } from './schema-types.ts';
import type { Entry, SpecDocument } from './spec-document.ts';

/** A scalar or a part of one: `tcp 5472 -> nas:443`, the endpoint in it, and the host in that. */
export interface Piece {
  readonly text: string;
  /** Where it stands in the whole text that was taken apart. */
  readonly span: Span;
  readonly schema: ScalarSchema<unknown>;
  /** The key of the part in the form that it is a part of; for a whole scalar, none. */
  readonly name: string | undefined;
  readonly part: ScalarPart | undefined;
  readonly parts: readonly Piece[];
}

/** Takes a text apart as its schema says; also one that is half typed: parts that are not there yet are left out. */
export function takeApart(schema: ScalarSchema<unknown>, text: string, start = 0): Piece {
  const span = { start, end: start + text.length };
  const groups = schema.form?.pattern.exec(text)?.indices?.groups ?? {};
  const parts = Object.entries(schema.form?.parts ?? {}).flatMap(([name, part]): Piece[] => {
    const found = groups[name];
    if (found === undefined) return [];
    return [{ ...takeApart(part.schema, text.slice(...found), start + found[0]), name, part }];
  });
  return { text, span, schema, name: undefined, part: undefined, parts };
}

/** A piece with all that it consists of, in the order of the text. */
export function everyPiece(piece: Piece): Piece[] {
  return [piece, ...piece.parts.flatMap(everyPiece)];
}

/** Where a scalar that reads as `content` stands in a text, behind its quote; undefined where it is written otherwise. */
export function contentStart(text: string, { start, end }: Span, content: string): number | undefined {
  const quote = /["']/.test(text.charAt(start)) ? 1 : 0;
  const fits = end - start === content.length + 2 * quote && text.startsWith(content, start + quote);
  return fits ? start + quote : undefined;
}

/** A scalar of a spec, taken apart. */
export interface SpecScalar {
  readonly entry: Entry;
  readonly piece: Piece;
  /** The place of the whole scalar. */
  readonly span: Span;
  /**
   * What an offset in the piece has to be moved by to be one in the text of the spec; undefined where the scalar is
   * written in another way than it reads (escapes, several lines), so that its parts stand nowhere.
   */
  readonly offset: number | undefined;
}

/** Where a piece of a scalar stands in the text of the spec; undefined where it stands nowhere as it reads. */
export function placeOf({ offset }: SpecScalar, { span }: Piece): Span | undefined {
  return offset === undefined ? undefined : { start: span.start + offset, end: span.end + offset };
}

/** Every scalar of a spec that the schema knows, values and keys that the user chose, in the order of reading. */
export function scalarsOf(document: SpecDocument): SpecScalar[] {
  return document.entries.flatMap((entry): SpecScalar[] => {
    const { schema, content, key, field, path, value } = entry;
    const keySchema = key === undefined || field !== undefined ? undefined : ownKeySchema(path);
    return [
      ...(key === undefined || keySchema === undefined
        ? []
        : [scalarAt(document, entry, keySchema, String(path.at(-1)), key)]),
      ...(schema?.kind === 'scalar' && content !== undefined
        ? [scalarAt(document, entry, schema, content, value)]
        : []),
    ];
  });
}

/** The piece at a path, with its parts, such as the `host` of an endpoint; undefined where it does not stand there as it reads. */
export function partSpan(
  document: SpecDocument,
  path: readonly (string | number)[],
  name: string,
): Span | undefined {
  const entry = document.entry(path);
  const place = schemaAt(path)?.schema;
  const schema = place?.kind === 'either' ? place.scalar : place;
  const span = entry === undefined ? undefined : document.contentSpan(entry);
  if (span === undefined || entry?.content === undefined || schema?.kind !== 'scalar') return undefined;
  return takeApart(schema, entry.content, span.start).parts.find((part) => part.name === name)?.span;
}

function scalarAt(
  document: SpecDocument,
  entry: Entry,
  schema: ScalarSchema<unknown>,
  text: string,
  span: Span,
): SpecScalar {
  return { entry, piece: takeApart(schema, text), span, offset: contentStart(document.text, span, text) };
}

function ownKeySchema(path: readonly (string | number)[]): ScalarSchema<string> | undefined {
  const parent = schemaAt(path.slice(0, -1))?.schema;
  return parent?.kind === 'map' ? parent.key : undefined;
}
