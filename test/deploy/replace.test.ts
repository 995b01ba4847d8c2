import { chmodSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printPlan } from '../../server/src/cli/planning.ts';
import { deploy, history, planRevision, rollback } from '../../server/src/deploy/index.ts';
import type { DeployFile, Plan } from '../../server/src/deploy/index.ts';
import { BareClient, again } from './rig/client.ts';
import { SHELLS } from './rig/layout.ts';
import { newFiles } from './rig/new-files.ts';
import { RigRouter } from './rig/router.ts';

const WORLD = '/etc/apk/world';

describe.each(SHELLS)('what the first deploy finds on a hand-made router, with %s', (shell) => {
  let router: RigRouter;
  let before: Record<string, string>;
  beforeAll(async () => {
    router = await RigRouter.start({ shell });
    router.write(
      '/etc/nftables.nft',
      [
        'flush ruleset',
        'table ip filter {\n  chain forward { }\n}',
        'add table nat # of the family ip',
        '# table inet comment { }',
        'include "/etc/nftables.d/*.nft"',
        '',
      ].join('\n'),
    );
    router.write('/etc/nftables.d/web.nft', 'table inet web {\n}\n');
    router.write('/etc/init.d/radvd', '');
    symlinkSync('/etc/init.d/radvd', join(router.root, 'etc/runlevels/default/radvd'));
    router.setLive('services/radvd', '');
    before = router.snapshot();
  });
  afterAll(() => router.stop());

  test('its rules go with the file that made them, its services are stopped, and all comes back', async () => {
    const request = router.request(newFiles(), { replaces: ['radvd', 'ndppd'] });
    const planned = await router.plan(request);
    expect(planned.dropped).toEqual([{ name: 'radvd', runlevel: 'default' }]);
    const warnings = planned.warnings.map(({ en }) => en).join('\n');
    expect(warnings).toContain('no longer started at boot: radvd');
    expect(warnings).toMatch(/replaced by this one: .*nftables\.nft.* kept in the history of the router/);
    const client = new BareClient(router, planned);
    await client.deploy();
    expect(
      router
        .live('ruleset')
        ?.split('\n')
        .filter((line) => line.startsWith('delete table')),
    ).toEqual([
      'delete table inet new',
      'delete table inet web',
      'delete table ip filter',
      'delete table ip nat',
    ]);
    expect(router.live('services/radvd')).toBeUndefined();
    await client.abort();
    expect(router.snapshot()).toEqual(before);
  });
});

test('back to a hand-made router: what we would never write is put back as it was', async () => {
  const router = await RigRouter.start();
  const rules = 'table ip by_hand {\n}\ninclude "/etc/nftables.d/*.nft"';
  router.write('/etc/nftables.nft', rules);
  router.write('/etc/dnsmasq.conf', 'dhcp-script=/usr/local/bin/by-hand');
  const services = router.request([]).services.concat({ name: 'hostapd', runlevel: 'default' });
  router.write('/etc/init.d/hostapd', '');
  const request = router.request(newFiles(), { services });
  expect(await deploy(await router.plan(request), router.env, { confirm: 'auto' })).toMatchObject({
    state: 'kept',
  });
  router.setLive('pristine', 'etc/dnsmasq.conf\n');
  const outcome = await rollback(request.target, router.env, { backups: 3 });
  expect(outcome, outcome.detail.en).toMatchObject({ state: 'kept' });
  expect(router.read('/etc/nftables.nft')).toBe(rules);
  expect(router.live('ruleset')).toContain('table ip by_hand {');
  // A file as its package brings it is saved nowhere, and is there again after the next boot.
  expect(router.saved('/etc/dnsmasq.conf')).toBeUndefined();
  // What ran before runs on, what came with the deploy does not.
  expect(router.live('services/dnsmasq')).toBeDefined();
  expect(router.live('services/hostapd')).toBeUndefined();
  await router.stop();
});

