import { say } from '../text.ts';
import type { Locale, Text } from '../text.ts';
import { routerSchema } from './schema/index.ts';
import { listValues, shapeOf } from './schema-text.ts';
import type { Field, Fields, Schema } from './schema-types.ts';

const WORDS = {
  title: { en: 'router.yaml, key by key', ja: 'router.yaml リファレンス' },
  intro: {
    en: 'Every key of the format, in the order in which a spec usually has them. What is not marked as required may be left out.',
    ja: '書式のすべてのキーです。必須と書かれていないものは省略できます。',
  },
  value: { en: 'Value', ja: '値' },
  default: { en: 'Default', ja: '既定値' },
  required: { en: 'Required', ja: '必須' },
  example: { en: 'Example', ja: '例' },
  values: { en: 'Values', ja: '指定できる値' },
  short: { en: 'Short form', ja: '短い書き方' },
  entries: {
    en: 'A list; each entry is a block of these keys:',
    ja: 'リスト。各項目には次のキーを書きます。',
  },
  long: { en: 'Or a block of these keys:', ja: 'または次のキーを書きます。' },
} satisfies Record<string, Text>;

/** The reference page of all keys of router.yaml, in Markdown. */
export function specReference(locale: Locale): string {
  const t = (text: Text): string => say(text, locale);
  const contents = Object.keys(routerSchema.fields).map((key) => `[${code(key)}](#${key})`);
  return [
    `# ${t(WORDS.title)}`,
    t(WORDS.intro),
    contents.join(' · '),
    ...Object.entries(routerSchema.fields).flatMap(([key, field]) => section(key, field, 2, locale)),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

/** A key, with the keys below it. Headings deeper than four levels would all look the same. */
function section(name: string, field: Field, level: number, locale: Locale): string[] {
  const t = (text: Text): string => say(text, locale);
  const { schema } = field;
  const values = listValues(schema);
  const below = fieldsBelow(schema);
  const facts = [
    ...(field.required ? [`**${t(WORDS.required)}**`] : []),
    ...(below === undefined && values.length === 0 ? [`${t(WORDS.value)}: ${t(shapeOf(schema))}`] : []),
    ...(schemaItem(schema).kind === 'either' && below !== undefined
      ? [`${t(WORDS.short)}: ${t(shortShape(schema))}`]
      : []),
    ...(field.default === undefined
      ? []
      : [
          `${t(WORDS.default)}: ${typeof field.default === 'string' ? code(field.default) : t(field.default)}`,
        ]),
    ...(field.examples.length === 0 ? [] : [`${t(WORDS.example)}: ${field.examples.map(code).join(', ')}`]),
  ];
  return [
    `${'#'.repeat(Math.min(level, 4))} ${name}`,
    t(field.summary),
    ...(field.detail === undefined ? [] : [t(field.detail)]),
    ...(facts.length === 0 ? [] : [bullets(facts)]),
    ...(values.length === 0
      ? []
      : [`${t(WORDS.values)}:`, bullets(values.map(({ value, docs }) => `${code(value)}: ${t(docs)}`))]),
    ...(below === undefined
      ? []
      : [
          ...(schema.kind === 'list' ? [t(WORDS.entries)] : schema.kind === 'either' ? [t(WORDS.long)] : []),
          ...Object.entries(below).flatMap(([key, inner]) =>
            section(`${name}${schema.kind === 'list' ? '[]' : ''}.${key}`, inner, level + 1, locale),
          ),
        ]),
  ];
}

/** The keys below a place: of a block, of the entries of a list, of a long form. */
function fieldsBelow(schema: Schema): Fields | undefined {
  const item = schemaItem(schema);
  if (item.kind === 'object') return item.fields;
  return item.kind === 'either' ? item.object.fields : undefined;
}

function schemaItem(schema: Schema): Schema {
  return schema.kind === 'list' ? schema.item : schema;
}

function shortShape(schema: Schema): Text {
  const item = schemaItem(schema);
  return item.kind === 'either' ? item.scalar.shape : shapeOf(item);
}

function code(text: string): string {
  return `\`${text}\``;
}

function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
