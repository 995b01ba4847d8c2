import type { Path } from '../core/problem.ts';
import { objectAt, pathText, schemaAt } from '../core/spec/schema-lookup.ts';
import type { SchemaPlace } from '../core/spec/schema-lookup.ts';
import { listValues, shapeOf } from '../core/spec/schema-text.ts';
import type { Schema } from '../core/spec/schema-types.ts';
import { say } from '../core/text.ts';
import type { Text } from '../core/text.ts';
import { HOSTAPD_OPTIONS } from './explain/hostapd.ts';
import { bullets, code, paragraphs } from './markdown.ts';
import { sayIn } from './options.ts';
import type { ServiceOptions } from './options.ts';

/** The documentation of a key, from the schema: what it is, what may stand there, what holds without it, examples. */
export function keyDocs(path: Path, { schema, field }: SchemaPlace, options: ServiceOptions): string {
  const { locale } = options;
  const t = sayIn(locale);
  // What stands in a list or under a key of the user's own is what the list or the block is for.
  const about = field ?? schemaAt(path.slice(0, -1))?.field;
  const option = path.at(-2) === 'options' ? HOSTAPD_OPTIONS.get(String(path.at(-1)))?.about : undefined;
  const summary = option ?? about?.summary;
  const values = schema.kind === 'scalar' && schema.type === 'boolean' ? [] : listValues(schema);
  return paragraphs([
    `**${pathText(path)}**${summary === undefined ? '' : `: ${say(summary, locale)}`}`,
    about?.detail !== undefined && say(about.detail, locale),
    values.length > 0 && bullets(values.map(({ value, docs }) => `${code(value)}: ${say(docs, locale)}`)),
    values.length === 0 && valueText(schema, options),
    // The words that may stand there are listed above; the keys of the long form are no less of a choice.
    values.length > 0 && schema.kind === 'either' && keysText(schema, options),
    field?.default !== undefined && `${t('Default', '既定値')}: ${defaultText(field.default, locale)}`,
    field?.required === true && t('Required.', '必須です。'),
    field !== undefined &&
      field.examples.length > 0 &&
      `${t('Example', '例')}: ${field.examples.map((example) => code(example)).join(', ')}`,
  ]);
}

/** What may stand at a place: the keys of a block, else the form of the value. */
function valueText(schema: Schema, { locale }: ServiceOptions): string {
  const t = sayIn(locale);
  const item = schema.kind === 'list' ? schema.item : schema;
  const form = `${t('Value', '値')}: ${say(shapeOf(schema), locale)}`;
  const keys = keysText(schema, { locale });
  if (keys === undefined) return form;
  return item.kind === 'either' ? paragraphs([form, keys]) : keys;
}

/** The keys of a block, of a long form or of the entries of a list; undefined where there are none. */
function keysText(schema: Schema, { locale }: ServiceOptions): string | undefined {
  const t = sayIn(locale);
  const item = schema.kind === 'list' ? schema.item : schema;
  const object = objectAt(item);
  if (object === undefined) return undefined;
  const keys = Object.entries(object.fields)
    .map(([key, { required }]) => code(key) + (required ? '*' : ''))
    .join(', ');
  const label =
    schema.kind === 'list' && item.kind !== 'either'
      ? t('A list; keys of each entry', 'リスト。各項目のキー')
      : t('Keys', 'キー');
  return `${label}: ${keys}${keys.includes('*') ? t(' (* required)', '（* は必須）') : ''}`;
}

/** A default as it is shown: the very text of a value as code, else what it is in words. */
export function defaultText(value: Text | string, locale: ServiceOptions['locale']): string {
  return typeof value === 'string' ? code(value) : say(value, locale);
}