describe.each(SHELLS)('files that are no UTF-8 text, with %s', (shell) => {
  // "Wi-Fi" in Shift_JIS and a name in Latin-1, as files made by hand have them; and what is no text at all.
  const found: Readonly<Record<string, Buffer>> = {
    '/etc/dnsmasq.conf': Buffer.from('# \x96\xb3\x90\xfcLAN\ninterface=br0\n', 'latin1'),
    '/etc/hostapd/wlan0.conf': Buffer.from('ssid=Caf\xe9\nwpa_passphrase=an old passphrase\n', 'latin1'),
    '/etc/hosts': Buffer.from([0, 255, 27, 91, 50, 74, 13, 10, 0, 192, 128, 10, 0]),
    '/etc/hostname': Buffer.from('\ufeffold\r\n'),
  };
  const hosts = { path: '/etc/hosts', mode: 0o644, content: '127.0.0.1 localhost\n' };
  let router: RigRouter;
  beforeAll(async () => {
    router = await RigRouter.start({ shell });
    for (const [path, content] of Object.entries(found)) router.write(path, content);
  });
  afterAll(() => router.stop());

  /** What the command line prints of a plan. */
  function printed(plan: Plan, locale: 'en' | 'ja'): string {
    let text = '';
    const out = (each: string): void => void (text += each);
    printPlan(
      { plan, env: router.env },
      {
        out,
        err: out,
        locale,
        env: {},
        interactive: false,
        ask: () => Promise.resolve(undefined),
      },
    );
    return text;
  }

  function isAsFound(): void {
    for (const [path, content] of Object.entries(found))
      expect(router.bytes(path).toString('hex'), path).toBe(content.toString('hex'));
  }

  test('only their size and hash are shown, and they come back byte for byte, at once and from the history', async () => {
    const request = router.request([...newFiles(), hosts]);
    const planned = await router.plan(request);
    expect(printed(planned, 'en')).toContain(
      '-(not UTF-8 text: 13 bytes, SHA-256 6aee2cbec746…)\n+127.0.0.1 localhost\n',
    );
    expect(printed(planned, 'ja')).toContain(
      '-（UTF-8 のテキストではありません: 13 バイト、SHA-256 6aee2cbec746…）\n',
    );
    // eslint-disable-next-line no-control-regex -- what a terminal would act on
    expect(printed(planned, 'en')).not.toMatch(/an old passphrase|[\0\x1b\ufffd]/);

    const client = new BareClient(router, again(planned));
    await client.deploy();
    expect((await client.abort()).end).toMatchObject({ state: 'rolled-back' });
    isAsFound();

    expect(await deploy(planned, router.env, { confirm: 'auto' })).toMatchObject({ state: 'kept' });
    expect(router.read(hosts.path)).toBe(hosts.content);
    const undo = await planRevision(request.target, router.env, { backups: 9 });
    expect(printed(undo, 'en')).toContain(
      '-127.0.0.1 localhost\n+(not UTF-8 text: 13 bytes, SHA-256 6aee2cbec746…)\n',
    );
    const outcome = await deploy(undo, router.env, { confirm: 'auto' });
    expect(outcome, outcome.detail.en).toMatchObject({ state: 'kept' });
    isAsFound();

    // And forth again: the state that the undo left is one of the history too.
    expect(await rollback(request.target, router.env, { backups: 9 })).toMatchObject({ state: 'kept' });
    expect(router.read(hosts.path)).toBe(hosts.content);
    const [, last] = await history(request.target, router.env);
    const revision = last?.id;
    expect(await rollback(request.target, router.env, { backups: 9, revision })).toMatchObject({
      state: 'kept',
    });
    isAsFound();
  });
});

