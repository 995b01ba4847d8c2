import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  DocumentLink,
  Hover,
  SelectionRange,
  SymbolInformation,
  TextEdit,
} from 'vscode-languageserver-types';
import { LineIndex } from '../../server/src/core/spec/line-index.ts';
import type { RenderResult } from '../../server/src/lsp/protocol.ts';
import { edited, fixture, marked } from './support/markers.ts';
import { TestSession, VS_CODE } from './support/session.ts';

const EXAMPLE = readFileSync(path.resolve(import.meta.dirname, '../../examples/router.yaml'), 'utf8');

let session: TestSession;
beforeAll(async () => {
  session = await TestSession.start();
});
afterAll(() => session.close());

const render = async (text: string): Promise<RenderResult> =>
  session.client.sendRequest('routerSpec/render', { uri: await session.open(text) });

describe('the generated files', () => {
  test('come whole', async () => {
    const { hostname, files, missing } = await render(EXAMPLE);
    expect(hostname).toBe('borealis');
    expect(missing).toBeUndefined();
    const file = files.find((each) => each.path === '/etc/hostname');
    expect(file).toMatchObject({ deployed: true, mode: 0o644, content: 'borealis\n' });
  });

  test('are none while the spec is wrong, and it says why', async () => {
    const { files, missing } = await render('version: 1\nhostname: x\nwan: { interface: eth0 }\n');
    expect(files).toEqual([]);
    expect(missing).toMatch(/^There is no router to show yet\. Line \d+: .+/);
  });

  test.each(['v6plus', 'ocn-delegated', 'ds-lite', 'fixed', 'custom-rule'])(
    'are there for %s',
    async (name) => {
      const { files } = await render(fixture(`${name}.router.yaml`).text);
      expect(files.length).toBeGreaterThan(8);
    },
  );
});

describe('positions', () => {
  test('count UTF-16 code units, whatever the line ending', async () => {
    for (const eol of ['\n', '\r\n']) {
      const { text, positions } = marked(
        `\ufeffversion: 1${eol}wifi:${eol}  - ssid: "🗾🗾 ab<|>c" # x${eol}`,
      );
      const uri = await session.open(text);
      const hover = await session.ask<Hover>('textDocument/hover', uri, { position: positions[0] });
      expect(hover.range).toEqual({ start: { line: 2, character: 10 }, end: { line: 2, character: 20 } });
    }
  });
});

test('selections grow from a part of a value to the file', async () => {
  const { text, positions } = marked(
    'nat:\n  forwards:\n    - tcp 54<|>73 -> na<|>s:443\n    - tcp 5474 -> nas:80\n',
  );
  const uri = await session.open(text);
  const selections = await session.ask<SelectionRange[]>('textDocument/selectionRange', uri, { positions });
  const lines = new LineIndex(text);
  const texts = selections.map((selection) => {
    const grown: string[] = [];
    for (let at: SelectionRange | undefined = selection; at !== undefined; at = at.parent)
      grown.push(text.slice(lines.offsetAt(at.range.start), lines.offsetAt(at.range.end)));
    return grown;
  });
  const around = [
    'tcp 5473 -> nas:443',
    '- tcp 5473 -> nas:443\n    - tcp 5474 -> nas:80',
    'forwards:\n    - tcp 5473 -> nas:443\n    - tcp 5474 -> nas:80',
    text.trimEnd(),
    text,
  ];
  expect(texts).toEqual([
    ['5473', ...around],
    ['nas', 'nas:443', ...around],
  ]);
});

test('codes in suppressions are links to their pages', async () => {
  const text = 'version: 1\n# router-spec-ignore: tunnel/mtu-too-large, wan/x -- because\n';
  const links = await session.ask<DocumentLink[]>('textDocument/documentLink', await session.open(text));
  const docs = 'https://github.com/router-spec/router-spec/blob/main/docs/rules';
  expect(links.map(({ target, range }) => [target, range.start.character])).toEqual([
    [`${docs}/tunnel/mtu-too-large.md`, 22],
    [`${docs}/wan/x.md`, 44],
  ]);
});

test('symbols are a flat list for a client that draws no tree', async () => {
  const flat = await TestSession.start({
    capabilities: { ...VS_CODE, textDocument: { ...VS_CODE.textDocument, documentSymbol: {} } },
  });
  const uri = await flat.open('wan:\n  interface: eth0\n');
  const symbols = await flat.ask<SymbolInformation[]>('textDocument/documentSymbol', uri);
  expect(symbols.map(({ name, containerName }) => [name, containerName])).toEqual([
    ['wan', ''],
    ['interface', 'wan'],
  ]);
  await flat.close();
});

test('hints and lenses can be turned off, each kind by itself', async () => {
  const { text } = fixture('found.router.yaml');
  const labels = async (settings: object): Promise<string> => {
    const other = await TestSession.start({ settings });
    const uri = await other.open(text);
    const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const hints = await other.ask<object[]>('textDocument/inlayHint', uri, { range });
    const lenses = await other.ask<object[]>('textDocument/codeLens', uri);
    await other.close();
    return JSON.stringify([hints, lenses]);
  };
  const all = { prefix: true, tunnel: true, mtu: true, defaults: true };
  const kinds = {
    prefix: '→ 106.72.18.52',
    tunnel: '"240 ports"',
    mtu: 'MTU 1452',
    defaults: 'provider: v6plus',
  };
  for (const [kind, mark] of Object.entries(kinds)) {
    const without = await labels({ inlayHints: { ...all, [kind]: false } });
    for (const [other, text] of Object.entries(kinds))
      expect(without.includes(text), text).toBe(other !== kind && mark !== text);
  }
  expect(await labels({ codeLens: false })).not.toContain('routerSpec.preview');
});

test('a document is formatted by edits of the lines that differ, whole or a range of it', async () => {
  const text = 'version:   1 # one\nwan:\n  interface: eth0\n  mtu:   1500';
  const uri = await session.open(text);
  const options = { tabSize: 8, insertSpaces: false };
  const edits = await session.ask<TextEdit[]>('textDocument/formatting', uri, { options });
  expect(edits).toHaveLength(2);
  expect(edited(text, edits)).toBe('version: 1 # one\nwan:\n  interface: eth0\n  mtu: 1500\n');
  const range = { start: { line: 0, character: 3 }, end: { line: 3, character: 0 } };
  const some = await session.ask<TextEdit[]>('textDocument/rangeFormatting', uri, { options, range });
  expect(edited(text, some)).toBe('version: 1 # one\nwan:\n  interface: eth0\n  mtu:   1500');
  const broken = await session.open('nat:   [\n');
  expect(await session.ask('textDocument/formatting', broken, { options })).toEqual([]);
});
