import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deploy, history, plan } from '../../server/src/deploy/index.ts';
import type { Outcome } from '../../server/src/deploy/index.ts';
import { outcomeOf } from '../../server/src/deploy/outcome.ts';
import { BareClient, again } from './rig/client.ts';
import { kill, until } from './rig/processes.ts';
import { newFiles } from './rig/new-files.ts';
import { RigRouter } from './rig/router.ts';

describe('saving on a diskless router', { timeout: 400_000 }, () => {
  let router: RigRouter;
  beforeAll(async () => (router = await RigRouter.start()));
  beforeEach(() => router.reset());
  afterEach(() => router.mend());
  afterAll(() => router.stop());

  async function run(files = newFiles()): Promise<Outcome> {
    return deploy(again(await router.plan(router.request(files))), router.env, { confirm: 'auto' });
  }

  /** The new configuration is live; the next boot comes up with the old one. */
  function isLiveNotSaved(): void {
    expect(router.live('ruleset')).toContain('table inet new');
    expect(router.archives().filter((name) => name.includes('.apkovl.tar.gz'))).toEqual([
      'old.apkovl.tar.gz',
    ]);
    expect(router.saved('/etc/hostname')).toBe('old\n');
  }

  test('row 18: a power cut before the confirmation leaves the old, one after it the new', async () => {
    const client = new BareClient(router, again(await router.plan()));
    await client.deploy();
    router.powerCut();
    expect(router.read('/etc/hostname')).toBe('old\n');
    await router.reset();
    expect(await run()).toMatchObject({ state: 'kept' });
    router.powerCut();
    for (const { path, content } of newFiles()) expect(router.read(path), path).toBe(content);
  });

  test('row 19: a power cut at every step of saving leaves exactly one archive that a boot finds, old or new', async () => {
    const seen = new Set<string>();
    for (const point of ['packaged', 'backed-up', 'written', 'renamed', 'saved']) {
      await router.reset();
      const client = new BareClient(router, again(await router.plan()));
      await client.deploy();
      router.at(point, 'hang');
      const confirm = client.confirm();
      await until(`the guard reaches ${point}`, () => router.points().at(-1) === point);
      client.die();
      await confirm;
      // What the initramfs looks for: the first that matches, in any order.
      const candidates = router.archives().filter((name) => name.includes('.apkovl.tar.gz'));
      expect(candidates, point).toHaveLength(1);
      router.powerCut();
      const hostname = router.read('/etc/hostname') ?? '';
      expect(hostname, point).toBe(point === 'renamed' || point === 'saved' ? 'new\n' : 'old\n');
      for (const { path, content } of newFiles()) {
        if (hostname === 'new\n') expect(router.read(path), path).toBe(content);
      }
      seen.add(hostname);
      router.mend();
    }
    expect(seen.size).toBe(2);
  });

  test('row 11: the guard is killed at every step of saving; the second one saves', async () => {
    for (const point of ['remembered', 'packaged', 'backed-up', 'written', 'switched', 'renamed', 'saved']) {
      await router.reset();
      router.at(point, 'kill');
      expect(await run(), point).toMatchObject({ state: 'kept' });
      expect(router.saved('/etc/hostname'), point).toBe('new\n');
      expect(
        router.archives().filter((name) => name.includes('.apkovl.tar.gz')),
        point,
      ).toHaveLength(1);
      // What was there before, and this deploy, once.
      expect(await history(router.request([]).target, router.env), point).toHaveLength(2);
    }
  });

  test('row 21: the medium cannot be written', async () => {
    router.fault('mount-fails');
    expect(await run()).toMatchObject({ state: 'kept-not-saved', failure: { code: 'media' } });
    isLiveNotSaved();
    // The retry that the message asks for: the same deploy again, which changes nothing but saves.
    router.mend();
    const planned = await router.plan();
    expect(planned.files.filter((file) => file.change !== 'same')).toEqual([]);
    expect(planned).toMatchObject({ nothingToDo: false, dropped: [], services: [{ state: 'enabled' }] });
    expect(planned.warnings.map(({ en }) => en).join('\n')).toContain(
      'could not be saved by the last deploy',
    );
    expect(await deploy(planned, router.env, { confirm: 'auto' })).toMatchObject({ state: 'kept' });
    expect(router.saved('/etc/hostname')).toBe('new\n');
    expect(await router.plan()).toMatchObject({ nothingToDo: true });
    expect(router.read('/proc/mounts')).toContain('/media/sda1 vfat ro');
  });

  test('row 21: the medium gives back something else than was written; what is on it stays', async () => {
    router.at('flushed', 'wait');
    const known = router.points().length;
    const outcome = run();
    await until('the archive is written', () => router.points().slice(known).includes('flushed'));
    router.write('/media/sda1/router-spec.part', 'worn out');
    router.open('flushed');
    expect(await outcome).toMatchObject({ state: 'kept-not-saved', failure: { code: 'media' } });
    isLiveNotSaved();
    expect(router.archives()).not.toContain('router-spec.part');
  });

  test('row 48: lbu would leave a managed file out', async () => {
    const files = newFiles({ '/etc/apk/protected_paths.d/router-spec.list': '+etc/init.d\n' });
    const outcome = await run(files);
    expect(outcome).toMatchObject({ state: 'kept-not-saved', failure: { code: 'incomplete' } });
    expect(outcome.detail.en).toContain('/usr/libexec/router-spec/tunnel');
    isLiveNotSaved();
  });

  test('row 49: two archives on the medium', async () => {
    router.write('/media/sda1/other.apkovl.tar.gz', 'x');
    expect(await run()).toMatchObject({ state: 'kept-not-saved', failure: { code: 'archives' } });
    expect(router.archives()).toEqual(['old.apkovl.tar.gz', 'other.apkovl.tar.gz']);
  });

  test('what a power cut left of an earlier save is no second archive, and is not removed with its clusters', async () => {
    router.write('/media/sda1/former.apkovl.tar.gz', 'x');
    router.write('/media/sda1/former.20260101000000.tar.gz', 'x');
    const archive = join(router.root, 'media/sda1/old.apkovl.tar.gz');
    const part = join(router.root, 'media/sda1/router-spec.part');
    copyFileSync(archive, part);
    const before = readFileSync(part);
    expect(await run()).toMatchObject({ state: 'kept' });
    expect(router.archives().filter((name) => name.includes('.apkovl.tar.gz'))).toEqual([
      'new.apkovl.tar.gz',
    ]);
    const lost = router.archives().filter((name) => /^router-spec\.\d{14}\.lost$/.test(name));
    expect(lost).toHaveLength(1);
    expect(readFileSync(join(router.root, 'media/sda1', lost[0] ?? ''))).toEqual(before);
  });

  test('lbu fails, hangs, is encrypted, or has no medium', async () => {
    router.fault('lbu-fails');
    expect(await run()).toMatchObject({ state: 'kept-not-saved', failure: { code: 'package' } });
    isLiveNotSaved();
    await router.reset();
    router.write('/etc/lbu/lbu.conf', 'LBU_MEDIA=sda1\nENCRYPTION=aes-256-cbc\n');
    expect(await run()).toMatchObject({ state: 'kept-not-saved', failure: { code: 'encrypted' } });
    await router.reset();
    router.write('/etc/lbu/lbu.conf', '');
    const { warnings } = await router.plan();
    expect(warnings.map(({ en }) => en).join('\n')).toContain('does not know where to save');
    expect(await run()).toMatchObject({ state: 'kept-not-saved', failure: { code: 'no-media' } });
  });

  test('row 26: somebody saves during the window; after the rollback the old configuration is saved again', async () => {
    const client = new BareClient(router, again(await router.plan()));
    await client.deploy();
    const archive = join(router.root, 'media/sda1/old.apkovl.tar.gz');
    expect(spawnSync('tar', ['-czf', archive, '-C', router.root, 'etc']).status).toBe(0);
    expect(router.saved('/etc/hostname')).toBe('new\n');
    expect((await client.abort()).end).toMatchObject({ state: 'rolled-back' });
    expect(router.saved('/etc/hostname')).toBe('old\n');
  });

  test.each([
    ['on a medium that is only mounted to save', [], 'old\n', ''],
    ['encrypted, so that nobody else can', ['encrypted'], 'new\n', 'Run "lbu commit" on the router.'],
    ['and the medium fails after that', ['fails'], 'new\n', 'The medium could not be written'],
  ] as const)('row 26: somebody saves during the window, %s', async (_, how, boots, says) => {
    const program = (name: string) => spawnSync(join(router.directory, 'sys', name), ['/media/sda1']);
    if (how.length === 0) program('umount');
    const client = new BareClient(router, again(await router.plan()));
    await client.deploy();
    if (how.length === 0) program('mount');
    const suffix = how[0] === 'encrypted' ? '.aes-256-cbc' : '';
    if (suffix !== '') router.write('/etc/lbu/lbu.conf', 'LBU_MEDIA=sda1\nENCRYPTION=aes-256-cbc\n');
    const archive = join(router.root, `media/sda1/old.apkovl.tar.gz${suffix}`);
    expect(spawnSync('tar', ['-czf', archive, '-C', router.root, 'etc']).status).toBe(0);
    if (how.length === 0) program('umount');
    if (how[0] === 'fails') router.fault('mount-fails');
    const { end } = await client.abort();
    const outcome = outcomeOf({ id: '', health: [] }, end ?? { event: 'end' });
    expect(outcome).toMatchObject({ state: 'rolled-back' });
    expect(outcome?.detail.en).toContain(says);
    expect(outcome?.detail.en.includes('the next reboot comes up with the new one')).toBe(says !== '');
    expect(router.read('/etc/hostname')).toBe('old\n');
    router.mend();
    if (how.length === 0) program('mount');
    if (suffix === '') expect(router.saved('/etc/hostname')).toBe(boots);
  });

  test('only so many backups and revisions are kept', async () => {
    for (let round = 0; round < 4; round++) {
      // Before the second deploy, whose revision goes, and before the last one, whose revision stays.
      if (round % 2 === 1) router.write('/etc/dnsmasq.d/lan.conf', `domain=by-hand${round}\n`);
      const files = newFiles({ '/etc/dnsmasq.d/lan.conf': `domain=round${round}\n` });
      const request = router.request(files, { backups: 2 });
      expect(await deploy(await plan(request, router.env), router.env, { confirm: 'auto' })).toMatchObject({
        state: 'kept',
      });
    }
    expect(router.archives().filter((name) => /\.\d{14}\.tar\.gz$/.test(name)).length).toBeLessThanOrEqual(2);
    // What was found goes with the deploy that found it; the state before the first one is kept besides.
    const kept = await history(router.request([]).target, router.env);
    expect(kept.map(({ id }) => id.replace(/[0-9a-f]{16}$/, ''))).toEqual(['', 'before', '', 'before']);
    expect(kept[1]?.id).toBe(`before${kept[0]?.id}`);
  });
});

