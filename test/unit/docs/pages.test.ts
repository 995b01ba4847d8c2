import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../../server/src/core/rules/index.ts';
import { rulePage } from '../../../server/src/core/rules/rule-page.ts';
import { jsonSchema } from '../../../server/src/core/spec/json-schema.ts';
import { specReference } from '../../../server/src/core/spec/reference.ts';
import type { Locale } from '../../../server/src/core/text.ts';

// The documentation is generated: these files are golden files, and `npm run docs` (vitest with -u) rewrites them.
const DOCS = path.resolve(import.meta.dirname, '../../../docs');
const FOLDERS: Record<Locale, string> = { en: DOCS, ja: path.join(DOCS, 'ja') };

describe.each(['en', 'ja'] as const)('documentation in %s', (locale) => {
  test.each(RULES.map((rule) => [rule.code, rule] as const))('page of %s', async (code, rule) => {
    await expect(rulePage(rule, locale)).toMatchFileSnapshot(
      path.join(FOLDERS[locale], 'rules', `${code}.md`),
    );
  });

  test('no page of a rule that is gone', () => {
    const folder = path.join(FOLDERS[locale], 'rules');
    const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.md'),
    );
    expect(pages.map((file) => file.replaceAll('\\', '/').slice(0, -3)).sort()).toEqual(
      RULES.map((rule) => rule.code).sort(),
    );
  });

  test('reference of router.yaml', async () => {
    await expect(specReference(locale)).toMatchFileSnapshot(path.join(FOLDERS[locale], 'reference.md'));
  });

  test('JSON Schema', async () => {
    const file = path.join(DOCS, locale === 'en' ? 'router.schema.json' : 'ja/router.schema.json');
    await expect(`${JSON.stringify(jsonSchema(locale), null, 2)}\n`).toMatchFileSnapshot(file);
  });
});

test('every page in English has one in Japanese, and the other way round', () => {
  const pages = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => file.endsWith('.md') && !file.startsWith('ja/'))
      .sort();
  expect(pages(FOLDERS.ja)).toEqual(pages(FOLDERS.en));
});
