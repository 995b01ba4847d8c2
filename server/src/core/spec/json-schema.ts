import { parse } from 'yaml';
import type { Locale } from '../text.ts';
import { say } from '../text.ts';
import { routerSchema } from './schema/index.ts';
import type { Field, Fields, JsonSchema, ObjectSchema, ScalarSchema, Schema } from './schema-types.ts';

/**
 * The JSON Schema of router.yaml (draft 2020-12), for other editors and programs. It says what a spec may look like; what
 * makes sense on a line is for the rules to say. Every spec that is read without a problem is valid under it.
 */
export function jsonSchema(locale: Locale): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'router.yaml',
    description: say(
      {
        en: 'A home or branch router that reaches IPv4 through an IPv6 tunnel.',
        ja: 'IPv6 のトンネルで IPv4 に接続するルーターの設定です。',
      },
      locale,
    ),
    ...objectSchema(routerSchema, locale),
  };
}

function schemaOf(schema: Schema, locale: Locale): JsonSchema {
  switch (schema.kind) {
    case 'scalar':
      return scalarSchema(schema, locale);
    case 'object':
      return objectSchema(schema, locale);
    case 'either':
      return { anyOf: [scalarSchema(schema.scalar, locale), objectSchema(schema.object, locale)] };
    case 'list':
      return { type: 'array', items: schemaOf(schema.item, locale) };
    case 'map':
      return {
        type: 'object',
        propertyNames: schema.key.json,
        additionalProperties: schemaOf(schema.item, locale),
      };
  }
}

function objectSchema({ fields }: ObjectSchema<Fields>, locale: Locale): JsonSchema {
  const required = Object.entries(fields).flatMap(([key, field]) => (field.required ? [key] : []));
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(fields).map(([key, field]) => [key, propertySchema(field, locale)]),
    ),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

function propertySchema(field: Field, locale: Locale): JsonSchema {
  const description = [field.summary, ...(field.detail === undefined ? [] : [field.detail])]
    .map((text) => say(text, locale))
    .join('\n\n');
  return {
    description,
    ...schemaOf(field.schema, locale),
    ...(typeof field.default === 'string' ? { default: yamlValue(field.default) } : {}),
    ...(field.examples.length === 0 ? {} : { examples: field.examples.map(yamlValue) }),
  };
}

function scalarSchema(scalar: ScalarSchema<unknown>, locale: Locale): JsonSchema {
  if (scalar.type === 'choice')
    return {
      anyOf: (scalar.values ?? []).map(({ value, docs }) => {
        // What a word is in YAML and the word itself mean the same here: `width: 80` and `width: "80"`.
        const plain = yamlValue(value);
        return {
          ...(plain === value ? { const: value } : { enum: [plain, value] }),
          description: say(docs, locale),
        };
      }),
    };
  const { type } = scalar.json;
  // A name that consists of digits is a number to YAML; the reader of specs takes the text that stands there.
  if (type === 'string' && ['1', '12345678'].some((digits) => scalar.parse(digits).ok))
    return { ...scalar.json, type: ['string', 'number'] };
  return scalar.json;
}

/** What a text is in YAML: examples and defaults are written as they would stand in a spec. */
function yamlValue(text: string): unknown {
  return parse(text, { version: '1.2', logLevel: 'silent' });
}
