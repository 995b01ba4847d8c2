import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CompletionItem, Diagnostic, Hover } from 'vscode-languageserver-types';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { ProtocolConnection, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { yamlLanguageServer } from '../peer/yaml-language-server.mjs';
import { marked } from './support/markers.ts';

/** What an editor without Router Spec makes of the JSON Schema, as docs/editors.md says. */

const ROOT = path.resolve(import.meta.dirname, '../..');
const SCHEMA = path.join(ROOT, 'docs/router.schema.json');
const specsIn = (folder: string): string[] =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?:^|[\\/.])router\.yaml$/.test(name))
    .map((name) => path.join(folder, name));
const SPECS = [...specsIn('examples'), ...specsIn('test/fixtures/routers')];

let server: ChildProcess;
let client: ProtocolConnection;
const published = new Map<string, (found: Diagnostic[]) => void>();
let opened = 0;

/** Opens a spec that names the schema, as the page shows it; gives what the server finds. */
async function open(text: string, language = 'en'): Promise<{ uri: string; found: Diagnostic[] }> {
  const uri = pathToFileURL(path.join(ROOT, `opened-${++opened}.router.yaml`)).href;
  const schema = language === 'ja' ? SCHEMA.replace(/docs/, 'docs/ja') : SCHEMA;
  const found = new Promise<Diagnostic[]>((resolve) => published.set(uri, resolve));
  await client.sendNotification('textDocument/didOpen', {
    textDocument: {
      uri,
      languageId: 'yaml',
      version: 1,
      text: `# yaml-language-server: $schema=${schema}\n${text}`,
    },
  });
  return { uri, found: await found };
}

beforeAll(async () => {
  const [program = '', ...args] = yamlLanguageServer();
  server = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const [input, output] = [server.stdout, server.stdin];
  if (input === null || output === null) throw new Error('the streams are piped');
  client = createProtocolConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
  // Nothing from the network: without these the server asks a catalogue of schemas.
  const settings: Record<string, object> = {
    yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false } },
  };
  client.onRequest('workspace/configuration', ({ items }: { items: { section: string }[] }) =>
    items.map(({ section }) => settings[section] ?? null),
  );
  client.onRequest('client/registerCapability', () => null);
  client.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }: PublishDiagnosticsParams) =>
    published.get(uri)?.(diagnostics),
  );
  client.listen();
  await client.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {
      workspace: { configuration: true },
      textDocument: { publishDiagnostics: {}, completion: { completionItem: { snippetSupport: true } } },
    },
  });
  await client.sendNotification('initialized', {});
}, 180_000);
afterAll(async () => {
  const ended = once(server, 'exit');
  await client.sendRequest('shutdown');
  await client.sendNotification('exit');
  await ended;
  client.dispose();
});

describe('the server of the Red Hat YAML extension, given our schema', () => {
  test.each(SPECS)('finds nothing wrong in %s', async (file) => {
    const { found } = await open(readFileSync(path.join(ROOT, file), 'utf8'));
    expect(found).toEqual([]);
  });

  test.each(['en', 'ja'])('finds keys and values that cannot be, with the schema of %s', async (language) => {
    const bad = 'version: 1\nhostnam: x\nwan: { interface: eth0, prefix-source: dhcp9 }\nlan: [eth1]\n';
    const { found } = await open(bad, language);
    expect(found.map(({ range }) => range.start.line)).toEqual(expect.arrayContaining([2, 3, 4]));
  });

  test('completes keys and explains them', async () => {
    const { text, positions } = marked('version: 1\ntunnel:\n  prov<|>ider: v6plus\n');
    const { uri } = await open(text);
    const position = { line: (positions[0]?.line ?? 0) + 1, character: 4 };
    const hover = await client.sendRequest<Hover | null>('textDocument/hover', {
      textDocument: { uri },
      position,
    });
    expect(JSON.stringify(hover?.contents)).toContain('v6plus: MAP');
    const top = await open('version: 1\n\n');
    const { items } = await client.sendRequest<{ items: CompletionItem[] }>('textDocument/completion', {
      textDocument: { uri: top.uri },
      position: { line: 2, character: 0 },
    });
    expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['wan', 'tunnel', 'lan', 'nat']));
  });
});
