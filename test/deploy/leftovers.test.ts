// What a deploy finds on the router: no room for files, or a deploy of another version; and what it leaves running: nothing.
import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deploy } from '../../server/src/deploy/index.ts';
import { PROTOCOL } from '../../server/src/deploy/agent.ts';
import { BareClient, again } from './rig/client.ts';
import { kill, until } from './rig/processes.ts';
import { SHELLS } from './rig/layout.ts';
import { newFiles } from './rig/new-files.ts';
import { RigRouter } from './rig/router.ts';

test('row 23: no inode is free, or only so few', async () => {
  const router = await RigRouter.start({ mebibytes: 16 });
  try {
    const limit = (inodes: number): void => {
      const options = `remount,nr_inodes=${inodes}`;
      const { status, stderr } = spawnSync('mount', ['-o', options, router.root], { encoding: 'utf8' });
      expect(status, stderr).toBe(0);
    };
    const used = (): number => {
      const { stdout } = spawnSync('stat', ['-f', '-c', '%c %d', router.root], { encoding: 'utf8' });
      const [all = 0, free = 0] = stdout.split(' ').map(Number);
      return all - free;
    };
    const before = router.snapshot();
    const planned = await router.plan();
    const states = [];
    for (const free of [0, 1, 3, 10, 30, 100, 1000]) {
      limit(used() + free);
      const outcome = await deploy(again(planned), router.env, { confirm: () => Promise.resolve('revert') });
      limit(100_000);
      expect(['unchanged', 'rolled-back'], `${free} free: ${outcome.state}: ${outcome.detail.en}`).toContain(
        outcome.state,
      );
      expect(router.snapshot(), `${free} free`).toEqual(before);
      states.push(outcome.state);
    }
    expect(new Set(states)).toEqual(new Set(['unchanged', 'rolled-back']));
  } finally {
    await router.stop();
  }
});

test('row 47: a deploy of an older version waits; its own agent ends it', async () => {
  const router = await RigRouter.start();
  const before = router.snapshot();
  const client = new BareClient(router, again(await router.plan(router.request(newFiles(), { window: 60 }))));
  await client.deploy();
  // The transaction as an agent with another protocol would have left it.
  const rewrite = (name: string, from: string, to: string): void => {
    const file = join(router.transaction()?.path ?? '', name);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(from);
    writeFileSync(`${file}.new`, text.replace(from, to));
    renameSync(`${file}.new`, file);
  };
  rewrite('request', `protocol ${PROTOCOL}\n`, 'protocol 0\n');
  rewrite('agent.sh', `\nPROTOCOL=${PROTOCOL}\n`, "\nPROTOCOL=0\nSAID_BY='the old agent'\n");
  rewrite('agent.sh', '\nabort() {\n', '\nabort() {\n  point "$SAID_BY"\n');
  expect((await router.plan()).pending).toMatchObject({ state: 'awaiting' });
  expect((await client.abort()).end).toMatchObject({ state: 'rolled-back', code: 'aborted' });
  expect(router.points()).toContain('the old agent');
  expect(router.snapshot()).toEqual(before);
  await router.stop();
});

describe.each(SHELLS)('nothing of the agent runs on, with %s', (shell) => {
  let router: RigRouter;
  beforeAll(async () => (router = await RigRouter.start({ shell })));
  beforeEach(() => router.reset());
  afterEach(() => router.mend());
  afterAll(() => router.stop());

  test.each([
    ['a deploy that is kept', '', 'keep', 'kept'],
    ['one that is reverted', '', 'revert', 'rolled-back'],
    ['one that fails', 'nft-fails', 'keep', 'rolled-back'],
    ['one whose command hangs', 'ifup-br0-hangs', 'keep', 'rolled-back'],
  ] as const)('after %s', async (_, fault, answer, state) => {
    const planned = await router.plan();
    if (fault !== '') router.fault(fault, 'once');
    const outcome = await deploy(planned, router.env, { confirm: () => Promise.resolve(answer) });
    expect(outcome, outcome.detail.en).toMatchObject({ state });
    await router.ended();
    expect(router.staging()).toEqual([]);
  });

  test('after one whose first guard was killed', async () => {
    const client = new BareClient(router, again(await router.plan()));
    await client.deploy();
    kill([Number(router.transactionFile('armed'))]);
    expect((await client.abort()).end).toMatchObject({ state: 'rolled-back' });
    await router.ended();
  });

  test.each([
    ['rows 11, 13: one whose first guard was killed, but not the command that it waits for', false],
    ['rows 12, 13: one whose guards were both killed, but not the command that one waits for', true],
  ])('%s', async (_, both) => {
    const before = router.snapshot();
    const client = new BareClient(router, again(await router.plan()));
    await client.deploy();
    const known = router.points().length;
    router.at('rollback', 'hang');
    const abort = client.abort();
    await until('a guard hangs', () => router.points().slice(known).includes('rollback'));
    const first = Number(router.transactionFile('armed'));
    kill(both ? router.agents('guard') : [first]);
    // Whoever comes next finds a router that nobody guards.
    if (both) expect((await router.plan()).pending).toBeUndefined();
    expect((await abort).end).toMatchObject({ state: 'rolled-back', code: 'aborted' });
    expect(router.snapshot()).toEqual(before);
    await router.ended();
  });

  test('after one whose client was killed, when its time is over', async () => {
    const planned = await router.plan(router.request(newFiles(), { window: 1 }));
    const client = new BareClient(router, planned);
    await client.deploy((event) => {
      if (event.event === 'armed') client.die();
    });
    expect(await router.result()).toBe('rolled-back timeout');
    await router.ended();
  });
});
