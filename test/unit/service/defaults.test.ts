import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/core/analysis.ts';
import { applyEdits, insertKey } from '../../../server/src/core/spec/edit.ts';
import { defaultsOf, removeDefault } from '../../../server/src/service/refactor/defaults.ts';

const FOLDERS = ['../../fixtures/rules/good', '../../../examples'].map((folder) =>
  path.resolve(import.meta.dirname, folder),
);
const SPECS = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => [name, readFileSync(path.join(folder, name), 'utf8')] as const),
);

describe.each(SPECS)('the defaults of %s', (_, text) => {
  const before = analyze(text);
  const blocks = before.document.entries.filter(
    ({ schema, aliased }) => schema?.kind === 'object' && !aliased,
  );
  const defaults = blocks.flatMap((block) => defaultsOf(before, block.path));

  test.each(defaults.map(({ path, value }) => [path.join('.'), path, value] as const))(
    'hold for %s, written or not',
    (_, path, value) => {
      const edits = insertKey(before.document, path, value) ?? [];
      const written = applyEdits(text, edits);
      const after = analyze(written);
      expect(after.document.entry(path), 'it can be written').toBeDefined();
      expect(after.router).toEqual(before.router);
      expect(after.problems()).toEqual(before.problems());
      const entry = after.document.entry(path);
      const [removal] = entry === undefined ? [] : removeDefault(after, entry, 'en');
      expect(removal, 'it is found to hold anyway').toBeDefined();
      const change = removal?.change ?? { edits: [] };
      expect(applyEdits(written, 'edits' in change ? change.edits : [])).toBe(text);
    },
  );
});
