import type { Path } from '../core/problem.ts';
import type { Field, Fields, ScalarForm, Schema } from '../core/spec/schema-types.ts';
import { scalarText } from '../core/spec/yaml-text.ts';
import { NEW_ENTRY } from './suggest/suggestion.ts';

/**
 * The texts that completion inserts, with holes for what the user has to say, in the snippet syntax of the Language Server
 * Protocol. A hole is filled with what is most likely meant, so that the text is a valid spec as it is inserted.
 */

/** What is known about this router that a new text is filled with. */
export interface Filling {
  /** The value for a place, as the scalar reads. */
  value(path: Path): string | undefined;
  /** A list for a place, as YAML. */
  list(path: Path): string | undefined;
  /** All values that are possible at a place, where this router has fewer than the schema. */
  only(path: Path): readonly string[] | undefined;
  /** The keys that a block mostly has which must have none. */
  usualKeys(path: Path): readonly string[];
}

/** Finds a hole. */
export const hole = /\$(?:\d|\{\d)/;

/** What comes behind the colon of a key in block style. */
export function blockOf(field: Field, path: Path, filling: Filling): string {
  return new Holes(filling).block(field, path, '  ');
}

/** What comes behind the colon of a key inside braces. */
export function flowOf(field: Field, path: Path, filling: Filling): string {
  return new Holes(filling, true).flow(field, path);
}

/** An entry of a list: its text, in braces where the list's others are, and how it is called in a list of completions. */
export function itemOf(
  schema: Schema,
  path: Path,
  filling: Filling,
  inBraces = false,
): { readonly text: string; readonly label: string } {
  const holes = new Holes(filling);
  if (schema.kind !== 'object')
    return { text: holes.item(schema, path), label: schema.kind === 'either' ? 'tcp … -> …' : '…' };
  const required = mustHave(schema.fields).map(([key]) => key);
  return {
    text: inBraces ? holes.flowKeys(schema.fields, path) : holes.blockKeys(schema.fields, path, '  '),
    label: `${required.length > 0 ? required.join(', ') : filling.usualKeys(path).join(', ')} …`,
  };
}

/** Text that has no hole, whatever dollars and braces it holds; `valueOf` gives it back. */
export function literal(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** The text of a snippet with what its holes hold, for clients that know no snippets. */
export function valueOf(snippet: string): string {
  return snippet
    .replace(/\$\{\d+\|([^|]*)\|\}/g, (_, choices: string) => /^(?:\\.|[^,\\])*/.exec(choices)?.[0] ?? '')
    .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, '$1')
    .replace(/\$\d+/g, '')
    .replace(/\\([\\$},|])/g, '$1');
}

/** Counts the holes of one text. */
class Holes {
  private last = 0;
  private readonly filling: Filling;
  /** Whether the text stands inside brackets. */
  private inFlow: boolean;

  constructor(filling: Filling, inFlow = false) {
    this.filling = filling;
    this.inFlow = inFlow;
  }

  /** What comes behind the colon of a key: a value in the line, or a block below it. */
  block(field: Field, path: Path, indent: string): string {
    const { schema } = field;
    if (schema.kind === 'object') return `\n${indent}${this.blockKeys(schema.fields, path, indent)}`;
    const list = schema.kind === 'list' ? schema.item : undefined;
    if (list?.kind === 'either') return `\n${indent}- ${this.item(list, [...path, NEW_ENTRY])}`;
    if (list?.kind === 'object' && field.examples.length === 0)
      return `\n${indent}- ${this.blockKeys(list.fields, [...path, NEW_ENTRY], `${indent}  `)}`;
    if (schema.kind === 'map' && field.examples.length === 0) return `\n${indent}$${++this.last}`;
    return ` ${this.flow(field, path)}`;
  }