test('row 20: the medium is full', async () => {
  const router = await RigRouter.start({ medium: 64 });
  const outcome = await deploy(again(await router.plan()), router.env, { confirm: 'auto' });
  expect(outcome).toMatchObject({ state: 'kept-not-saved', failure: { code: 'full' } });
  expect(router.live('ruleset')).toContain('table inet new');
  expect(router.archives()).toEqual(['old.apkovl.tar.gz']);
  expect(router.saved('/etc/hostname')).toBe('old\n');
  await router.stop();
});

describe('a router that is installed on a disk', () => {
  let router: RigRouter;
  beforeAll(async () => (router = await RigRouter.start({ diskless: false })));
  afterEach(() => router.mend());
  afterAll(() => router.stop());

  test('row 18: a power cut in the window; the boot check brings the old files back', async () => {
    const before = router.snapshot();
    const client = new BareClient(router, again(await router.plan()));
    await client.deploy();
    router.powerCut();
    expect(router.read('/etc/hostname')).toBe('new\n');
    const script = router.read('/etc/init.d/router-spec-check') ?? '';
    expect(script).toContain(`${router.root}/var/lib/router-spec/agent.sh boot`);
    expect(
      existsSync(join(router.root, 'etc/runlevels/boot')) &&
        readdirSync(join(router.root, 'etc/runlevels/boot')),
    ).toEqual(['router-spec-check']);
    const boot = spawnSync('sh', [join(router.root, 'var/lib/router-spec/agent.sh'), 'boot'], {
      encoding: 'utf8',
    });
    expect(boot.stderr).toBe('');
    const after = router.snapshot();
    for (const { path } of newFiles()) expect(after[path], path).toBe(before[path]);
    expect(router.transaction()?.result).toBe('rolled-back reboot');
  });

  test('a deploy that was confirmed, but not remembered when the power went, is remembered at the boot', async () => {
    await router.reset();
    const client = new BareClient(router, again(await router.plan()));
    await client.deploy();
    router.at('confirmed', 'wait');
    const known = router.points().length;
    const confirm = client.confirm();
    await until('it is decided', () => router.points().slice(known).includes('confirmed'));
    client.die();
    await confirm;
    router.powerCut();
    router.mend();
    expect(readdirSync(join(router.root, 'etc/router-spec'))).not.toContain('history');
    spawnSync('sh', [join(router.root, 'var/lib/router-spec/agent.sh'), 'boot']);
    for (const { path, content } of newFiles()) expect(router.read(path), path).toBe(content);
    expect(await history(router.request([]).target, router.env)).toHaveLength(2);
    expect(router.read('/etc/router-spec/found/etc%hostname')).toBe('old\n');
  });

  test('without a boot check nothing is applied', async () => {
    await router.reset();
    const before = router.snapshot();
    router.fault('rc-update-fails');
    const outcome = await deploy(again(await router.plan()), router.env, { confirm: 'auto' });
    expect(outcome).toMatchObject({ state: 'unchanged', failure: { code: 'not-armed' } });
    const after = router.snapshot();
    for (const { path } of newFiles()) expect(after[path], path).toBe(before[path]);
    router.mend();
    expect(await deploy(again(await router.plan()), router.env, { confirm: 'auto' })).toMatchObject({
      state: 'kept',
    });
    expect(readdirSync(join(router.root, 'etc/runlevels/boot'))).toEqual(['router-spec-check']);
  });

  test('of a deploy that is killed before it began nothing stays on the disk, secrets least of all', async () => {
    await router.reset();
    const client = new BareClient(router, again(await router.plan()));
    router.at('snapshotted', 'kill');
    await client.deploy();
    const transactions = join(router.root, 'var/lib/router-spec/txn');
    expect(readdirSync(transactions)).toHaveLength(1);
    await router.plan();
    expect(readdirSync(transactions)).toEqual([]);
  });

  test('a good deploy is on the disk, and the boot check leaves it there', async () => {
    await router.reset();
    expect(await deploy(again(await router.plan()), router.env, { confirm: 'auto' })).toMatchObject({
      state: 'kept',
    });
    router.powerCut();
    spawnSync('sh', [join(router.root, 'var/lib/router-spec/agent.sh'), 'boot']);
    for (const { path, content } of newFiles()) expect(router.read(path), path).toBe(content);
  });

  test('row 44: everything of the agent was killed in the middle; the next plan finds the old state', async () => {
    await router.reset();
    const before = router.snapshot();
    const client = new BareClient(router, again(await router.plan()));
    const known = router.points().length;
    router.at('after-files', 'wait');
    const run = client.deploy();
    await until('files are written', () => router.points().slice(known).includes('after-files'));
    kill(router.agents());
    await run;
    rmSync(join(router.directory, 'points/after-files'));
    expect(router.read('/etc/hostname')).toBe('new\n');
    const planned = await router.plan();
    expect(planned.pending).toBeUndefined();
    const after = router.snapshot();
    for (const { path } of newFiles()) expect(after[path], path).toBe(before[path]);
    expect(await deploy(again(planned), router.env, { confirm: 'auto' })).toMatchObject({ state: 'kept' });
  });
});
