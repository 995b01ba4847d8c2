import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { deploy } from '../../server/src/deploy/index.ts';
import { pack, requestFile } from '../../server/src/deploy/bundle.ts';
import { SshTransport } from '../../server/src/deploy/ssh.ts';
import { BareClient, again } from './rig/client.ts';
import { until } from './rig/processes.ts';
import { Proxy } from './rig/proxy.ts';
import { newFiles } from './rig/new-files.ts';
import { RigRouter } from './rig/router.ts';

describe('the upload', () => {
  let router: RigRouter;
  let proxy: Proxy;
  beforeAll(async () => {
    router = await RigRouter.start();
    proxy = await Proxy.open(router.sshd.port);
  });
  afterEach(() => router.mend());
  afterAll(async () => {
    await proxy.close();
    await router.stop();
  });

  test('row 1: cut at byte n, the router stays as it was and forgets the upload', async () => {
    const before = router.snapshot();
    const planned = await router.plan(router.request(newFiles(), { port: proxy.port }));
    // How long the whole upload is: one that ends by itself, before anything is changed.
    router.at('validated', 'exit');
    await deploy(again(planned), router.env, { confirm: 'auto' });
    const total = proxy.mostClientBytes;
    expect(total).toBeGreaterThan(50_000);
    // The last part is filling, and without it the upload is complete.
    const content = total - 12_000;
    const points = [
      1,
      1000,
      3000,
      ...Array.from({ length: 10 }, (_, i) => Math.round((content * (i + 1)) / 10)),
    ];
    const reached = router.points().length;
    for (const bytes of points) {
      proxy.trouble = { cutAfterClientBytes: bytes, once: true };
      const outcome = await deploy(again(planned), router.env, { confirm: 'auto' });
      expect(outcome.state, `cut after ${bytes} bytes`).toBe('unchanged');
      expect(outcome.detail.en).toContain('Nothing was changed');
    }
    // An upload that was complete would have got further; `unpacked` are the questions of the client that lost sight of it.
    expect(new Set(router.points().slice(reached))).toEqual(new Set(['unpacked']));
    await until('no upload is left', () => router.staging().length === 0);
    expect(router.snapshot()).toEqual(before);
  });

  test('row 3: one flipped bit, wherever it is', async () => {
    const { target } = router.request([]);
    const { archive, manifestSha256 } = pack([requestFile({})], router.env.sandbox);
    const transport = new SshTransport(target, router.env);
    // Within the header and the text of MANIFEST, the header and the text of the agent, and the last file.
    const text = Buffer.from(archive).lastIndexOf('protocol 1');
    for (const position of [0, 3, 110, 130, 150, 156, 512, 540, 1024, 1030, 1540, 3000, text]) {
      const flipped = Uint8Array.from(archive);
      flipped[position] = (flipped[position] ?? 0) ^ 4;
      const result = await transport.exec({ name: 'status', manifestSha256 }, flipped);
      expect(result, `bit of byte ${position}`).toMatchObject({ exit: 65, stdout: '' });
    }
    expect(router.staging()).toEqual([]);
  });

  test('row 4: the client is killed before the timer is armed', async () => {
    const before = router.snapshot();
    const client = new BareClient(router, await router.plan());
    router.at('validated', 'wait');
    const run = client.deploy();
    await router.reached('validated');
    client.die();
    await run;
    router.open('validated');
    await until('the agent is gone', () => router.agents().length === 0);
    expect(router.transaction()).toBeUndefined();
    expect(router.staging()).toEqual([]);
    expect(router.snapshot()).toEqual(before);
  });

  test('cancelled before the timer is armed: nothing was changed, and that is what is said', async () => {
    const before = router.snapshot();
    const planned = await router.plan();
    router.at('validated', 'wait');
    const cancel = new AbortController();
    const run = deploy(planned, router.env, { confirm: 'auto', signal: cancel.signal });
    await until('the agent validates', () => router.points().at(-1) === 'validated');
    cancel.abort();
    router.open('validated');
    expect(await run).toMatchObject({ state: 'unchanged', failure: { code: 'cancelled' } });
    expect(router.snapshot()).toEqual(before);
  });
});
