import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ProgressType } from 'vscode-languageserver/node';
import type {
  Diagnostic,
  DocumentDiagnosticReport,
  WorkspaceDiagnosticReport,
  WorkspaceDiagnosticReportPartialResult,
} from 'vscode-languageserver/node';
import { TestSession, VS_CODE } from './support/session.ts';

let root: string;
const uriOf = (file: string): string => pathToFileURL(path.join(root, file)).href;

const spec = (hostname: string, prefix: string, address: string): string =>
  `version: 1
hostname: ${hostname}
wan: { interface: eth0, prefix: ${prefix} }
tunnel: { provider: v6plus }
lan: { ports: [eth1], address: ${address}/24 }
`;

const FILES: Record<string, string> = {
  'router.yaml': spec('borealis', '240b:10:1234:5600::/64', '10.1.0.1'),
  'cabin.router.yaml': spec('cabin', '240b:10:1234:5600::/64', '10.2.0.1'),
  'attic.router.yaml': spec('attic', '240b:10:1234:5700::/64', '10.3.0.1'),
  'broken.router.yaml': 'version: 1\nnat: [\n',
};

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'router-spec workspace ü-'));
  await mkdir(root, { recursive: true });
  for (const [file, text] of Object.entries(FILES)) await writeFile(path.join(root, file), text);
});
afterAll(() => rm(root, { recursive: true }));

const start = (capabilities = VS_CODE): Promise<TestSession> =>
  TestSession.start({ folders: [uriOf('')], capabilities });

type Previous = readonly { readonly uri: string; readonly value: string }[];
const pull = (session: TestSession, previousResultIds: Previous = []): Promise<WorkspaceDiagnosticReport> =>
  session.client.sendRequest('workspace/diagnostic', { previousResultIds });

/** The codes of a report by file name; `unchanged` where it is a short one. */
const inShort = ({ items }: WorkspaceDiagnosticReport): Record<string, string[]> =>
  Object.fromEntries(
    items.map((each) => [
      path.basename(decodeURIComponent(each.uri)),
      each.kind === 'full' ? each.items.map(({ code }) => String(code)) : ['unchanged'],
    ]),
  );

async function open(session: TestSession, file: string, text: string): Promise<string> {
  const uri = uriOf(file);
  await session.client.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'router-spec', version: 1, text },
  });
  return uri;
}

async function pulled(session: TestSession, uri: string): Promise<Diagnostic[]> {
  const report = await session.ask<DocumentDiagnosticReport>('textDocument/diagnostic', uri);
  return report.kind === 'full' ? report.items : [];
}

test('all specs of a workspace are checked, and two on one line point to each other', async () => {
  const session = await start();
  expect(session.initialized.capabilities.diagnosticProvider).toMatchObject({
    interFileDependencies: true,
    workspaceDiagnostics: true,
  });
  const report = await pull(session);
  const found = inShort(report);
  expect(Object.keys(found).sort()).toEqual(Object.keys(FILES).sort());
  expect(found['router.yaml']).toEqual(['workspace/same-line']);
  expect(found['cabin.router.yaml']).toEqual(['workspace/same-line']);
  expect(found['attic.router.yaml']).toEqual([]);
  expect(found['broken.router.yaml']).toContain('yaml/syntax');
  const own = report.items.find(({ uri }) => uri === uriOf('router.yaml'));
  const [line] = own?.kind === 'full' ? own.items : [];
  expect(line?.relatedInformation).toMatchObject([
    { location: { uri: uriOf('cabin.router.yaml'), range: { start: { line: 2, character: 32 } } } },
  ]);
  await session.close();
});

test('a spec that has not changed is only named, and one that is gone has no problems any more', async () => {
  const session = await start();
  const first = await pull(session);
  const ids = first.items.map(({ uri, resultId = '' }) => ({ uri, value: resultId }));
  const gone = uriOf('gone.router.yaml');
  const second = await pull(session, [...ids, { uri: gone, value: '9' }]);
  expect(inShort(second)).toEqual({
    ...Object.fromEntries(Object.keys(FILES).map((file) => [file, ['unchanged']])),
    'gone.router.yaml': [],
  });
  // An edit of one of two specs on the same line changes what is found in the other.
  await open(session, 'cabin.router.yaml', spec('cabin', '240b:10:1234:5800::/64', '10.2.0.1'));
  expect(inShort(await pull(session, ids))).toMatchObject({
    'router.yaml': [],
    'cabin.router.yaml': [],
    'attic.router.yaml': ['unchanged'],
  });
  await session.close();
});

test('reports come one by one to a client that takes parts', async () => {
  const session = await start();
  const parts: WorkspaceDiagnosticReportPartialResult[] = [];
  session.client.onProgress(
    new ProgressType<WorkspaceDiagnosticReportPartialResult>(),
    'parts',
    (part) => void parts.push(part),
  );
  const last = await session.client.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', {
    previousResultIds: [],
    partialResultToken: 'parts',
  });
  expect(last.items).toEqual([]);
  expect(parts.map(({ items }) => items.length)).toEqual([1, 1, 1, 1]);
  await session.close();
});

test('an open spec is compared with those on the disk; one from elsewhere is not', async () => {
  const session = await start();
  const text = FILES['router.yaml'] ?? '';
  const inside = await open(session, 'new.router.yaml', text);
  const codes = async (uri: string): Promise<unknown[]> =>
    (await pulled(session, uri)).map(({ code }) => code);
  await expect.poll(() => codes(inside)).toContain('workspace/same-host');
  expect(session.refreshes).toContain('diagnostic');
  expect(await codes(await session.open(text))).toEqual([]);
  await session.close();
});

test('a client that is sent its diagnostics is sent those of other files that an edit changes', async () => {
  const session = await start({
    workspace: { workspaceFolders: true },
    textDocument: { publishDiagnostics: { relatedInformation: true } },
  });
  const first = await open(session, 'a.router.yaml', spec('a', '240b:10:1111:5600::/64', '10.7.0.1'));
  await open(session, 'b.router.yaml', spec('b', '240b:10:1112:5600::/64', '10.8.0.1'));
  const codes = (): unknown[] | undefined =>
    session.published.findLast(({ uri }) => uri === first)?.diagnostics.map(({ code }) => code);
  await expect.poll(codes).toEqual([]);
  await session.client.sendNotification('textDocument/didChange', {
    textDocument: { uri: uriOf('b.router.yaml'), version: 2 },
    contentChanges: [{ text: spec('b', '240b:10:1111:5600::/64', '10.8.0.1') }],
  });
  await expect.poll(codes).toEqual(['workspace/same-line']);
  await session.close();
});
