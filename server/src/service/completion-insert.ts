import type { Field, Fields, Schema } from '../core/spec/schema-types.ts';

/**
 * The texts that completion inserts, with holes for what the user has to say, in the snippet syntax of the Language Server
 * Protocol. A hole is filled with what is most likely meant, so that the text is a valid spec as it is inserted.
 */

/** Finds a hole. */
export const hole = /\$(?:\d|\{\d)/;

/** What comes behind the colon of a key in block style. */
export function blockOf(field: Field): string {
  return new Holes().block(field, '  ');
}

/** What comes behind the colon of a key inside braces. */
export function flowOf(field: Field): string {
  return new Holes().flow(field);
}

/** An entry of a list: its text, and how it is called in a list of completions. */
export function itemOf(schema: Schema): { readonly text: string; readonly label: string } {
  const holes = new Holes();
  switch (schema.kind) {
    case 'object': {
      const keys = mustHave(schema.fields);
      return { text: holes.keys(keys, '\n  '), label: `${keys.map(([key]) => key).join(', ')} …` };
    }
    case 'either':
      return { text: holes.value('tcp 5472 -> 10.100.0.10:22'), label: 'tcp … -> …' };
    case 'scalar':
      return { text: holes.values(schema.values?.map(({ value }) => value) ?? [], ''), label: '…' };
    default:
      return { text: holes.value(''), label: '…' };
  }
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

  /** What comes behind the colon of a key: a value in the line, or a block below it. */
  block(field: Field, indent: string): string {
    const { schema } = field;
    if (schema.kind === 'object') return `\n${indent}${this.keys(mustHave(schema.fields), `\n${indent}`)}`;
    if (schema.kind === 'list' && schema.item.kind === 'object' && field.examples.length === 0)
      return `\n${indent}- ${this.keys(mustHave(schema.item.fields), `\n${indent}  `)}`;
    if (schema.kind === 'map' && field.examples.length === 0) return `\n${indent}$${++this.last}`;
    return ` ${this.flow(field)}`;
  }

  flow(field: Field): string {
    const { schema } = field;
    const scalar = schema.kind === 'either' ? schema.scalar : schema;
    if (scalar.kind === 'scalar') {
      const values = (scalar.values ?? []).map(({ value }) => value);
      const likely = typeof field.default === 'string' ? field.default : (field.examples[0] ?? '');
      // Values that are not a closed list, such as `none or a number`, are only suggested.
      return scalar.type === 'choice' || scalar.type === 'boolean'
        ? this.values(values, likely)
        : this.value(field.examples[0] ?? likely);
    }
    if (field.examples[0] !== undefined) return this.value(field.examples[0]);
    if (schema.kind === 'object')
      return `{ ${mustHave(schema.fields)
        .map(([key, inner]) => `${key}: ${this.flow(inner)}`)
        .join(', ')} }`;
    return schema.kind === 'list' ? `[$${++this.last}]` : `{ $${++this.last} }`;
  }

  keys(fields: readonly (readonly [string, Field])[], separator: string): string {
    return fields.map(([key, field]) => `${key}: ${this.flow(field)}`).join(separator) || `$${++this.last}`;
  }

  value(text: string): string {
    return text === '' ? `$${++this.last}` : `\${${++this.last}:${literal(text)}}`;
  }

  /** A choice; the likely one comes first, since it is what stands there until the user chooses. */
  values(values: readonly string[], likely: string): string {
    if (values.length === 0) return this.value(likely);
    const sorted = values.includes(likely) ? [likely, ...values.filter((value) => value !== likely)] : values;
    return `\${${++this.last}|${sorted.map((value) => value.replace(/[\\,|]/g, '\\$&')).join(',')}|}`;
  }
}

function mustHave(fields: Fields): (readonly [string, Field])[] {
  return Object.entries(fields).filter(([, field]) => field.required);
}
