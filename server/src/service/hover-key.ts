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
  const object = objectAt(item);
  const keys =
    object === undefined
      ? ''
      : Object.entries(object.fields)
          .map(([key, { required }]) => code(key) + (required ? '*' : ''))
          .join(', ');
  const star = keys.includes('*') ? t(' (* required)', '（* は必須）') : '';
  const form = `${t('Value', '値')}: ${say(shapeOf(schema), locale)}`;
  if (object === undefined) return form;
  if (item.kind === 'either') return paragraphs([form, `${t('Keys', 'キー')}: ${keys}${star}`]);
  return schema.kind === 'list'
    ? `${t('A list; keys of each entry', 'リスト。各項目のキー')}: ${keys}${star}`
    : `${t('Keys', 'キー')}: ${keys}${star}`;
}

/** A default as it is shown: the very text of a value as code, else what it is in words. */
export function defaultText(value: Text | string, locale: ServiceOptions['locale']): string {
  return typeof value === 'string' ? code(value) : say(value, locale);
}
