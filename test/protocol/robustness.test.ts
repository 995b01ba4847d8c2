import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Diagnostic, Hover } from 'vscode-languageserver-types';
import { createProtocolConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-languageserver/node';
import type { FullDocumentDiagnosticReport } from 'vscode-languageserver/node';
import { DocumentState } from '../../server/src/service/document-state.ts';
import { TestSession } from './support/session.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const WHOLE = { start: { line: 0, character: 0 }, end: { line: 1_000_000, character: 0 } };
const HERE = { line: 0, character: 0 };

/** Bytes that look random but are the same in every run (a linear congruential generator). */
function noise(length: number, alphabet: string): string {
  let seed = 20240229;
  return Array.from({ length }, () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return alphabet[Math.floor((seed / 2_147_483_648) * alphabet.length)];
  }).join('');
}

const everything = String.fromCharCode(...Array.from({ length: 0x250 }, (_, code) => code));
const GARBAGE: Record<string, string> = {
  'random characters': noise(20_000, everything),
  'the punctuation of YAML': noise(20_000, ' \n\t-:?[]{}#&*!|>\'"%@`,ab'),
  'half of a pair of surrogates': 'version: \ud83d\nhostname: \udc4d\n',
  'a megabyte of brackets': '['.repeat(1_000_000),
  'a megabyte of dashes': '- '.repeat(500_000),
  'a megabyte of indentation': Array.from({ length: 1400 }, (_, depth) => `${' '.repeat(depth)}a:`).join(
    '\n',
  ),
  'ten thousand aliases': `a: &a [${'x, '.repeat(100)}]\n${Array.from({ length: 10_000 }, (_, n) => `k${n}: *a`).join('\n')}`,
  'aliases that multiply': `a0: &a0 [x]\n${Array.from({ length: 40 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`).join('\n')}`,
  'an alias in itself': 'wan: &w { interface: *w, prefix: *w }\ntunnel: *w\n',
  'a line of a megabyte': `hostname: ${'x'.repeat(1_000_000)}`,
  'keys that name what objects have':
    '__proto__: 1\nconstructor: 2\nwan: { toString: 3, hasOwnProperty: 4 }\n',
};

/** What a client asks when it opens a file and the cursor is somewhere in it. */
async function askEverything(session: TestSession, uri: string): Promise<Diagnostic[]> {
  const report = await session.ask<FullDocumentDiagnosticReport>('textDocument/diagnostic', uri);
  for (const method of ['codeLens', 'documentSymbol', 'foldingRange', 'documentLink', 'semanticTokens/full'])
    await session.ask(`textDocument/${method}`, uri);
  for (const method of ['hover', 'completion', 'definition', 'documentHighlight', 'signatureHelp'])
    await session.ask(`textDocument/${method}`, uri, { position: HERE });
  await session.ask('textDocument/inlayHint', uri, { range: WHOLE });
  await session.ask('textDocument/selectionRange', uri, { positions: [HERE] });
  await session.ask('textDocument/codeAction', uri, { range: WHOLE, context: { diagnostics: report.items } });
  await session.client.sendRequest('workspace/symbol', { query: '' });
  for (const method of ['render', 'portMap', 'topology'])
    await session.client.sendRequest(`routerSpec/${method}`, { uri });
  const forward = { protocol: 'tcp', port: '5472', host: '10.0.0.2', hostPort: '80' };
  await session.client.sendRequest('routerSpec/addForward', { uri, ...forward });
  return report.items;
}

describe('garbage', () => {
  let session: TestSession;
  beforeAll(async () => {
    session = await TestSession.start();
  });
  afterAll(() => session.close());

  test.each(Object.entries(GARBAGE))(
    '%s is answered with a problem, and the server goes on',
    async (_, text) => {
      const problems = await askEverything(session, await session.open(text));
      expect(problems.length).toBeGreaterThan(0);
      expect(problems.length).toBeLessThanOrEqual(1100);
      const uri = await session.open('version: 1\n');
      const hover = await session.ask<Hover | null>('textDocument/hover', uri, { position: HERE });
      expect(hover).not.toBeNull();
      expect(session.log.filter((line) => line.includes('failed'))).toEqual([]);
    },
  );

  test.each([
    '',
    '\ufeffversion: 1\r\n',
    '\n\n\n',
    '# only a comment',
    'version: 1\n---\nversion: 1\n',
    '\t\n',
  ])('a text such as %j is served', async (text) => {
    await askEverything(session, await session.open(text));
    expect(session.log.filter((line) => line.includes('failed'))).toEqual([]);
  });

  test('a position outside of the document is served', async () => {
    const uri = await session.open('version: 1\n');
    const far = { line: 99, character: 99 };
    expect(await session.ask('textDocument/hover', uri, { position: far })).toBeNull();
    await session.ask('textDocument/completion', uri, { position: far });
  });

  test('a document that is not open is answered with nothing', async () => {
    const uri = 'file:///nowhere.router.yaml';
    expect(await session.ask('textDocument/hover', uri, { position: HERE })).toBeNull();
    expect(await session.ask('textDocument/codeLens', uri)).toEqual([]);
  });
});

test('a mistake in a feature is logged, answered with nothing, and does not end the server', async () => {
  const session = await TestSession.start();
  const own = Object.getOwnPropertyDescriptor(DocumentState.prototype, 'analysis');
  Object.defineProperty(DocumentState.prototype, 'analysis', {
    configurable: true,
    get: () => {
      throw new Error('a mistake on purpose');
    },
  });
  try {
    const uri = await session.open('version: 1\n');
    expect(await session.ask('textDocument/hover', uri, { position: HERE })).toBeNull();
    expect(await session.ask('textDocument/codeLens', uri)).toEqual([]);
    expect(await session.ask('textDocument/completion', uri, { position: HERE })).toEqual([]);
    expect(await session.ask('textDocument/diagnostic', uri)).toMatchObject({ kind: 'full', items: [] });
    await expect
      .poll(() => session.log.filter((line) => line.includes('a mistake on purpose')).length)
      .toBe(4);
  } finally {
    if (own !== undefined) Object.defineProperty(DocumentState.prototype, 'analysis', own);
  }
  const uri = await session.open('version: 1\n');
  expect(await session.ask('textDocument/hover', uri, { position: HERE })).not.toBeNull();
  await session.close();
});

test('a request that is taken back is answered as cancelled', async () => {
  const session = await TestSession.start();
  const uri = await session.open('version: 1\n');
  const { CancellationTokenSource } = await import('vscode-languageserver/node');
  const source = new CancellationTokenSource();
  const answer = session.client.sendRequest(
    'textDocument/hover',
    { textDocument: { uri }, position: HERE },
    source.token,
  );
  source.cancel();
  await expect(answer).rejects.toMatchObject({ code: -32800 });
  await session.close();
});

describe('the server as a process', { timeout: 30_000 }, () => {
  const bundle = path.join(ROOT, 'test-results', 'protocol', 'server.cjs');
  beforeAll(async () => {
    await build({
      entryPoints: [path.join(ROOT, 'server/src/lsp/node.ts')],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      mainFields: ['module', 'main'],
      loader: { '.sh': 'text' },
      logLevel: 'error',
    });
  }, 60_000);

  test('ends by itself after shutdown and exit, with no handle left', async () => {
    const child = fork(bundle, ['--node-ipc'], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    const client = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    client.listen();
    await client.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
    await client.sendNotification('initialized', {});
    await client.sendRequest('shutdown');
    const exited = once(child, 'exit');
    await client.sendNotification('exit');
    expect(await exited).toEqual([0, null]);
    client.dispose();
  });

  test('ends when the client is gone without a word', async () => {
    const child = fork(bundle, ['--stdio'], { stdio: ['pipe', 'pipe', 'pipe', 'ipc'] });
    const exited = once(child, 'exit');
    child.disconnect();
    child.stdin?.end();
    expect(await exited).toEqual([1, null]);
  });
});
