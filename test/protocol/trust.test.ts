import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  deployRequest,
  diagnoseRequest,
  extendRequest,
  historyRequest,
  pendingRequest,
  planRequest,
  revisionRequest,
  settleRequest,
  surveyRequest,
  trustGranted,
} from '../../server/src/lsp/protocol.ts';
import { fixture } from './support/markers.ts';
import { TestSession } from './support/session.ts';

/** Everything that reaches a router, or reads what earlier deploys have left. */
const REACHES = [
  planRequest,
  revisionRequest,
  deployRequest,
  historyRequest,
  pendingRequest,
  settleRequest,
  extendRequest,
  diagnoseRequest,
  surveyRequest,
].map(({ method }) => method);

/** A client that asks although it has been told not to. */
describe.each([
  { locale: 'en', refusal: 'A router is reached from a trusted workspace only.' },
  { locale: 'ja', refusal: 'ルーターに接続できるのは、信頼済みのワークスペースだけです。' },
])('in a workspace that is not trusted ($locale)', ({ locale, refusal }) => {
  let folder: string;
  let session: TestSession;
  let uri: string;
  const params = () => ({
    uri,
    address: 'root@localhost',
    planId: 'x',
    routerId: 'x',
    intent: 'keep',
    revision: undefined,
  });

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'trust-'));
    session = await TestSession.start({
      locale,
      options: { trusted: false, storage: folder },
    });
    uri = await session.open(fixture('v6plus.router.yaml').text);
  });
  afterAll(async () => {
    await session.close();
    rmSync(folder, { recursive: true });
  });

  test.each(REACHES)('%s is refused', async (method) => {
    await expect(session.client.sendRequest(method, params())).rejects.toThrow(refusal);
  });

  test('what reaches nothing answers', async () => {
    expect(await session.client.sendRequest('routerSpec/render', { uri })).toMatchObject({
      hostname: expect.any(String) as string,
    });
  });

  test('what was refused is answered once the user has granted trust', async () => {
    await session.client.sendNotification(trustGranted.method);
    expect(await session.client.sendRequest(pendingRequest.method, {})).toEqual([]);
  });
});

test('a client that says nothing of trust has none', async () => {
  const session = await TestSession.start();
  await expect(session.client.sendRequest(pendingRequest.method, {})).rejects.toThrow(
    'trusted workspace only',
  );
  await session.close();
});
