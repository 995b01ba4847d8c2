import type { Text } from '../text.ts';
import type { Result } from '../net/result.ts';

/**
 * The building blocks of the schema of router.yaml. One schema value yields the TypeScript type of a parsed spec
 * (`Infer`), the JSON Schema, the hover texts, completion and the reference page.
 */
export type Schema =
  | ScalarSchema<unknown>
  | ObjectSchema<Fields>
  | ListSchema<Schema>
  | MapSchema<Schema>
  | EitherSchema<ScalarSchema<unknown>, ObjectSchema<Fields>>;

/** A JSON Schema fragment (draft 2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** One of the values that a closed scalar may have. */
export interface ClosedValue {
  readonly value: string;
  readonly docs: Text;
}

/** A part of a scalar, such as the port in `tcp 5472 -> nas:443`. */
export interface ScalarPart {
  /** What it is called in the template of the form. */
  readonly label: Text;
  readonly schema: ScalarSchema<unknown>;
}

/** How a scalar is put together from others. */
export interface ScalarForm {
  /** How it is written, with the names of the parts in braces: `{protocol} {port} -> {to}`. */
  readonly template: string;
  /** Finds the parts in a text, also in one that is not finished; a group and an index (`d`) for each of them. */
  readonly pattern: RegExp;
  /** By name, in the order of the text. Where there is a long form too, the names are its keys. */
  readonly parts: Readonly<Record<string, ScalarPart>>;
}

/** What is named in one place of a spec and used in others. */
export type NameKind = 'interface' | 'reservation' | 'secret';

/** That a scalar is such a name, or a use of one. */
export interface Naming<T> {
  readonly kind: NameKind;
  readonly role: 'declaration' | 'reference';
  /** The name, in the form in which two of them are compared; undefined where the value is none (an address, say). */
  of(value: T): string | undefined;
  /** How a name is written here, where that is not the name itself. */
  write?(name: string): string;
}

export interface ScalarSchema<T> {
  readonly kind: 'scalar';
  /** What kind of thing it is, used for semantic tokens and completion: `ipv4`, `port`, `interface`, … */
  readonly type: string;
  /** What may stand here, as a noun phrase: "an IPv4 address such as 10.0.0.1". */
  readonly shape: Text;
  parse(text: string): Result<T>;
  /** What was most likely meant by a text that does not parse, where only this scalar can tell. */
  meant?(text: string): string | undefined;
  readonly form?: ScalarForm;
  readonly naming?: Naming<T>;
  /** The canonical text of a value; what is written to generated files and by edits. */
  format(value: T): string;
  readonly json: JsonSchema;
  readonly values?: readonly ClosedValue[];
}

export interface Field<S extends Schema = Schema> {
  readonly schema: S;
  /** One sentence: what the key is. */
  readonly summary: Text;
  /** What a newcomer has to know to set it well; Markdown. */
  readonly detail?: Text;
  readonly required: boolean;
  /** What holds when the key is absent, as a noun phrase, or as the very text of the value. */
  readonly default?: Text | string;
  readonly examples: readonly string[];
}

export type Fields = Readonly<Record<string, Field>>;

export interface ObjectSchema<F extends Fields> {
  readonly kind: 'object';
  readonly fields: F;
}

export interface ListSchema<S extends Schema> {
  readonly kind: 'list';
  readonly item: S;
  /** One entry, as a noun phrase. */
  readonly itemName: Text;
}

/** A map with keys that the user chooses, such as `sysctl`. */
export interface MapSchema<S extends Schema> {
  readonly kind: 'map';
  readonly key: ScalarSchema<string>;
  readonly item: S;
}

/** A short form (scalar) or a long form (mapping) of the same thing. */
export interface EitherSchema<A extends ScalarSchema<unknown>, B extends ObjectSchema<Fields>> {
  readonly kind: 'either';
  readonly scalar: A;
  readonly object: B;
}

/** The type of a parsed value. Every key may be absent: a spec is also read while it is being written. */
export type Infer<S> =
  S extends ScalarSchema<infer T>
    ? T
    : S extends ObjectSchema<infer F>
      ? { readonly [K in keyof F]?: Infer<F[K]['schema']> }
      : S extends ListSchema<infer I>
        ? readonly Infer<I>[]
        : S extends MapSchema<infer I>
          ? Readonly<Record<string, Infer<I>>>
          : S extends EitherSchema<infer A, infer B>
            ? Infer<A> | Infer<B>
            : never;

interface FieldOptions {
  readonly summary: Text;
  readonly detail?: Text;
  readonly required?: boolean;
  readonly default?: Text | string;
  readonly examples?: readonly string[];
}

export function field<S extends Schema>(schema: S, options: FieldOptions): Field<S> {
  return { required: false, examples: [], ...options, schema };
}

export function object<F extends Fields>(fields: F): ObjectSchema<F> {
  return { kind: 'object', fields };
}

export function list<S extends Schema>(item: S, itemName: Text): ListSchema<S> {
  return { kind: 'list', item, itemName };
}

export function map<S extends Schema>(key: ScalarSchema<string>, item: S): MapSchema<S> {
  return { kind: 'map', key, item };
}

export function either<A extends ScalarSchema<unknown>, B extends ObjectSchema<Fields>>(
  scalar: A,
  object: B,
): EitherSchema<A, B> {
  return { kind: 'either', scalar, object };
}
