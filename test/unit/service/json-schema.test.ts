import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { jsonSchema } from '../../../server/src/core/spec/json-schema.ts';
import { specReference } from '../../../server/src/core/spec/reference.ts';
import { routerSchema } from '../../../server/src/core/spec/schema/index.ts';
import type { Fields, Schema } from '../../../server/src/core/spec/schema-types.ts';

const EXAMPLE = readFileSync(path.resolve(import.meta.dirname, '../../../examples/router.yaml'), 'utf8');
const validate = new Ajv2020({ strict: true, strictTypes: false, validateFormats: false }).compile(
  jsonSchema('en'),
);

/** The paths of all keys, as the reference page names them. */
function keys(fields: Fields, prefix: string): string[] {
  return Object.entries(fields).flatMap(([key, { schema }]) => {
    const item: Schema = schema.kind === 'list' ? schema.item : schema;
    const object = item.kind === 'either' ? item.object : item;
    const name = `${prefix}${key}`;
    const inner = schema.kind === 'list' ? `${name}[].` : `${name}.`;
    return [name, ...(object.kind === 'object' ? keys(object.fields, inner) : [])];
  });
}

function withoutTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      key === 'description' && typeof inner === 'string' ? [] : [[key, withoutTexts(inner)]],
    ),
  );
}

describe('the JSON Schema', () => {
  test('accepts the example', () => {
    validate(parse(EXAMPLE));
    expect(validate.errors).toBeNull();
  });

  test.each([
    ['an unknown key', EXAMPLE.replace('hostname:', 'hostnam:')],
    ['a missing block', EXAMPLE.replace(/^tunnel:\n(?: .*\n)+/m, '')],
    ['a value that is none of a few', EXAMPLE.replace('method: map-e', 'method: map-t')],
    ['a number out of range', EXAMPLE.replace('mtu: 1500', 'mtu: 15000')],
    ['a list for a value', EXAMPLE.replace('hostname: borealis', 'hostname: [borealis]')],
  ])('refuses %s', (_, text) => {
    expect(text).not.toBe(EXAMPLE);
    expect(validate(parse(text))).toBe(false);
  });

  test.each([
    ['a number that is one of a few words', EXAMPLE.replace('width: 80', 'width: "80"')],
    ['a name of digits', EXAMPLE.replace('hostname: borealis', 'hostname: 1234')],
    [
      'the long form of what has a short one',
      EXAMPLE.replace('provider: v6plus', 'provider: v6plus\n  route: { mark: 0x64 }'),
    ],
  ])('accepts %s', (_, text) => {
    expect(text).not.toBe(EXAMPLE);
    validate(parse(text));
    expect(validate.errors).toBeNull();
  });

  test('is the same in both languages but for its texts', () => {
    expect(jsonSchema('ja')).not.toEqual(jsonSchema('en'));
    expect(withoutTexts(jsonSchema('ja'))).toEqual(withoutTexts(jsonSchema('en')));
  });
});

describe.each(['en', 'ja'] as const)('the reference page in %s', (locale) => {
  test('has a section for every key', () => {
    const headings = specReference(locale).match(/(?<=^#{2,4} ).+$/gm);
    expect(headings).toEqual(keys(routerSchema.fields, ''));
  });
});
