import { listValues, shapeOf } from '../core/spec/schema-text.ts';
import type { SchemaPlace } from '../core/spec/schema-lookup.ts';
import { say } from '../core/text.ts';
import type { Text } from '../core/text.ts';
import { bullets, code, paragraphs } from './markdown.ts';
import { sayIn } from './options.ts';
import type { ServiceOptions } from './options.ts';

/** The documentation of a key, from the schema: what it is, what may stand there, what holds without it, examples. */
export function keyDocs(name: string, place: SchemaPlace, { locale }: ServiceOptions): string {
  const t = sayIn(locale);
  const { schema, field } = place;
  const values = listValues(schema);
  return paragraphs([
    `**${name}**${field === undefined ? '' : `: ${say(field.summary, locale)}`}`,
    field?.detail !== undefined && say(field.detail, locale),
    values.length > 0 && bullets(values.map(({ value, docs }) => `${code(value)}: ${say(docs, locale)}`)),
    values.length === 0 && `${t('Value', '値')}: ${say(shapeOf(schema), locale)}`,
    field?.default !== undefined && `${t('Default', '既定値')}: ${defaultText(field.default, locale)}`,
    field?.required === true && t('Required.', '必須です。'),
    field !== undefined &&
      field.examples.length > 0 &&
      `${t('Example', '例')}: ${field.examples.map((example) => code(example)).join(', ')}`,
  ]);
}

/** A default as it is shown: the very text of a value as code, else what it is in words. */
export function defaultText(value: Text | string, locale: ServiceOptions['locale']): string {
  return typeof value === 'string' ? code(value) : say(value, locale);
}
