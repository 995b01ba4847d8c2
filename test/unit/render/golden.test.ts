import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/core/analysis.ts';
import { renderRouter } from '../../../server/src/core/render/index.ts';
import { contentOf } from '../../../server/src/core/render/rendered-file.ts';
import type { RenderedFile } from '../../../server/src/core/render/rendered-file.ts';
import { secretUsesOf } from '../../../server/src/core/render/secrets.ts';
import { packagesOf, replacedServices, servicesOf } from '../../../server/src/core/render/services.ts';
import { CASES, routerOf } from './cases.ts';

/** What a deploy makes of a router besides the content of its files. */
function summary(text: string, files: readonly RenderedFile[]): string {
  const router = routerOf(text);
  const secrets = secretUsesOf(files).map(({ name, place, path: where }) => `${name} ${place.kind} ${where}`);
  return [
    ...files.map(({ mode, path: where, language, deployed }) =>
      [mode.toString(8).padStart(4, '0'), where, language, deployed ? '' : '(shown)'].join(' ').trimEnd(),
    ),
    '',
    ...packagesOf(router).map((name) => `package ${name}`),
    ...servicesOf(router).map(({ name, runlevel }) => `service ${name} ${runlevel}`),
    ...replacedServices(router).map((name) => `replaces ${name}`),
    ...secrets.map((each) => `secret ${each}`),
    '',
  ].join('\n');
}

function treeOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

describe.each(CASES)('$name', ({ text, expected }) => {
  const { document } = analyze(text);
  const files = renderRouter(routerOf(text));

  test('is a spec without a mistake in it', () => {
    expect(document.problems).toEqual([]);
  });

  test('gets the expected files', async () => {
    for (const file of files) {
      await expect(contentOf(file)).toMatchFileSnapshot(path.join(expected, file.path));
    }
    const japanese = renderRouter(routerOf(text), { locale: 'ja' });
    const guide = japanese.find((file) => file.path === 'INSTALL.md');
    await expect(guide === undefined ? '' : contentOf(guide)).toMatchFileSnapshot(
      path.join(expected, 'INSTALL.ja.md'),
    );
    // Only the guide speaks another language.
    expect(japanese.filter((file) => file !== guide).map(contentOf)).toEqual(
      files.filter((file) => file.path !== 'INSTALL.md').map(contentOf),
    );
    await expect(summary(text, files)).toMatchFileSnapshot(path.join(expected, 'summary.txt'));
  });

  test('gets no other files', () => {
    const wanted = [...files.map((file) => file.path.replace(/^\//, '')), 'INSTALL.ja.md', 'summary.txt'];
    expect(treeOf(expected).sort()).toEqual(wanted.sort());
  });

  test('gets the same bytes whenever it is rendered', () => {
    const again = renderRouter(routerOf(text));
    expect(again).toEqual(files);
  });

  test('has files that say where they come from, end with a line feed, and are private where they hold secrets', () => {
    const withoutComments = ['/etc/hostname', '/etc/apk/world'];
    for (const file of files) {
      const content = contentOf(file);
      expect(content, file.path).toMatch(/[^\n]\n$/);
      if (!withoutComments.includes(file.path)) {
        expect(content, file.path).toMatch(/^(?:#!\S+\n)?(?:<!-- |# )Generated from router\.yaml/);
      }
      if (file.lines.some((line) => line.secret !== undefined)) expect(file.mode, file.path).toBe(0o600);
    }
  });
});
