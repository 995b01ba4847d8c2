import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SymbolInformation } from 'vscode-languageserver-types';
import { TestSession, VS_CODE } from './support/session.ts';

let root: string;
const uriOf = (file: string): string => pathToFileURL(path.join(root, file)).href;

/** The files of a workspace: two homes, and what is not to be found. */
const FILES: Record<string, string> = {
  'router.yaml': 'hostname: borealis\nnat:\n  forwards: [tcp 5473 -> nas:443]\n',
  'homes/cabin.router.yml': 'hostname: cabin\nlan:\n  dhcp:\n    reservations: [{ name: nas }]\n',
  'homes/broken.router.yaml': 'hostname: attic\nnat: [\n',
  'homes/compose.yaml': 'hostname: compose\n',
  'homes/routerxyaml': 'hostname: routerxyaml\n',
  'node_modules/a/router.yaml': 'hostname: module\n',
  '.cache/router.yaml': 'hostname: hidden\n',
  'a/b/c/d/e/f/g/h/i/router.yaml': 'hostname: deep\n',
};

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'router-spec symbols ü-'));
  for (const [file, text] of Object.entries(FILES)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  await symlink(root, path.join(root, 'circle'), 'dir');
});
afterAll(() => rm(root, { recursive: true }));

/** The symbols for a query, each with the file that it is in. */
async function find(session: TestSession, query: string): Promise<string[]> {
  const found = await session.client.sendRequest<SymbolInformation[]>('workspace/symbol', { query });
  return found
    .map(({ name, containerName, location }) => {
      const file = path.relative(pathToFileURL(root).pathname, new URL(location.uri).pathname);
      return `${name} (${containerName ?? ''}) ${file}:${location.range.start.line + 1}`;
    })
    .sort();
}

test('symbols are those of all specs in the workspace, matched by their letters in order', async () => {
  const session = await TestSession.start({ folders: [uriOf(''), 'vscode-vfs://github/me/home'] });
  expect(await find(session, 'Hostname')).toEqual([
    'hostname () homes/broken.router.yaml:1',
    'hostname () homes/cabin.router.yml:1',
    'hostname () router.yaml:1',
  ]);
  expect(await find(session, 'nas')).toEqual([
    'nas (lan.dhcp.reservations) homes/cabin.router.yml:4',
    'tcp 5473 -> nas:443 (nat.forwards) router.yaml:3',
  ]);
  expect(await find(session, '5473nas')).toHaveLength(1);
  expect(await find(session, 'nothing of the kind')).toEqual([]);
  await session.close();
});

test('what is open counts as it is in the editor, and is not found twice', async () => {
  const session = await TestSession.start({ folders: [uriOf('homes')] });
  // VS Code escapes more than Node does.
  const uri = uriOf('homes/cabin.router.yml').replace('router-spec', 'router%2Dspec');
  await session.client.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'router-spec', version: 1, text: '\nhostname: other\n' },
  });
  expect((await find(session, 'hostname')).map((each) => path.basename(each)).sort()).toEqual([
    'broken.router.yaml:1',
    'cabin.router.yml:2',
  ]);
  await session.close();
});

test.each([
  ['is told of', VS_CODE],
  ['is not told of', { ...VS_CODE, workspace: { ...VS_CODE.workspace, didChangeWatchedFiles: {} } }],
])('a file that the server %s is found', async (_, capabilities) => {
  const session = await TestSession.start({ capabilities, folders: [uriOf('homes')] });
  const watched = capabilities === VS_CODE;
  await expect.poll(() => session.registered.includes('workspace/didChangeWatchedFiles')).toBe(watched);
  expect(await find(session, 'tcpdump')).toEqual([]);
  await writeFile(path.join(root, 'homes/new.router.yaml'), 'packages: [tcpdump]\n');
  if (watched)
    await session.client.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uriOf('homes/new.router.yaml'), type: 1 }],
    });
  expect(await find(session, 'tcpdump')).toEqual(['tcpdump (packages) homes/new.router.yaml:1']);
  await rm(path.join(root, 'homes/new.router.yaml'));
  await session.close();
});

test('without folders they are those of what is open', async () => {
  const session = await TestSession.start();
  await session.open('hostname: here\n');
  expect(await find(session, 'hostname')).toHaveLength(1);
  await session.close();
});
