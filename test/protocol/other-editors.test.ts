import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  Hover,
  InlayHint,
  MarkupContent,
  SignatureHelp,
  TextEdit,
} from 'vscode-languageserver-types';
import type { ClientCapabilities } from 'vscode-languageserver/node';
import { edited, fixture, FIXTURES, marked } from './support/markers.ts';
import { TestSession } from './support/session.ts';
import type { SessionOptions } from './support/session.ts';

/** Editors other than VS Code: clients that know less of the protocol, or other parts of it. */

const EXAMPLE = readFileSync(path.resolve(import.meta.dirname, '../../examples/router.yaml'), 'utf8');
const WHOLE = { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } };

let session: TestSession;
const start = async (options: SessionOptions = {}): Promise<TestSession> =>
  (session = await TestSession.start({ capabilities: {}, options: {}, ...options }));
afterEach(() => session.close());

const PASSPHRASE =
  'version: 1\nwifi:\n  - { interface: wlan0, ssid: a, passphrase: correct horse }\nversion: 1\n';

/** What a client says that knows of no list of folders. */
const startedIn = (folder: string): object => ({ rootUri: pathToFileURL(folder).href });

/** The codes that were sent for a document last. */
const sentFor = (uri: string): unknown[] =>
  session.published
    .filter((each) => each.uri === uri)
    .at(-1)
    ?.diagnostics.map(({ code }) => code) ?? [];

describe('a client that says nothing of itself', () => {
  test('is asked for nothing, and is sent its diagnostics', async () => {
    await start();
    expect(session.initialized.capabilities.diagnosticProvider).toBeUndefined();
    const uri = await session.open('version: 1\nwan: { interface: eth0, speed: 9 }\n');
    await expect.poll(() => sentFor(uri)).toContain('spec/unknown-key');
    expect(session.unanswered).toEqual([]);
    expect(session.registered).toEqual([]);
    expect(session.refreshes).toEqual([]);
  });

  test('is answered in text that it can insert, and by edits without versions', async () => {
    await start();
    const { text, positions } = marked('version: 1\nlan:\n  dhc<|>\n');
    const uri = await session.open(text);
    const items = await session.ask<CompletionItem[]>('textDocument/completion', uri, {
      position: positions[0],
    });
    const item = items.find(({ label }) => label === 'dhcp');
    expect(item).toMatchObject({ insertTextFormat: 1 });
    expect(item).not.toHaveProperty('insertTextMode');
    expect(edited(text, [item?.textEdit as TextEdit])).toMatch(/^lan:\n {2}dhcp:\n {4}range: \S+$/m);

    const actions = await session.ask<CodeAction[]>(
      'textDocument/codeAction',
      await session.open(PASSPHRASE),
      {
        range: WHOLE,
        context: { diagnostics: [] },
      },
    );
    expect(actions.length).toBeGreaterThan(0);
    for (const { title, edit, command } of actions) {
      expect(command, title).toBeUndefined();
      expect(Object.keys(edit ?? {}), title).toEqual(['changes']);
    }
  });

  test('reads what was computed, with nothing to press that it does not know', async () => {
    await start();
    const uri = await session.open(EXAMPLE);
    const lenses = await session.ask<CodeLens[]>('textDocument/codeLens', uri);
    expect(lenses.map(({ command }) => [command?.title, command?.command])).toContainEqual(['PSID 86', '']);
    expect(lenses.filter(({ command }) => command?.command !== '')).toEqual([]);
    const hints = await session.ask<InlayHint[]>('textDocument/inlayHint', uri, { range: WHOLE });
    expect(JSON.stringify(hints)).toContain('240 ports');
    expect(JSON.stringify(hints)).not.toContain('command');
  });
});

test('a client is offered the commands that it says it runs', async () => {
  await start({ options: { commands: ['routerSpec.copy'] } });
  const lenses = await session.ask<CodeLens[]>('textDocument/codeLens', await session.open(EXAMPLE));
  expect(lenses.map(({ command }) => command?.command)).toContain('routerSpec.copy');
  expect(lenses.map(({ command }) => command?.title)).not.toContain('Preview');
});

test('a client that prefers to count in bytes is told that this server does not', async () => {
  await start({ capabilities: { general: { positionEncodings: ['utf-8', 'utf-32', 'utf-16'] } } });
  expect(session.initialized.capabilities.positionEncoding).toBe('utf-16');
  const { text, positions } = marked('version: 1\nwifi:\n  - ssid: "🗾 ab<|>c"\n');
  const uri = await session.open(text);
  const hover = await session.ask<Hover>('textDocument/hover', uri, { position: positions[0] });
  expect(hover.range).toEqual({ start: { line: 2, character: 10 }, end: { line: 2, character: 18 } });
});

