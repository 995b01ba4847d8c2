import type { Path, Span } from '../core/problem.ts';
import { everyPiece, placeOf } from '../core/spec/pieces.ts';
import type { Piece, SpecScalar } from '../core/spec/pieces.ts';
import { routerSchema } from '../core/spec/schema/index.ts';
import type { NameKind, Naming, Schema } from '../core/spec/schema-types.ts';
import type { SpecDocument } from '../core/spec/spec-document.ts';

/** One place of a spec where a name stands. */
export interface NamePlace {
  readonly kind: NameKind;
  /** In the form in which names are compared. */
  readonly name: string;
  readonly role: Naming<unknown>['role'];
  readonly span: Span;
  /** The name in its scalar; undefined where only an alias of the scalar stands here. */
  readonly written: { readonly scalar: SpecScalar; readonly piece: Piece } | undefined;
}

/** A name that is in force without being written: the default of a key. */
export interface ImpliedName {
  readonly kind: NameKind;
  readonly name: string;
  readonly path: Path;
}

/** All names of a spec: interfaces, reservations and secrets, where they are given and where they are used. */
export class NameIndex {
  readonly places: readonly NamePlace[];
  private readonly implied: readonly ImpliedName[];

  constructor(document: SpecDocument) {
    this.places = document.scalars.flatMap((scalar) => placesIn(document, scalar));
    // A key can only be left out of a block that is there.
    this.implied = DEFAULT_NAMES.filter(
      ({ path }) => document.entry(path.slice(0, -1)) !== undefined && document.entry(path) === undefined,
    );
  }

  /** The name at an offset; the end of a name belongs to it, as the cursor is there after typing it. */
  at(offset: number): NamePlace | undefined {
    return this.places.find(({ span }) => span.start <= offset && offset <= span.end);
  }

  /** Every place of a name, each once: what is reached through aliases stands in the text only once. */
  of(kind: NameKind, name: string): NamePlace[] {
    const bySpan = new Map<number, NamePlace>();
    for (const place of this.places)
      if (place.kind === kind && place.name === name && !bySpan.has(place.span.start))
        bySpan.set(place.span.start, place);
    return [...bySpan.values()].sort((a, b) => a.span.start - b.span.start);
  }

  /** The names of a kind that a spec has: those that it gives; where nothing gives them, those that it uses. */
  all(kind: NameKind): string[] {
    const places = this.places.filter((place) => place.kind === kind);
    const given = places.filter(({ role }) => role === 'declaration');
    return [...new Set((given.length > 0 ? given : places).map(({ name }) => name))];
  }

  /** The defaults that give a name. */
  impliedAs(kind: NameKind, name: string): ImpliedName[] {
    return this.implied.filter((each) => each.kind === kind && each.name === name);
  }
}

function placesIn(document: SpecDocument, scalar: SpecScalar): NamePlace[] {
  return everyPiece(scalar.piece).flatMap((piece): NamePlace[] => {
    const { naming } = piece.schema;
    const name = nameIn(piece);
    if (naming === undefined || name === undefined) return [];
    const place = {
      kind: naming.kind,
      name,
      role: naming.role,
      span: placeOf(scalar, piece) ?? scalar.span,
      written: { scalar, piece },
    };
    // The first entry of the path is the alias, if it is one, and not what it stands for.
    const { entry } = scalar;
    const alias = entry.aliased ? document.entry(entry.path) : undefined;
    return alias === undefined || alias === entry
      ? [place]
      : [place, { ...place, span: alias.value, written: undefined }];
  });
}

/** The name that a piece is; undefined where it is none, or wrong. */
function nameIn({ schema, text }: Piece): string | undefined {
  const parsed = schema.naming === undefined ? undefined : schema.parse(text);
  return parsed?.ok === true ? schema.naming?.of(parsed.value) : undefined;
}

/** The keys whose default is a name. */
const DEFAULT_NAMES = defaultNames(routerSchema, []);

function defaultNames(schema: Schema, path: Path): ImpliedName[] {
  if (schema.kind !== 'object') return [];
  return Object.entries(schema.fields).flatMap(([key, field]) => {
    const inner = [...path, key];
    const { schema: value, default: text } = field;
    return value.kind === 'scalar' && value.naming?.role === 'declaration' && typeof text === 'string'
      ? [{ kind: value.naming.kind, name: text, path: inner }]
      : defaultNames(value, inner);
  });
}