describe('with a deploy on the router', () => {
  let router: RigRouter;
  beforeAll(async () => {
    router = await RigRouter.start();
  });
  afterAll(() => router.stop());

  const world = (...names: string[]): DeployFile => ({
    path: WORLD,
    mode: 0o644,
    content: names.map((name) => `${name}\n`).join(''),
  });

  test('packages that somebody else has put there stay; one that is no longer asked for goes', async () => {
    router.write(WORLD, 'alpine-base\nlinux-lts\nopenssh=9.9\nsyslinux\n');
    const ask = async (...names: string[]): Promise<string | undefined> => {
      const request = router.request([...newFiles(), world(...names)], { packages: names });
      expect(await deploy(await router.plan(request), router.env, { confirm: 'auto' })).toMatchObject({
        state: 'kept',
      });
      expect((await router.plan(request)).nothingToDo).toBe(true);
      return router.read(WORLD);
    };
    expect(await ask('alpine-base', 'openssh', 'tcpdump')).toBe(
      'alpine-base\nlinux-lts\nopenssh\nsyslinux\ntcpdump\n',
    );
    expect(await ask('alpine-base', 'openssh')).toBe('alpine-base\nlinux-lts\nopenssh\nsyslinux\n');
  });

  test('a file by another hand and a file changed by hand are told of, and come back with the next rollback', async () => {
    await deploy(await router.plan(), router.env, { confirm: 'auto' });
    const byHand = { '/etc/hosts': '127.0.0.1 by-hand\n', '/etc/dnsmasq.conf': 'interface=by-hand\n' };
    for (const [path, content] of Object.entries(byHand)) router.write(path, content);
    chmodSync(join(router.root, 'etc/hosts'), 0o664);
    const hosts = { path: '/etc/hosts', mode: 0o644, content: '127.0.0.1 localhost\n' };
    const request = router.request([...newFiles(), hosts], { packages: ['openssh'] });
    const planned = await router.plan(request);
    expect(planned.warnings.map(({ en }) => en)).toEqual([
      'Changed on the router since the last deploy, which the deploy overwrites: /etc/dnsmasq.conf. What is there now is kept in the history of the router.',
      'Not written by a deploy, and replaced by this one: /etc/hosts. What is there now is kept in the history of the router.',
    ]);
    await deploy(planned, router.env, { confirm: 'auto' });
    expect(router.read('/etc/hosts')).toBe(hosts.content);
    const [left, found] = await history(request.target, router.env);
    expect([left, found]).toMatchObject([
      { id: planned.id, found: false },
      { id: `before${planned.id}`, found: true },
    ]);
    expect(await rollback(request.target, router.env, { backups: 9 })).toMatchObject({ state: 'kept' });
    for (const [path, content] of Object.entries(byHand)) expect(router.read(path), path).toBe(content);
    expect(statSync(join(router.root, 'etc/hosts')).mode & 0o777).toBe(0o644);
    // The service runs with the file that came back.
    expect(router.live('services/dnsmasq')).toBe(byHand['/etc/dnsmasq.conf']);
    // The rollback replaced nothing but what a deploy had written, so that it has found nothing.
    const after = (await history(request.target, router.env)).slice(0, 3);
    expect(after.map((revision) => revision.found)).toEqual([false, false, true]);
  });

  test.each([
    ['its own file', '/etc/dnsmasq.conf', ['restart']],
    ['a file in a folder that it reads', '/usr/libexec/router-spec/tunnel', ['restart']],
    ['a file of somebody else', '/etc/hosts', []],
  ])('a service is started anew after a change of %s', async (_, path, expected) => {
    await deploy(await router.plan(), router.env, { confirm: 'auto' });
    const known = router.calls().length;
    const old = newFiles().find((file) => file.path === path);
    const changed = { path, mode: 0o644, ...old, content: `${old?.content ?? ''}# changed\n` };
    const files = [...newFiles().filter((file) => file.path !== path), changed];
    const client = new BareClient(router, again(await router.plan(router.request(files))));
    await client.deploy();
    const calls = router
      .calls()
      .slice(known)
      .map((call) => /^rc-service dnsmasq (start|stop|restart)/.exec(call)?.[1]);
    await client.abort();
    expect(calls.filter((call) => call !== undefined)).toEqual(expected);
  });
});
