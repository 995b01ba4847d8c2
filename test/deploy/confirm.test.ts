import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  abortPending,
  confirmPending,
  deploy,
  pendingDeploy,
  pendingDeploys,
} from '../../server/src/deploy/index.ts';
import type { DeployRequest } from '../../server/src/deploy/index.ts';
import { removePending, writePending } from '../../server/src/deploy/pending.ts';
import { agentText } from '../../server/src/deploy/agent.ts';
import { BareClient, again } from './rig/client.ts';
import { until } from './rig/processes.ts';
import { Proxy } from './rig/proxy.ts';
import { SHELLS } from './rig/layout.ts';
import { newFiles } from './rig/new-files.ts';
import { RigRouter } from './rig/router.ts';
import { program } from './rig/sshd.ts';

describe.each(SHELLS)('one winner, with %s', (shell) => {
  test('row 14: confirm, abort and deadline at the same instant', async () => {
    const { command } = await program(shell);
    const directory = mkdtempSync(join(tmpdir(), 'race-'));
    const agent = join(directory, 'agent.sh');
    // The agent with another `main`: waits for the start, decides, and says whether it won.
    const prelude =
      'main() { DISKLESS=yes; TXN=$1; while [ ! -e "$1/go" ]; do :; done; if decide "$2" "$3"; then echo "$2"; fi; }';
    writeFileSync(agent, agentText({ prelude, run: '', path: '' }));
    const shellArgs = shell === 'busybox' ? ['ash'] : [];
    for (let race = 0; race < 25; race++) {
      const transaction = join(directory, String(race));
      mkdirSync(transaction);
      const runs = ['confirmed', 'aborted', 'timeout'].map(
        (outcome) =>
          new Promise<string>((resolve) => {
            const child = spawn(command, [...shellArgs, agent, transaction, outcome, 'why']);
            let said = '';
            child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
            child.on('close', () => resolve(said.trim()));
          }),
      );
      writeFileSync(join(transaction, 'go'), '');
      const winners = (await Promise.all(runs)).filter((said) => said !== '');
      expect(winners).toHaveLength(1);
      expect(readFileSync(join(transaction, 'outcome'), 'utf8')).toBe(`${winners[0]} why\n`);
    }
    rmSync(directory, { recursive: true });
  });
});

describe('a router whose file somebody has changed back', () => {
  let router: RigRouter;
  beforeAll(async () => {
    router = await RigRouter.start();
  });
  afterAll(() => router.stop());

  test('a deploy that mends it and is cancelled before it begins is not told as kept', async () => {
    expect((await deploy(await router.plan(), router.env, { confirm: 'auto' })).state).toBe('kept');
    router.write('/etc/dnsmasq.d/lan.conf', 'domain=by-hand\n');
    const cancel = new AbortController();
    const known = router.points().length;
    router.at('validated', 'wait');
    const outcome = deploy(await router.plan(), router.env, { confirm: 'auto', signal: cancel.signal });
    await until('it is validated', () => router.points().slice(known).includes('validated'));
    cancel.abort();
    router.open('validated');
    expect(await outcome).toMatchObject({ state: 'unchanged' });
    expect(router.read('/etc/dnsmasq.d/lan.conf')).toBe('domain=by-hand\n');
  });
});

describe.each(SHELLS)('more time, with %s', (shell) => {
  let router: RigRouter;
  beforeAll(async () => {
    router = await RigRouter.start({ shell });
  });
  afterEach(() => router.reset());
  afterAll(() => router.stop());

  test.each([
    { what: 'is added to what is left', window: 120, seconds: 120, more: 120 },
    { what: 'is added, however little it is', window: 600, seconds: 1, more: 1 },
    { what: 'ends a quarter of an hour after arming', window: 850, seconds: 600, more: 'until the quarter' },
    { what: 'never takes any away', window: 900, seconds: 120, more: 0 },
  ])('$what', async ({ window, seconds, more }) => {
    const client = new BareClient(router, again(await router.plan(router.request(newFiles(), { window }))));
    await client.deploy();
    const before = Number(router.transactionFile('deadline'));
    const last = Number(router.transactionFile('armed-at')) + 900;
    expect((await client.extend(seconds)).end).toMatchObject({ state: 'awaiting' });
    expect(Number(router.transactionFile('deadline'))).toBe(
      typeof more === 'number' ? before + more : Math.max(before, last),
    );
    expect((await client.extend(seconds, 'b'.repeat(32))).end).toMatchObject({ code: 'token' });
    await client.abort();
    await router.result();
    expect((await client.extend(seconds)).end).toMatchObject({
      state: 'unchanged',
      code: 'no-transaction',
    });
  });
});