describe('a client that draws no Markdown', () => {
  const text: ClientCapabilities = {
    textDocument: {
      hover: { contentFormat: ['plaintext'] },
      completion: { completionItem: { documentationFormat: ['plaintext'] } },
      signatureHelp: { signatureInformation: { documentationFormat: ['plaintext'] } },
    },
  };
  const MARKUP = /\*\*|`|\]\(|\\[_*]/;

  test('gets hovers as text, with the drawing of the bits as it is', async () => {
    await start({ capabilities: text });
    const { text: source, positions } = fixture('v6plus.router.yaml');
    const uri = await session.open(source);
    expect(positions.length).toBeGreaterThan(3);
    for (const position of positions) {
      const hover = await session.ask<Hover | null>('textDocument/hover', uri, { position });
      if (hover === null) continue;
      const { kind, value } = hover.contents as MarkupContent;
      expect(kind).toBe('plaintext');
      expect(value).not.toMatch(MARKUP);
    }
    const prefix = { line: source.split('\n').findIndex((line) => line.includes('prefix:')), character: 4 };
    const { contents } = await session.ask<Hover>('textDocument/hover', uri, { position: prefix });
    const { value } = contents as MarkupContent;
    await expect(`${value}\n`).toMatchFileSnapshot(path.join(FIXTURES, 'golden/v6plus.hover-as-text.txt'));
  });

  test('gets documentation and signatures as text', async () => {
    await start({ capabilities: text });
    const { text: source, positions } = marked('version: 1\ntunnel:\n  provider: <|>\n');
    const items = await session.ask<CompletionItem[]>('textDocument/completion', await session.open(source), {
      position: positions[0],
    });
    const item = items.find(({ label }) => label === 'v6plus');
    const resolved = await session.client.sendRequest<CompletionItem>('completionItem/resolve', item);
    expect(resolved).toMatchObject({ documentation: { kind: 'plaintext' } });
    expect((resolved.documentation as MarkupContent).value).not.toMatch(MARKUP);

    const forward = marked('nat:\n  forwards:\n    - tcp <|>\n');
    const help = await session.ask<SignatureHelp>(
      'textDocument/signatureHelp',
      await session.open(forward.text),
      { position: forward.positions[0] },
    );
    expect(JSON.stringify(help)).not.toContain('markdown');
  });
});

describe('a client that names no language', () => {
  afterEach(() => vi.unstubAllEnvs());
  const message = async (): Promise<string> => {
    await start({ introduction: { locale: undefined } });
    const uri = await session.open('version: 1\nwan: { speed: 9 }\n');
    await expect.poll(() => sentFor(uri)).toContain('spec/unknown-key');
    return JSON.stringify(session.published);
  };

  test('is spoken to in that of its environment', async () => {
    vi.stubEnv('LC_ALL', '');
    vi.stubEnv('LC_MESSAGES', undefined);
    vi.stubEnv('LANG', 'ja_JP.UTF-8');
    expect(await message()).toMatch(/[ぁ-ん]/);
  });

  test('of which LC_ALL comes first', async () => {
    vi.stubEnv('LC_ALL', 'C.UTF-8');
    vi.stubEnv('LANG', 'ja_JP.UTF-8');
    expect(await message()).not.toMatch(/[ぁ-ん]/);
  });
});

describe('settings', () => {
  const settings = { severities: { 'spec/unknown-key': 'off' }, codeLens: false };
  const BAD = 'version: 1\nwan: { speed: 9 }\nversion: 1\n';

  test('can come with the beginning', async () => {
    await start({ options: { settings } });
    const uri = await session.open(BAD);
    await expect.poll(() => sentFor(uri)).toContain('spec/duplicate-key');
    expect(sentFor(uri)).not.toContain('spec/unknown-key');
    expect(await session.ask('textDocument/codeLens', await session.open(EXAMPLE))).toEqual([]);
  });
});

describe('a folder', () => {
  const spec = (name: string): string =>
    `version: 1\nhostname: ${name}\nwan: { interface: eth0, prefix: 240b:10:1234:5600::/64 }\ntunnel: { provider: v6plus }\nlan: { ports: [eth1], address: 10.1.0.1/24 }\n`;
  let folder = '';
  let open: (name: string) => Promise<string>;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'router-spec-editors-'));
    for (const name of ['one', 'two']) await writeFile(path.join(folder, `${name}.router.yaml`), spec(name));
    open = async (name) => {
      const uri = pathToFileURL(path.join(folder, `${name}.router.yaml`)).href;
      await session.client.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'yaml', version: 1, text: spec(name) },
      });
      return uri;
    };
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('is that which a client was started in, where it knows of no others', async () => {
    await start({ introduction: startedIn(folder) });
    const uri = await open('one');
    await expect.poll(() => sentFor(uri)).toContain('workspace/same-line');
  });

  test('is one of the list that a client gives at the start', async () => {
    await start({
      introduction: { workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'routers' }] },
    });
    const uri = await open('one');
    await expect.poll(() => sentFor(uri)).toContain('workspace/same-line');
  });

  test('can be added later', async () => {
    await start({ capabilities: { workspace: { workspaceFolders: true } } });
    expect(session.initialized.capabilities.workspace?.workspaceFolders).toMatchObject({ supported: true });
    const uri = await open('one');
    await expect.poll(() => session.published.length).toBeGreaterThan(0);
    expect(sentFor(uri)).not.toContain('workspace/same-line');
    const added = { uri: pathToFileURL(folder).href, name: 'routers' };
    session.folders = [added.uri];
    await session.client.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [added], removed: [] },
    });
    await expect.poll(() => sentFor(uri)).toContain('workspace/same-line');
  });

  test('is read again at each question of a client that would not tell of changed files', async () => {
    await start({
      capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
      introduction: startedIn(folder),
      refuses: true,
    });
    const uri = await open('one');
    await expect.poll(() => sentFor(uri)).toContain('workspace/same-line');
  });
});
