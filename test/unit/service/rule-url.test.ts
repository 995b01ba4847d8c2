import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ruleUrl } from '../../../server/src/core/rules/rule-url.ts';

test('the pages of the rules lie in the repository that the manifest names', () => {
  const manifest = JSON.parse(
    readFileSync(path.resolve(import.meta.dirname, '../../../package.json'), 'utf8'),
  ) as {
    repository: { url: string };
  };
  const repository = manifest.repository.url.replace(/\.git$/, '');
  expect(ruleUrl('tunnel/mtu-too-large', 'en')).toBe(
    `${repository}/blob/main/docs/rules/tunnel/mtu-too-large.md`,
  );
  expect(ruleUrl('tunnel/mtu-too-large', 'ja')).toBe(
    `${repository}/blob/main/docs/ja/rules/tunnel/mtu-too-large.md`,
  );
});
