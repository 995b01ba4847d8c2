import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { deploy, status } from '../../server/src/deploy/index.ts';
import { BareClient, again } from './rig/client.ts';
import { kill, processesOf, until } from './rig/processes.ts';
import { newFiles } from './rig/new-files.ts';
import { RigRouter } from './rig/router.ts';

describe('while it is applied', () => {
  let router: RigRouter;
  let before: Record<string, string>;
  beforeAll(async () => {
    router = await RigRouter.start();
    before = router.snapshot();
  });
  afterEach(() => router.mend());
  afterAll(() => router.stop());

  /** The router has ended and is what it was, with nothing of ours left running. */
  async function isOld(): Promise<void> {
    await router.result();
    await until('no agent is left', () => router.agents().length === 0);
    expect(router.snapshot()).toEqual(before);
  }

  test('row 5: the client is killed right after the timer was armed', async () => {
    const client = new BareClient(
      router,
      again(await router.plan(router.request(newFiles(), { window: 1 }))),
    );
    await client.deploy((event) => {
      if (event.event === 'armed') client.die();
    });
    await isOld();
    expect(await router.result()).toMatch(/^rolled-back timeout/);
  });

  test('row 6: the client is killed while the agent prints; the apply goes on to its end', async () => {
    const client = new BareClient(
      router,
      again(await router.plan(router.request(newFiles(), { window: 1 }))),
    );
    const known = router.points().length;
    router.at('after-files', 'wait');
    const run = client.deploy();
    await until('files are written', () => router.points().slice(known).includes('after-files'));
    client.die();
    await run;
    router.open('after-files');
    await until('the apply is complete', () => router.points().slice(known).includes('awaiting'));
    await isOld();
    expect(await router.result()).toMatch(/^rolled-back timeout/);
  });

  test('row 10: the apply is killed at one step after another', async () => {
    const planned = await router.plan();
    const known = router.points().length;
    const good = new BareClient(router, again(planned));
    await good.deploy();
    const applied = router.points().slice(known);
    await good.abort();
    await isOld();
    const steps = applied.slice(applied.indexOf('before-armed') + 1);
    expect(steps).toEqual(
      expect.arrayContaining(['before-files', 'file-0003', 'after-interfaces-up', 'before-firewall']),
    );
    // Each costs a whole deploy, so one of five stands for its neighbours.
    const tried = steps.filter((name, index) => name !== 'awaiting' && index % 5 === 0);
    for (const step of tried) {
      router.at(step, 'kill');
      const { end } = await new BareClient(router, again(planned)).deploy();
      expect(end, step).toMatchObject({
        state: 'rolled-back',
        code: 'failed',
        detail: expect.stringContaining('died') as string,
      });
      await until('no agent is left', () => router.agents().length === 0);
      expect(router.snapshot(), step).toEqual(before);
    }
  }, 600_000);

  test('row 11: the guard is killed in the window; the second takes over', async () => {
    const client = new BareClient(
      router,
      again(await router.plan(router.request(newFiles(), { window: 5 }))),
    );
    await client.deploy();
    const guards = router.agents('guard');
    expect(guards).toHaveLength(2);
    const armed = Number(router.transactionFile('armed'));
    kill([armed]);
    await isOld();
    expect(await router.result()).toMatch(/^rolled-back timeout/);
  });

  test('row 12: both guards are killed; the next look at the router finishes it', async () => {
    const client = new BareClient(
      router,
      again(await router.plan(router.request(newFiles(), { window: 1 }))),
    );
    await client.deploy();
    kill(router.agents('guard'));
    expect((await status(router.request([]).target, router.env)).transactions).not.toEqual([]);
    await isOld();
  });

  test('row 13: a command hangs; its time is limited and nothing of it is left', async () => {
    router.fault('ifup-br0-hangs', 'once');
    const outcome = await deploy(again(await router.plan()), router.env, { confirm: 'auto' });
    expect(outcome).toMatchObject({ state: 'rolled-back', failure: { code: 'failed' } });
    expect(outcome.failure?.detail).toContain('interfaces-up');
    expect(processesOf(router.root).filter(({ command }) => command.includes('sleep 3600'))).toEqual([]);
    await isOld();
  });

  test('row 28: a service does not start', async () => {
    const files = newFiles({ '/etc/dnsmasq.conf': 'port=taken\n' });
    const outcome = await deploy(again(await router.plan(router.request(files))), router.env, {
      confirm: 'auto',
    });
    expect(outcome).toMatchObject({ state: 'rolled-back', failure: { code: 'failed' } });
    expect(outcome.failure?.detail).toContain('dnsmasq: failed to create listening socket: Address in use');
    await isOld();
  });

  test('row 29: a service that is restarted for ever', async () => {
    const request = router.request(newFiles(), { settleSeconds: 1 });
    router.fault('dnsmasq-flaps');
    const outcome = await deploy(again(await router.plan(request)), router.env, { confirm: 'auto' });
    router.mend();
    expect(outcome).toMatchObject({
      state: 'rolled-back',
      failure: { code: 'failed', detail: expect.stringContaining('health dnsmasq') as string },
    });
    await isOld();
  });
});

