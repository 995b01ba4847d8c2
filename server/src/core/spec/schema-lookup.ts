import type { Path } from '../problem.ts';
import { routerSchema } from './schema/index.ts';
import type { Field, Fields, ObjectSchema, Schema } from './schema-types.ts';

/** What the schema says about a place of a spec, whether or not the place stands in the text. */
export interface SchemaPlace {
  readonly schema: Schema;
  /** The key that the place is the value of; undefined for entries of lists and for keys that the user chooses. */
  readonly field: Field | undefined;
}

/** Follows a path from the top of the schema; undefined where no spec can have such a place. */
export function schemaAt(path: Path): SchemaPlace | undefined {
  let place: SchemaPlace = { schema: routerSchema, field: undefined };
  for (const step of path) {
    const next = stepInto(place.schema, step);
    if (next === undefined) return undefined;
    place = next;
  }
  return place;
}

/** The mapping that may stand at a place: its own schema, or the long form of something that has a short form too. */
export function objectAt(schema: Schema): ObjectSchema<Fields> | undefined {
  if (schema.kind === 'object') return schema;
  return schema.kind === 'either' ? schema.object : undefined;
}

function stepInto(schema: Schema, step: string | number): SchemaPlace | undefined {
  if (schema.kind === 'list')
    return typeof step === 'number' ? { schema: schema.item, field: undefined } : undefined;
  if (schema.kind === 'map')
    return typeof step === 'string' ? { schema: schema.item, field: undefined } : undefined;
  const object = objectAt(schema);
  if (object === undefined || !Object.hasOwn(object.fields, step)) return undefined;
  const field = object.fields[step];
  return field === undefined ? undefined : { schema: field.schema, field };
}

/** A path as people write it: `nat.forwards[0].port`. */
export function pathText(path: Path): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}
