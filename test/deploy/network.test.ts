// What can happen to the connection, and to the machine at its other end, while a deploy is under way.
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deploy } from '../../server/src/deploy/index.ts';
import type { Plan } from '../../server/src/deploy/index.ts';
import { again } from './rig/client.ts';
import { kill, processesOf, until } from './rig/processes.ts';
import { Proxy } from './rig/proxy.ts';
import { newFiles } from './rig/new-files.ts';
import { RigRouter } from './rig/router.ts';
import { program } from './rig/sshd.ts';

describe('the connection', () => {
  let router: RigRouter;
  let proxy: Proxy;
  let before: Record<string, string>;
  beforeAll(async () => {
    router = await RigRouter.start();
    before = router.snapshot();
  });
  beforeEach(async () => (proxy = await Proxy.open(router.sshd.port)));
  afterEach(async () => {
    await proxy.close();
    await router.reset();
    router.mend();
  });
  afterAll(() => router.stop());

  /** A plan whose deploy goes through the proxy, which itself was made past it. */
  async function planned(
    options: { window?: number; alsoConfirmAt?: readonly string[] } = {},
  ): Promise<Plan> {
    const plan = again(await router.plan(router.request(newFiles(), { window: options.window ?? 30 })));
    const { alsoConfirmAt = [] } = options;
    const target = { ...plan.request.target, port: proxy.port, alsoConfirmAt };
    return { ...plan, request: { ...plan.request, target } };
  }

  /** The new configuration is live, and it is not decided yet. */
  const isNew = (): boolean => router.live('ruleset')?.includes('table inet new') === true;

  test('row 2: the upload stalls and is never closed; it keeps nobody else from deploying, and is given up', async () => {
    // Five minutes, as one second.
    const { command } = await program('busybox');
    const timeout = join(router.directory, 'path/timeout');
    rmSync(timeout);
    writeFileSync(
      timeout,
      `#!/bin/sh\nif [ "$1" = 300 ]; then\n  echo stalled >>'${router.directory}/stalled'\n  shift\n  set -- 1 "$@"\nfi\nexec '${command}' timeout "$@"\n`,
      { mode: 0o755 },
    );
    const plan = await planned();
    const env = { ...router.env, timing: { ...router.env.timing, grace: 0 } };
    proxy.trouble = { blackHole: () => proxy.connections === 1 && proxy.mostClientBytes > 20_000 };
    const outcome = await deploy(plan, env, { confirm: 'auto' });
    expect(outcome.state).toBe('unchanged');
    expect(existsSync(join(router.directory, 'stalled'))).toBe(true);
    await until('the upload is given up', () => router.staging().length === 0);
    expect(router.snapshot()).toEqual(before);
    proxy.trouble = {};
    rmSync(timeout);
    symlinkSync(command, timeout);
    expect(await deploy(again(plan), env, { confirm: 'auto' })).toMatchObject({ state: 'kept' });
  });

  test('row 7: the link takes everything and gives nothing back; the router goes back by itself', async () => {
    const plan = await planned({ window: 2 });
    proxy.trouble = { blackHole: () => isNew() && router.transaction()?.result === '' };
    const outcome = await deploy(plan, router.env, { confirm: 'auto' });
    expect(outcome).toMatchObject({ state: 'rolled-back', failure: { code: 'timeout' } });
    expect(router.snapshot()).toEqual(before);
  });

  test('row 8: the ssh server is killed with its sessions while it is applied; the apply goes on', async () => {
    const plan = await planned();
    router.at('after-files', 'wait');
    const known = router.points().length;
    const run = deploy(plan, router.env, { confirm: 'auto' });
    await until('files are written', () => router.points().slice(known).includes('after-files'));
    const sessions = router.agents('deploy').map(sessionOf);
    await router.sshd.down();
    kill(sessions);
    await router.sshd.up();
    router.open('after-files');
    expect(sessions.length).toBeGreaterThan(0);
    expect(await run).toMatchObject({ state: 'kept' });
    expect(isNew()).toBe(true);
  });

  test('row 9: the laptop sleeps until long after the window; on waking up it learns how it ended', async () => {
    const plan = await planned({ window: 1 });
    router.at('after-files', 'wait');
    const known = router.points().length;
    const run = deploy(plan, router.env, { confirm: 'auto' });
    await until('files are written', () => router.points().slice(known).includes('after-files'));
    const asleep = processesOf(router.env.storageDir).map(({ pid }) => pid);
    kill(asleep, 'SIGSTOP');
    router.open('after-files');
    expect(await router.result()).toMatch(/^rolled-back timeout/);
    kill(asleep, 'SIGCONT');
    expect(asleep.length).toBeGreaterThan(0);
    expect(await run).toMatchObject({ state: 'rolled-back', failure: { code: 'timeout' } });
    expect(router.snapshot()).toEqual(before);
  });

  test('row 34: the management address changes and the client stays behind; the old address is back', async () => {
    const plan = await planned({ window: 2, alsoConfirmAt: ['127.0.0.3'] });
    proxy.trouble = { refuse: isNew };
    const outcome = await deploy(plan, router.env, { confirm: 'auto' });
    expect(outcome).toMatchObject({ state: 'rolled-back', failure: { code: 'timeout' } });
    expect(outcome.detail.en).toContain('has another address');
    expect(router.snapshot()).toEqual(before);
  });

  test('row 35: the port of the client forwards again only after a while; within the window that is soon enough', async () => {
    const plan = await planned();
    let refused = 0;
    proxy.trouble = { cutWhen: isNew, refuse: () => isNew() && ++refused <= 5 };
    const outcome = await deploy(plan, router.env, {
      confirm: 'auto',
      onEvent: () => {
        // What is cut is the connection that follows the apply; those after it live.
        if (isNew()) proxy.trouble = { refuse: () => isNew() && ++refused <= 5 };
      },
    });
    expect(outcome).toMatchObject({ state: 'kept' });
    expect(refused).toBeGreaterThan(5);
  });

  test('row 37: the client itself is off the network; the router goes back, and nothing else goes wrong', async () => {
    const plan = await planned({ window: 2 });
    const isOff = (): boolean => isNew() || router.transaction()?.result === '';
    proxy.trouble = { cutWhen: isNew, refuse: isOff };
    const outcome = await deploy(plan, router.env, { confirm: 'auto' });
    expect(outcome).toMatchObject({ state: 'rolled-back', failure: { code: 'timeout' } });
    expect(router.snapshot()).toEqual(before);
    expect(router.live('rebooted')).toBeUndefined();
  });
});

/** The process of the ssh server that a process was started in. */
function sessionOf(pid: number): number {
  const [, name = '', parent = ''] =
    /\((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
  return name.startsWith('sshd') || Number(parent) <= 1 ? pid : sessionOf(Number(parent));
}
