import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

// The form's grammar is GitHub's: https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema
const FOLDER = path.resolve(import.meta.dirname, '../../../.github/ISSUE_TEMPLATE');

interface Field {
  readonly type: string;
  readonly id?: string;
  readonly attributes: { readonly label?: string; readonly value?: string; readonly options?: unknown[] };
  readonly validations?: { readonly required: boolean };
}

const forms = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.yml') && file !== 'config.yml')
  .map((file) => [file, parse(readFileSync(path.join(FOLDER, file), 'utf8'))] as const) as (readonly [
  string,
  { readonly name: string; readonly description: string; readonly body: readonly Field[] },
])[];

test.each(forms)('%s can be filled in, in English and in Japanese', (_, { name, description, body }) => {
  const fields = body.filter(({ type }) => type !== 'markdown');
  expect(fields.map(({ id }) => id)).toEqual([...new Set(fields.map(({ id }) => id))]);
  expect(fields.some(({ validations }) => validations?.required)).toBe(true);
  for (const { type, id, attributes } of fields) {
    expect(['input', 'textarea', 'dropdown', 'checkboxes']).toContain(type);
    expect(id).toMatch(/^[a-z]+$/);
    if (type === 'dropdown') expect(attributes.options).not.toEqual([]);
  }
  const texts = [name, description, ...body.map(({ attributes }) => attributes.label ?? attributes.value)];
  for (const text of texts) {
    expect(text).toMatch(/[a-z]{3}/);
    expect(text).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
  }
});
