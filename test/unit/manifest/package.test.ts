import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { describe, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');

interface Manifest {
  readonly repository: { readonly url: string };
  readonly contributes: {
    readonly languages: readonly {
      readonly configuration?: string;
      readonly icon?: { readonly light: string; readonly dark: string };
      readonly filenames?: readonly string[];
      readonly filenamePatterns?: readonly string[];
    }[];
    readonly yamlValidation: readonly { readonly fileMatch: readonly string[]; readonly url: string }[];
    readonly grammars?: readonly { readonly path: string }[];
    readonly snippets?: readonly { readonly path: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly media: { readonly svg: string } }[];
    }[];
  };
}

const { repository, contributes } = JSON.parse(
  readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
) as Manifest;

describe('the package', () => {
  /** What is there on a tree that has not been built too. */
  const files = [
    'package.json',
    'package.nls.json',
    'package.nls.ja.json',
    'README.md',
    'README.ja.md',
    'CHANGELOG.md',
    'LICENSE',
    'images/icon.png',
    'l10n/bundle.l10n.ja.json',
    ...contributes.languages.flatMap(({ configuration }) => configuration ?? []),
    ...contributes.languages.flatMap(({ icon }) => (icon === undefined ? [] : [icon.light, icon.dark])),
    ...contributes.yamlValidation.map(({ url }) => url),
    ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg)),
    ...(contributes.grammars ?? []).map((each) => each.path),
    ...(contributes.snippets ?? []).map((each) => each.path),
  ].map((file) => path.posix.normalize(file));
  const built = [
    ...['extension', 'server', 'web-extension', 'web-server'].map((name) => `dist/${name}.js`),
    ...['port-map', 'topology'].flatMap((page) => [`dist/webview/${page}.css`, `dist/webview/${page}.js`]),
  ];

  test('holds what the extension needs, and nothing else', { timeout: 60_000 }, async () => {
    const listed = await listFiles({ cwd: ROOT, packageManager: PackageManager.None });
    expect(listed.filter((file) => !built.includes(file)).sort()).toEqual([...files].sort());
  });
});

test('the pictures of the walkthrough have their colours in attributes', () => {
  // VS Code lets no style sheet into the page that shows them, nor a style attribute: all would be black.
  const folder = path.join(ROOT, 'images/walkthrough');
  for (const name of readdirSync(folder)) {
    const picture = readFileSync(path.join(folder, name), 'utf8');
    expect(picture, name).not.toMatch(/<style|\sstyle=|\sclass=/);
    expect(picture, name).toContain('"var(--vscode-');
  }
});

test('the JSON Schema is for the files that the language has', () => {
  const [{ filenames = [], filenamePatterns = [] } = {}] = contributes.languages;
  expect(contributes.yamlValidation.map(({ fileMatch }) => fileMatch)).toEqual([
    [...filenames, ...filenamePatterns],
  ]);
});

describe.each(['README.md', 'README.ja.md'])('%s', (name) => {
  const text = readFileSync(path.join(ROOT, name), 'utf8');
  const links = [...text.matchAll(/\]\(([^)]+)\)/g)].flatMap((match) => match[1] ?? []);

  test('leads to files that are there', () => {
    const relative = links.filter((link) => !/^(?:\w+:|#)/.test(link));
    expect(relative).not.toEqual([]);
    for (const link of relative)
      expect(existsSync(path.join(ROOT, link.replace(/#.*/, ''))), link).toBe(true);
  });

  test('has pictures that the Marketplace can show', () => {
    const pictures = [...text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].flatMap((match) => match[1] ?? []);
    // vsce makes addresses below the repository of them; it must be one that it knows, and they no SVG.
    expect(repository.url).toMatch(/^https:\/\/github\.com\/[^/]+\/[^/]+\.git$/);
    for (const picture of pictures) expect(picture).toMatch(/\.png$/);
  });
});
