import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** A message of the Language Server Protocol, as web workers exchange it: an object, no text. */
interface Message {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: unknown;
}

let ports: { readonly page: MessagePort; readonly worker: MessagePort };
let code: string;

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [path.join(ROOT, 'server/src/lsp/browser.ts')],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    loader: { '.sh': 'text' },
    logLevel: 'error',
  });
  code = outputFiles[0]?.text ?? '';
  const { port1, port2 } = new MessageChannel();
  ports = { page: port1, worker: port2 };
}, 60_000);
afterAll(() => {
  ports.page.close();
  ports.worker.close();
});

/** Runs the server where there is nothing but what a web worker has. */
function startWorker(port: MessagePort): void {
  const scope: Record<string, unknown> = {
    console,
    performance,
    setTimeout,
    clearTimeout,
    TextEncoder,
    TextDecoder,
    addEventListener: () => undefined,
    postMessage: (message: unknown) => port.postMessage(message),
  };
  scope.self = scope;
  port.on('message', (data) => (scope.onmessage as (event: { data: unknown }) => void)({ data }));
  runInContext(code, createContext(scope));
}

test('the server runs in a web worker', { timeout: 30_000 }, async () => {
  startWorker(ports.worker);
  const waiting = new Map<number, (result: unknown) => void>();
  ports.page.on('message', ({ id, result, error }: Message) => {
    if (id !== undefined) waiting.get(id)?.(error ?? result);
  });
  let last = 0;
  const send = (method: string, params: unknown, id?: number): void =>
    ports.page.postMessage({ jsonrpc: '2.0', method, params, ...(id === undefined ? {} : { id }) });
  const ask = (method: string, params: unknown): Promise<unknown> =>
    new Promise((resolve) => {
      waiting.set(++last, resolve);
      send(method, params, last);
    });

  const uri = 'vscode-vfs://github/me/home/router.yaml';
  const initialized = await ask('initialize', { processId: null, rootUri: null, capabilities: {} });
  expect(initialized).toMatchObject({ serverInfo: { name: 'router-spec' } });
  send('initialized', {});
  const text = 'version: 1\nwan: { interface: eth0, prefix: "240b:10:1234:5600::/64" }\ntunnel: {}\n';
  send('textDocument/didOpen', { textDocument: { uri, languageId: 'router-spec', version: 1, text } });
  const lenses = await ask('textDocument/codeLens', { textDocument: { uri } });
  expect(JSON.stringify(lenses)).toContain('IPv4 106.72.18.52');
  for (const command of ['compare', 'deploy', 'diagnose'])
    expect(JSON.stringify(lenses)).not.toContain(`"routerSpec.${command}"`);
  for (const method of ['deploy/plan', 'deploy/planRevision', 'deploy/history', 'diagnose', 'survey'])
    expect(await ask(`routerSpec/${method}`, { uri })).toMatchObject({
      message: expect.stringMatching(/which a browser does not have.+on the desktop/) as string,
    });
  expect(await ask('routerSpec/deploy/pending', {})).toEqual([]);
});
