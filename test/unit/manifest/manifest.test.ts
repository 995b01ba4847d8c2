import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const json = (file: string): Record<string, unknown> => JSON.parse(read(file)) as Record<string, unknown>;

interface Manifest {
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Record<string, string>;
  readonly main: string;
  readonly icon: string;
  readonly l10n: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly languages: readonly {
      readonly id: string;
      readonly aliases?: readonly string[];
      readonly extensions?: readonly string[];
      readonly configuration?: string;
    }[];
    readonly grammars?: readonly { readonly path: string }[];
    readonly snippets?: readonly { readonly path: string }[];
    readonly menus: Record<string, readonly { readonly command: string }[]>;
  };
}

const manifest = json('package.json') as unknown as Manifest;
const sources = readdirSync(path.join(ROOT, 'client/src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => path.join('client/src', file));
const clientText = sources.map((file) => read(file)).join('\n');

/** The placeholders of a message, such as {0}. */
const placeholders = (text: string): string[] => (text.match(/\{\d+\}/g) ?? []).sort();

describe('the manifest', () => {
  test('every string of it exists in English and Japanese, and none is left over', () => {
    const used = [...new Set(read('package.json').match(/(?<="%)[^"%]+(?=%")/g) ?? [])].sort();
    expect(Object.keys(json('package.nls.json')).sort()).toEqual(used);
    expect(Object.keys(json('package.nls.ja.json')).sort()).toEqual(used);
  });

  test('every file that it names exists', () => {
    const { contributes } = manifest;
    const files = [
      manifest.icon,
      manifest.l10n,
      ...contributes.languages.flatMap((each) => each.configuration ?? []),
      ...(contributes.grammars ?? []).map((each) => each.path),
      ...(contributes.snippets ?? []).map((each) => each.path),
    ];
    for (const file of files) expect(existsSync(path.join(ROOT, file)), file).toBe(true);
  });

  test('the oldest VS Code that it asks for is the one whose API it is compiled against', () => {
    const { version } = json('node_modules/@types/vscode/package.json');
    expect(manifest.devDependencies['@types/vscode']).toBe(version);
    expect(manifest.engines.vscode).toBe(`^${String(version)}`);
  });

  test('the oldest VS Code that the tests run in is the one that it asks for', () => {
    const { dependencies } = json('scripts/vscode/runtime/oldest/package.json') as {
      dependencies: Record<string, string>;
    };
    // A code-server of version 4.n is VS Code 1.n.
    const release = (version = ''): string | undefined => /^\^?\d+\.(\d+)\./.exec(version)?.[1];
    expect(release(dependencies['code-server'])).toBe(release(manifest.engines.vscode));
  });

  test('its files are no YAML for other extensions: their language is of its own', () => {
    const { languages } = manifest.contributes;
    expect(languages.map(({ id }) => id)).toEqual(['router-spec', 'nftables']);
    for (const { aliases = [], extensions = [] } of languages) {
      expect(aliases.map((alias) => alias.toLowerCase())).not.toContain('yaml');
      expect(extensions).not.toContain('.yaml');
    }
  });

  test('commands are contributed and registered alike', () => {
    const contributed = manifest.contributes.commands.map((each) => each.command).sort();
    const registered = [...clientText.matchAll(/registerCommand\(\s*'([^']+)'/g)]
      .map((match) => match[1])
      .sort();
    expect(registered).toEqual(contributed);
    for (const entry of Object.values(manifest.contributes.menus).flat())
      expect(contributed).toContain(entry.command);
  });
});

test.each(['package.nls.json', 'package.nls.ja.json'])(
  'links to our commands have their titles in %s',
  (file) => {
    const texts = json(file) as Record<string, string>;
    const titles = new Map(
      manifest.contributes.commands.map(({ command, title }) => [command, texts[title.replaceAll('%', '')]]),
    );
    const links = Object.values(texts).flatMap((text) => [
      ...text.matchAll(/\[([^\]]+)\]\(command:(routerSpec\.\w+)\)/g),
    ]);
    expect(links).not.toEqual([]);
    for (const [, label, command = ''] of links) expect(label, command).toBe(titles.get(command));
  },
);

test('every message of the client has its Japanese, with the same placeholders', () => {
  const messages = [...clientText.matchAll(/l10n\.t\(\s*'((?:[^'\\]|\\.)+)'/g)].map(
    (match) => match[1] ?? '',
  );
  const bundle = json('l10n/bundle.l10n.ja.json') as Record<string, string>;
  expect(Object.keys(bundle).sort()).toEqual([...new Set(messages)].sort());
  for (const [en, ja] of Object.entries(bundle)) expect(placeholders(ja), en).toEqual(placeholders(en));
});