describe('the confirmation', () => {
  let router: RigRouter;
  let proxy: Proxy;
  let before: Record<string, string>;
  beforeAll(async () => {
    router = await RigRouter.start();
    before = router.snapshot();
    proxy = await Proxy.open(router.sshd.port);
  });
  afterEach(() => router.mend());
  afterAll(async () => {
    await proxy.close();
    await router.stop();
  });

  async function revert(client: BareClient): Promise<void> {
    await client.abort();
    await router.result();
    await until('no agent is left', () => router.agents().length === 0);
    expect(router.snapshot()).toEqual(before);
  }

  test('row 16: a wrong token is refused and the timer runs on', async () => {
    const client = new BareClient(
      router,
      again(await router.plan(router.request(newFiles(), { window: 120 }))),
    );
    await client.deploy();
    const deadline = router.transactionFile('deadline');
    expect((await client.confirm('b'.repeat(32))).end).toMatchObject({ state: 'unchanged', code: 'token' });
    expect((await client.confirm('')).end).toMatchObject({ state: 'unchanged', code: 'token' });
    expect(router.transactionFile('deadline')).toBe(deadline);
    expect(router.transaction()).toMatchObject({ state: 'awaiting', outcome: '' });
    await revert(client);
  });

  test('row 31: a connection from before the change was complete does not count', async () => {
    const planned = again(await router.plan());
    const known = router.points().length;
    const client = new BareClient(router, planned);
    router.at('before-firewall', 'wait');
    const run = client.deploy();
    await until('the firewall is next', () => router.points().slice(known).includes('before-firewall'));
    expect((await client.confirm()).end).toMatchObject({ state: 'applying', code: 'too-early' });
    // A connection that is made now, and speaks only when everything is done, as a kept-alive one would.
    router.at('unpacked', 'wait');
    const early = client.confirm();
    await until('the early connection is in', () => router.points().slice(known).includes('unpacked'));
    router.open('before-firewall');
    await run;
    expect(router.transaction()?.state).toBe('awaiting');
    router.open('unpacked');
    expect((await early).end).toMatchObject({ state: 'applying', code: 'too-early' });
    expect(router.transaction()?.outcome).toBe('');
    await revert(client);
  });

  /** After this one a check fails that was green. */
  function losing(): DeployRequest {
    const rules = '#!/usr/sbin/nft -f\nflush ruleset\nchain new {\n\tbreaks 192.0.2.99\n}\n';
    return router.request(newFiles({ '/etc/nftables.nft': rules }), {
      checks: [
        { kind: 'ping4', what: '192.0.2.99' },
        { kind: 'resolve', what: 'example.net' },
      ],
    });
  }

  test('row 36: what worked before and does not now is not kept by itself', async () => {
    const outcome = await deploy(again(await router.plan(losing())), router.env, { confirm: 'auto' });
    expect(outcome).toMatchObject({ state: 'rolled-back', failure: { code: 'regressions' } });
    expect(outcome.health).toEqual([
      { check: 'ping4 192.0.2.99', before: true, after: false },
      { check: 'resolve example.net', before: true, after: true },
    ]);
    expect(router.snapshot()).toEqual(before);
  });

  test('the user is asked, and reverts; the time that is told is never before that of the router', async () => {
    const begun = Date.now();
    const told: number[] = [];
    const outcome = await deploy(again(await router.plan()), router.env, {
      confirm: () => Promise.resolve('revert'),
      onEvent: (event) => {
        if (event.kind === 'deadline') told.push((event.deadline.getTime() - begun) / 1000);
      },
    });
    // While it is applied, all of the time for that and of the window is still to come.
    expect(told[0]).toBeGreaterThan(180 + 25);
    expect(told.at(-1)).toBeLessThan(180);
    expect(outcome).toMatchObject({ state: 'rolled-back', failure: { code: 'aborted' } });
    expect(router.snapshot()).toEqual(before);
  });

  test('cancelled while the router waits: the router is asked to go back', async () => {
    const cancel = new AbortController();
    const outcome = await deploy(again(await router.plan()), router.env, {
      confirm: () => {
        cancel.abort();
        return Promise.resolve('keep');
      },
      signal: cancel.signal,
    });
    expect(outcome).toMatchObject({ state: 'rolled-back', failure: { code: 'aborted' } });
    expect(router.snapshot()).toEqual(before);
  });

  test('row 31 and 32: nobody gets in any more; the router goes back by itself, and the client learns it', async () => {
    const planned = again(await router.plan(router.request(newFiles(), { port: proxy.port, window: 2 })));
    // Rules that drop: no connection gets in until the old rules are back.
    const rules = planned.files.find((file) => file.path === '/etc/nftables.nft');
    expect(rules).toBeDefined();
    proxy.trouble = { refuse: () => router.live('ruleset')?.includes('table inet new') === true };
    const outcome = await deploy(planned, router.env, { confirm: 'auto' });
    proxy.trouble = {};
    expect(outcome).toMatchObject({ state: 'rolled-back', failure: { code: 'timeout' } });
    expect(router.snapshot()).toEqual(before);
  });

  test('the router is gone for good: unknown, with the time at which it decides', async () => {
    const planned = again(await router.plan(router.request(newFiles(), { port: proxy.port, window: 1 })));
    const env = { ...router.env, timing: { ...router.env.timing, grace: 0 } };
    proxy.trouble = { refuse: () => router.live('ruleset')?.includes('table inet new') === true };
    router.at('rollback', 'wait'); // It would be back before we give up.
    const outcome = await deploy(planned, env, { confirm: 'auto' });
    expect(outcome).toMatchObject({ state: 'unknown', failure: { code: 'unreachable' } });
    expect(outcome.deadline).toBeInstanceOf(Date);
    proxy.trouble = {};
    router.open('rollback');
    await router.result();
    // The next look tells what became of it, and only once.
    const { target } = planned.request;
    expect(await confirmPending(target, router.env)).toMatchObject({
      state: 'rolled-back',
      failure: { code: 'timeout' },
    });
    expect(await pendingDeploy(target, router.env)).toBeUndefined();
  });

  test('row 33: the management address changes; the client confirms at the new one', async () => {
    const moved = await Proxy.open(router.sshd.port, '127.0.0.2', proxy.port);
    const request = router.request(newFiles(), { port: proxy.port });
    const target = { ...request.target, alsoConfirmAt: ['127.0.0.2'] };
    const planned = again(await router.plan({ ...request, target }));
    proxy.trouble = { refuse: () => router.live('ruleset')?.includes('table inet new') === true };
    const outcome = await deploy(planned, router.env, { confirm: 'auto' });
    proxy.trouble = {};
    await moved.close();
    expect(outcome).toMatchObject({ state: 'kept' });
    expect(moved.connections).toBe(1);
    await router.reset();
  });

  test('row 42: the router is restarted before the confirmation', async () => {
    const outcome = await deploy(again(await router.plan()), router.env, {
      confirm: () => {
        router.powerCut();
        return Promise.resolve('keep');
      },
    });
    expect(outcome).toMatchObject({ state: 'rolled-back', failure: { code: 'reboot' } });
    expect(router.read('/etc/hostname')).toBe('old\n');
    await router.reset();
  });

  test('row 50: the editor is closed in the window; the next start confirms', async () => {
    const planned = again(await router.plan());
    const closed = deploy(planned, router.env, {
      confirm: () => Promise.reject(new Error('the editor is closed')),
    });
    await expect(closed).rejects.toThrow('the editor is closed');
    const { target } = planned.request;
    expect(await pendingDeploy(target, router.env)).toMatchObject({ id: planned.id });
    expect(await confirmPending(target, router.env)).toMatchObject({ state: 'kept' });
    expect(await pendingDeploy(target, router.env)).toBeUndefined();
    await router.reset();
  });

  test('row 50: or reverts', async () => {
    const planned = again(await router.plan());
    await expect(
      deploy(planned, router.env, { confirm: () => Promise.reject(new Error('the editor is closed')) }),
    ).rejects.toThrow();
    expect(await abortPending(planned.request.target, router.env)).toMatchObject({ state: 'rolled-back' });
    expect(router.snapshot()).toEqual(before);
  });

  test.each([
    { name: 'somebody is asked', request: () => losing(), offered: 1 },
    { name: 'nobody has to be asked', request: () => router.request(newFiles()), offered: 0 },
  ])('row 50: the window is loaded anew and its process lives on, where $name', async (row) => {
    const planned = again(await router.plan(row.request()));
    const { target } = planned.request;
    const outcome = await deploy(planned, router.env, {
      confirm: async () => {
        const pending = await pendingDeploy(target, router.env);
        if (pending === undefined) throw new Error('nothing is pending');
        // As the new window's process sees it.
        await writePending({ ...pending, process: process.ppid }, router.env);
        expect(await pendingDeploys(router.env)).toHaveLength(row.offered);
        expect(await pendingDeploys(router.env, { others: true })).toHaveLength(1);
        if (row.offered === 0) return 'keep';
        expect(await confirmPending(target, router.env)).toMatchObject({ state: 'kept' });
        // The time of the window that is gone is over; a later deploy has begun meanwhile.
        await writePending({ ...pending, id: 'later' }, router.env);
        return 'revert';
      },
    });
    expect(outcome).toMatchObject({ state: 'kept' });
    const left = await pendingDeploy(target, router.env);
    expect(left?.id).toBe(row.offered === 0 ? undefined : 'later');
    if (left !== undefined) await removePending(left, router.env);
    await router.reset();
  });

  test('row 15 and 17: the answer to the confirmation is lost; asking again gets the same answer', async () => {
    const planned = again(await router.plan(router.request(newFiles(), { port: proxy.port })));
    const first = proxy.connections;
    proxy.trouble = { cutWhen: (number) => number === first + 2 && router.transaction()?.outcome !== '' };
    const outcome = await deploy(planned, router.env, { confirm: 'auto' });
    expect(outcome).toMatchObject({ state: 'kept' });
    expect(proxy.connections).toBeGreaterThan(first + 2);
    const client = new BareClient(router, planned);
    expect((await client.confirm('b'.repeat(32))).end).toMatchObject({ state: 'kept' });
    expect((await client.abort()).end).toMatchObject({ state: 'kept' });
  });
});

test('the connection is a new one even where ssh_config shares connections', async () => {
  const router = await RigRouter.start();
  // A master connection of the user's own, at the very path that ssh_config names.
  const { target } = router.request([]);
  const master = spawnSync('ssh', [
    ...[
      '-M',
      '-f',
      '-N',
      '-F',
      target.sshConfig ?? '',
      '-o',
      'StrictHostKeyChecking=no',
      '-o',
      'UserKnownHostsFile=/dev/null',
    ],
    ...['-p', String(target.port), '-l', 'root', '127.0.0.1'],
  ]);
  expect(master.status).toBe(0);
  const proxied = await Proxy.open(router.sshd.port);
  const planned = await router.plan(router.request(newFiles(), { port: proxied.port }));
  expect(await deploy(planned, router.env, { confirm: 'auto' })).toMatchObject({ state: 'kept' });
  expect(proxied.connections).toBe(3);
  await proxied.close();
  await router.stop();
});