test('row 43: the rollback does not bring everything back; one retry, then a restart', async () => {
  const router = await RigRouter.start();
  const before = router.snapshot();
  const client = new BareClient(router, again(await router.plan()));
  await client.deploy();
  router.fault('nft-fails'); // The old rules cannot be loaded any more.
  const { end } = await client.abort();
  expect(end).toMatchObject({ state: 'rebooting' });
  await until('the router is restarted', () => router.live('rebooted') !== undefined);
  expect(router.calls().filter((call) => call.startsWith('ifup br0'))).toHaveLength(3);
  for (const { path } of newFiles()) expect(router.read(path), path).toBe(before[path]?.slice(4));
  await router.stop();
});

test('row 43: whoever deploys is told that it restarted, and what could not be put back', async () => {
  const router = await RigRouter.start();
  const outcome = await deploy(again(await router.plan()), router.env, {
    confirm: () => {
      router.fault('nft-fails');
      return Promise.resolve('revert');
    },
    onEvent: (event) => {
      if (event.kind === 'step' && event.step === 'reboot') router.powerCut();
    },
  });
  expect(outcome).toMatchObject({ state: 'rolled-back', failure: { code: 'aborted' } });
  expect(outcome.detail.en).toMatch(
    /^The router went back .* It was asked to\. Not everything could be put back while it was running \([-+<>].*\), so it restarted/,
  );
  await router.stop();
});

test('the line got another prefix meanwhile, which no rollback can bring back', async () => {
  const router = await RigRouter.start();
  router.setLive('routes', '240b:10:1234:5601::/64 dev br0 proto dhcp metric 1008\n');
  const client = new BareClient(router, again(await router.plan()));
  router.fault('dnsmasq-renumbers');
  await client.deploy();
  expect(router.live('routes')).toContain('240b:10:5678:5601::/64');
  expect((await client.abort()).end).toMatchObject({ state: 'rolled-back' });
  expect(router.live('rebooted')).toBeUndefined();
  await router.stop();
});

test('a service that OpenRC is starting already, with another one, is waited for', async () => {
  const router = await RigRouter.start();
  router.fault('dnsmasq-starting');
  const outcome = await deploy(again(await router.plan(router.request(newFiles()))), router.env, {
    confirm: 'auto',
  });
  expect(outcome, outcome.detail.en).toMatchObject({ state: 'kept' });
  expect(router.calls().filter((call) => call === 'rc-service dnsmasq restart')).toHaveLength(2);
  await router.stop();
});

test('a service whose script changes is stopped by the script that started it, both ways', async () => {
  const router = await RigRouter.start();
  const before = router.snapshot();
  const files = newFiles({ '/var/svc.d/dnsmasq/run': '#!/bin/sh\nexec dnsmasq -k\n' });
  const supervised = [
    ...files,
    { path: '/etc/init.d/dnsmasq', mode: 0o755, content: '#!/sbin/openrc-run\nsupervisor=s6\n' },
  ];
  const executable = supervised.map((file) => (file.path.endsWith('/run') ? { ...file, mode: 0o755 } : file));
  // What openrc-run is on a router is of no matter here, but it must be there.
  router.write('/sbin/openrc-run', '');
  chmodSync(join(router.root, 'sbin/openrc-run'), 0o755);
  const client = new BareClient(router, again(await router.plan(router.request(executable))));
  const known = router.calls().length;
  await client.deploy();
  const calls = (): string[] =>
    router
      .calls()
      .slice(known)
      .filter((call) => /^rc-service dnsmasq (start|stop|restart)/.test(call));
  expect(calls()).toEqual(['rc-service dnsmasq stop', 'rc-service dnsmasq start']);
  expect((await client.abort()).end).toMatchObject({ state: 'rolled-back' });
  expect(calls().slice(2)).toEqual(['rc-service dnsmasq stop', 'rc-service dnsmasq start']);
  expect(router.snapshot()).toEqual(before);
  await router.stop();
});