  flow(field: Field, path: Path): string {
    const { schema } = field;
    const scalar = schema.kind === 'either' ? schema.scalar : schema;
    const known = this.filling.value(path);
    if (scalar.kind === 'scalar') {
      const values = this.filling.only(path) ?? (scalar.values ?? []).map(({ value }) => value);
      const likely = known ?? (typeof field.default === 'string' ? field.default : (field.examples[0] ?? ''));
      // Values that are not a closed list, such as `none or a number`, are only suggested.
      if (scalar.type === 'choice' || scalar.type === 'boolean') return this.values(values, likely);
      return this.value(known === undefined ? this.example(field) || likely : scalarText(known, this.inFlow));
    }
    const list = schema.kind === 'list' ? (this.filling.list(path) ?? field.examples[0]) : field.examples[0];
    if (list !== undefined) return this.value(list);
    if (schema.kind === 'object') return this.flowKeys(schema.fields, path);
    return schema.kind === 'list' ? `[$${++this.last}]` : `{ $${++this.last} }`;
  }

  /** The keys of a block, each on a line of its own. */
  blockKeys(fields: Fields, path: Path, indent: string): string {
    return (
      this.keysOf(fields, path)
        .map(([key, field]) => `${key}:${this.block(field, [...path, key], `${indent}  `)}`)
        .join(`\n${indent}`) || `$${++this.last}`
    );
  }

  /** The same in braces. */
  flowKeys(fields: Fields, path: Path): string {
    const outside = this.inFlow;
    this.inFlow = true;
    const keys = this.keysOf(fields, path).map(
      ([key, field]) => `${key}: ${this.flow(field, [...path, key])}`,
    );
    this.inFlow = outside;
    return `{ ${keys.join(', ') || `$${++this.last}`} }`;
  }

  /** The keys that a block must have, else those that it mostly has. */
  private keysOf(fields: Fields, path: Path): (readonly [string, Field])[] {
    const required = mustHave(fields);
    if (required.length > 0) return required;
    const usual = this.filling.usualKeys(path);
    return Object.entries(fields).filter(([key]) => usual.includes(key));
  }

  /** An entry of a list that is no block of keys. */
  item(schema: Schema, path: Path): string {
    if (schema.kind === 'either' && schema.scalar.form !== undefined)
      return this.form(schema.scalar.form, schema.object.fields, path);
    if (schema.kind !== 'scalar') return this.value('');
    const known = this.filling.value(path);
    return known === undefined
      ? this.values(schema.values?.map(({ value }) => value) ?? [], '')
      : this.value(scalarText(known, this.inFlow));
  }

  /** A short form, each part filled as the key of the long form that it stands for. */
  private form({ template, parts }: ScalarForm, fields: Fields, path: Path): string {
    return template.replace(/\{(\w+)\}/g, (_, name: string) => {
      const closed = parts[name]?.schema.values?.map(({ value }) => value);
      const likely = this.filling.value([...path, name]) ?? fields[name]?.examples[0] ?? '';
      return closed === undefined ? this.value(likely) : this.values(closed, likely);
    });
  }

  /** An example of a field; inside brackets it needs quotes where it has brackets itself. */
  private example(field: Field): string {
    const [example = ''] = field.examples;
    return /^["'[{]/.test(example) ? example : scalarText(example, this.inFlow).replace(/^""$/, '');
  }

  private value(text: string): string {
    return text === '' ? `$${++this.last}` : `\${${++this.last}:${literal(text)}}`;
  }

  /** A choice; the likely one comes first, since it is what stands there until the user chooses. */
  private values(values: readonly string[], likely: string): string {
    if (values.length === 0) return this.value(likely);
    const sorted = values.includes(likely) ? [likely, ...values.filter((value) => value !== likely)] : values;
    return `\${${++this.last}|${sorted.map((value) => value.replace(/[\\,|]/g, '\\$&')).join(',')}|}`;
  }
}

function mustHave(fields: Fields): (readonly [string, Field])[] {
  return Object.entries(fields).filter(([, field]) => field.required);
}
