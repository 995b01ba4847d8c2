import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deploy, history, planRevision, rollback, summarize } from '../../server/src/deploy/index.ts';
import type { DeployFile, DeployTarget, Plan } from '../../server/src/deploy/index.ts';
import { BareClient } from './rig/client.ts';
import { SHELLS } from './rig/layout.ts';
import { newFiles } from './rig/new-files.ts';
import { RigRouter } from './rig/router.ts';

const LBU = '/etc/lbu/lbu.conf';
const NTP = '/etc/ntpd.conf';

/** Files as somebody has made them before the first deploy. */
const FOUND: Readonly<Record<string, Buffer>> = {
  [LBU]: Buffer.from('LBU_MEDIA=sda1\nLBU_BACKUPS=2'),
  // Latin-1, which is no UTF-8.
  [NTP]: Buffer.from('# Z\xfcrich\nserver 192.0.2.123\n', 'latin1'),
  '/etc/dnsmasq.conf': Buffer.from('dhcp-script=/usr/local/bin/by-hand\n'),
};
const OURS: Readonly<Record<string, string>> = {
  [LBU]: 'LBU_MEDIA=sda1\nLBU_BACKUPS=9\n',
  [NTP]: 'servers pool.ntp.org\n',
};
const PATHS = Object.keys(OURS);

/** What a spec makes that has the given files, and without the named ones. */
function files(with_: readonly string[] = [], without: readonly string[] = []): DeployFile[] {
  return [
    ...newFiles().filter(({ path }) => !without.includes(path)),
    ...with_.map((path) => ({ path, mode: 0o644, content: OURS[path] ?? '' })),
  ];
}

describe.each(SHELLS)('what a deploy found where it wrote first, with %s', (shell) => {
  let router: RigRouter;
  let before: string | undefined;
  beforeAll(async () => {
    router = await RigRouter.start({ shell });
    for (const [path, content] of Object.entries(FOUND)) router.write(path, content);
    chmodSync(join(router.root, NTP), 0o640);
  });
  afterAll(() => router.stop());

  const target = (): DeployTarget => router.request([]).target;
  const planned = (list: readonly DeployFile[]): Promise<Plan> =>
    router.plan({ ...router.request([...list]), backups: 99 });
  async function kept(plan: Plan): Promise<void> {
    const outcome = await deploy(plan, router.env, { confirm: 'auto' });
    expect(outcome, outcome.detail.en).toMatchObject({ state: 'kept' });
  }
  const found = (path: string): void =>
    expect(router.bytes(path).toString('hex'), path).toBe(FOUND[path]?.toString('hex'));
  const ours = (path: string): void => expect(router.read(path), path).toBe(OURS[path]);
  const mode = (path: string): string => (statSync(join(router.root, path)).mode & 0o777).toString(8);

  test('it comes back when a spec no longer has the file, and is saved; what was not there before goes', async () => {
    await kept(await planned(files()));
    before = (await history(target(), router.env))[0]?.id;
    await kept(await planned(files(PATHS)));
    PATHS.forEach(ours);
    const less = await planned(files([], ['/etc/dnsmasq.conf', '/etc/dnsmasq.d/lan.conf']));
    expect(summarize(less).map(({ en }) => en)).toEqual([
      'Put back as before any deploy wrote it: /etc/dnsmasq.conf, /etc/lbu/lbu.conf, /etc/ntpd.conf',
      'Deleted: /etc/dnsmasq.d/lan.conf',
    ]);
    await kept(less);
    Object.keys(FOUND).forEach(found);
    expect(mode(NTP)).toBe('600');
    expect(router.saved(LBU)).toBe(FOUND[LBU]?.toString());
    // They are nobody's again: there is nothing to do for the same spec, and the next deploy says what it replaces.
    const again = await planned(files([], ['/etc/dnsmasq.conf', '/etc/dnsmasq.d/lan.conf']));
    expect(again.nothingToDo).toBe(true);
    const warnings = (await planned(files(PATHS))).warnings.map(({ en }) => en);
    expect(warnings).toEqual([
      expect.stringMatching(/^Not written by a deploy.*: \/etc\/dnsmasq\.conf, \/etc\/lbu.*ntpd\.conf\./),
    ]);
  });

  test('one step back has our files again, one step forth gives back again, changed by hand in between or not', async () => {
    await kept(await planRevision(target(), router.env, { backups: 99 }));
    PATHS.forEach(ours);
    router.write(NTP, 'server by-hand\n');
    const undo = await planRevision(target(), router.env, { backups: 99 });
    expect(undo.warnings.map(({ en }) => en)).toEqual([
      expect.stringMatching(/^Changed on the router since the last deploy.*: \/etc\/ntpd\.conf\./),
    ]);
    await kept(undo);
    [LBU, NTP].forEach(found);
  });

  test('it comes back with a state from before the deploy that replaced it', async () => {
    await kept(await planned(files(PATHS)));
    PATHS.forEach(ours);
    await kept(await planned(files()));
    [LBU, NTP].forEach(found);
    await kept(await planned(files(PATHS)));
    PATHS.forEach(ours);
    const back = await rollback(target(), router.env, { backups: 99, revision: before });
    expect(back, back.detail.en).toMatchObject({ state: 'kept' });
    [LBU, NTP].forEach(found);
    expect(router.saved(LBU)).toBe(FOUND[LBU]?.toString());
  });

  test('a deploy that changes nothing, or is taken back, has given nothing back', async () => {
    await kept(await planned(files(PATHS)));
    await kept(await planned(files(PATHS)));
    const snapshot = router.snapshot();
    const client = new BareClient(router, await planned(files()));
    await client.deploy();
    [LBU, NTP].forEach(found);
    await client.abort();
    expect(router.snapshot()).toEqual(snapshot);
    await kept(await planned(files()));
    [LBU, NTP].forEach(found);
  });
});

test('it outlives the history that would hold it', async () => {
  const router = await RigRouter.start();
  router.write(NTP, FOUND[NTP] ?? '');
  const request = (list: DeployFile[]): ReturnType<RigRouter['request']> => ({
    ...router.request(list),
    backups: 1,
  });
  for (const name of ['a', 'b', 'c']) {
    const list = [...files([NTP]), { path: '/etc/hosts', mode: 0o644, content: `127.0.0.1 ${name}\n` }];
    const outcome = await deploy(await router.plan(request(list)), router.env, { confirm: 'auto' });
    expect(outcome, outcome.detail.en).toMatchObject({ state: 'kept' });
  }
  await deploy(await router.plan(request(files())), router.env, { confirm: 'auto' });
  expect(router.bytes(NTP).toString('hex')).toBe(FOUND[NTP]?.toString('hex'));
  await router.stop();
});
