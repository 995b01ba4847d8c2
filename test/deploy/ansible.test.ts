import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { history } from '../../server/src/deploy/index.ts';
import type { DeployFile } from '../../server/src/deploy/index.ts';
import { AnsibleRig } from './rig/ansible-rig.ts';
import { ansible } from './rig/ansible.ts';
import { Proxy } from './rig/proxy.ts';
import { SHELLS } from './rig/layout.ts';
import { newFiles } from './rig/new-files.ts';

let rig: AnsibleRig;
beforeEach(() => (rig = new AnsibleRig()));
afterEach(() => rig.close());

/** Runs the bundle of r0 as it is run on the router. */
function carried(...args: string[]): { said: string; code: number | null } {
  const copy = join(rig.folder, 'carried.sh');
  writeFileSync(copy, readFileSync(join(rig.folder, 'bundles/r0.sh')));
  const { stdout, status } = spawnSync('/bin/sh', [copy, ...args], { encoding: 'utf8' });
  expect(existsSync(copy)).toBe(false);
  return { said: stdout, code: status };
}

const files = (overrides: Readonly<Record<string, string>>, without: readonly string[] = []): DeployFile[] =>
  newFiles(overrides).filter(({ path }) => !without.includes(path));

test('the playbook is one that Ansible understands', async () => {
  await rig.start(1);
  await rig.exported();
  const { code, said } = await rig.play('--syntax-check');
  expect(code, said).toBe(0);
});

test('the plans alone change nothing', async () => {
  const [router] = await rig.start(1);
  const before = router?.snapshot();
  await rig.exported();
  const { code, said } = await rig.play('--skip-tags', 'deploy');
  expect(code, said).toBe(0);
  for (const line of ['"+ /etc/hostapd/wlan0.conf"', '"~ /etc/hostname"']) expect(said).toContain(line);
  expect(said).not.toContain('correct horse');
  expect(router?.snapshot()).toEqual(before);
  expect(router?.staging()).toEqual([]);
});

describe.each(SHELLS)('with %s on the routers', (shell) => {
  test('two are deployed one after the other, as by our own deploy; again there is nothing to do', async () => {
    await rig.start(2, { shell });
    const requests = await rig.exported();
    const { code, said } = await rig.play();
    expect(code, said).toBe(0);
    for (const [index, router] of rig.routers.entries()) {
      for (const { path, content } of newFiles()) expect(router.saved(path), path).toBe(content);
      expect(router.staging()).toEqual([]);
      expect(readdirSync(join(router.directory, 'remote'))).toEqual([]);
      const request = requests[index] ?? router.request([]);
      expect((await router.plan(request)).nothingToDo).toBe(true);
      expect(await history(request.target, router.env)).toHaveLength(2);
    }
    const again = await rig.play();
    expect(again.code, again.said).toBe(0);
    expect(again.said).toMatch(/r0 .*changed=0 .*failed=0/);
    expect(again.said).toContain('Nothing to do.');
    for (const [index, router] of rig.routers.entries())
      expect(await history(requests[index]?.target ?? router.request([]).target, router.env)).toHaveLength(2);
  });

  test('what is no longer asked for goes, what somebody else put there stays', async () => {
    const [router] = await rig.start(1, { shell });
    if (router === undefined) return;
    router.write('/etc/apk/world', 'alpine-base\nlinux-lts\nopenssh=9.9\n');
    for (const name of ['hostapd', 'radvd']) router.write(`/etc/init.d/${name}`, '');
    router.setLive('services/radvd', '');
    const byHand = 'server 192.0.2.123\n';
    const ntp = { path: '/etc/ntpd.conf', mode: 0o644, content: 'servers pool.ntp.org\n' };
    router.write(ntp.path, byHand);
    const world = (...names: string[]): DeployFile => ({
      path: '/etc/apk/world',
      mode: 0o644,
      content: names.map((name) => `${name}\n`).join(''),
    });
    const services = router.request([]).services;
    await rig.exported({
      files: [...newFiles(), ntp, world('alpine-base', 'openssh', 'tcpdump')],
      packages: ['alpine-base', 'openssh', 'tcpdump'],
      services: [...services, { name: 'hostapd', runlevel: 'default' }],
      replaces: ['radvd', 'ndppd'],
    });
    const first = await rig.play();
    expect(first.code, first.said).toBe(0);
    expect(first.said).toContain('"+ package tcpdump"');
    expect(first.said).toContain('"- service radvd"');
    expect(router.read(ntp.path)).toBe(ntp.content);
    expect(router.live('services/radvd')).toBeUndefined();
    expect(router.live('services/hostapd')).toBeDefined();
    expect(router.read('/etc/apk/world')).toBe('alpine-base\nlinux-lts\nopenssh\ntcpdump\n');
    const [request] = await rig.exported({
      files: [...files({}, ['/etc/hostapd/wlan0.conf']), world('alpine-base', 'openssh')],
      packages: ['alpine-base', 'openssh'],
    });
    const second = await rig.play();
    expect(second.code, second.said).toBe(0);
    expect(second.said).toContain('"- /etc/hostapd/wlan0.conf"');
    expect(second.said).toContain(`"~ ${ntp.path}"`);
    expect(router.read(ntp.path)).toBe(byHand);
    expect(router.read('/etc/hostapd/wlan0.conf')).toBeUndefined();
    expect(router.live('services/hostapd')).toBeUndefined();
    expect(router.read('/etc/apk/world')).toBe('alpine-base\nlinux-lts\nopenssh\n');
    // Our own deploy would leave exactly this.
    expect(await router.plan(request)).toMatchObject({ nothingToDo: true, dropped: [] });
  });
});

test('a router that cannot be reached after the apply goes back by itself; the next wave does not begin', async () => {
  const [first, second] = await rig.start(2);
  if (first === undefined) return;
  const proxy = await rig.through(first);
  proxy.trouble = { refuse: () => first.live('ssh-dropped') !== undefined };
  const before = [first.snapshot(), second?.snapshot()];
  const rules = '#!/usr/sbin/nft -f\nflush ruleset\ntable inet new {\n\tchain input { drop ssh }\n}\n';
  await rig.exported({ files: files({ '/etc/nftables.nft': rules }), port: proxy.port, window: 8 });
  const { code, said } = await rig.play();
  expect(code, said).not.toBe(0);
  expect(said).toMatch(/r0.*could not be confirmed.*by itself/);
  expect(await first.result()).toMatch(/^rolled-back timeout/);
  expect([first.snapshot(), second?.snapshot()]).toEqual(before);
  expect(second?.points()).not.toContain('before-armed');
});

test('it is confirmed at the other address where the first no longer answers', async () => {
  const [router] = await rig.start(1);
  if (router === undefined) return;
  const proxy = await rig.through(router);
  proxy.trouble = { refuse: () => router.live('ssh-dropped') !== undefined };
  rig.proxies.push(await Proxy.open(router.sshd.port, '127.0.0.2', proxy.port));
  const rules = '#!/usr/sbin/nft -f\nflush ruleset\ntable inet new {\n\tchain input { drop ssh }\n}\n';
  await rig.exported({ files: files({ '/etc/nftables.nft': rules }), port: proxy.port, also: '127.0.0.2' });
  const { code, said } = await rig.play();
  expect(code, said).toBe(0);
  expect(router.saved('/etc/hostname')).toBe('new\n');
});

test('it is taken back at the other address, too', async () => {
  const [router] = await rig.start(1);
  if (router === undefined) return;
  const before = router.snapshot();
  const proxy = await rig.through(router);
  proxy.trouble = { refuse: () => router.live('ssh-dropped') !== undefined };
  rig.proxies.push(await Proxy.open(router.sshd.port, '127.0.0.2', proxy.port));
  const rules =
    '#!/usr/sbin/nft -f\nflush ruleset\n# breaks 192.0.2.1\ntable inet new {\n\tchain input { drop ssh }\n}\n';
  await rig.exported({
    files: files({ '/etc/nftables.nft': rules }),
    checks: [{ kind: 'ping4', what: '192.0.2.1' }],
    port: proxy.port,
    also: '127.0.0.2',
    window: 120,
  });
  const { code, said } = await rig.play();
  expect(code).not.toBe(0);
  expect(said).toMatch(/r0.*went back to the old configuration.*does not work any more: ping4 192\.0\.2\.1/);
  expect(await router.result()).toMatch(/^rolled-back aborted/);
  expect(router.snapshot()).toEqual(before);
});

test('a connection that breaks while it is applied keeps nothing from being confirmed', async () => {
  const [router] = await rig.start(1);
  if (router === undefined) return;
  const proxy = await rig.through(router);
  let cuts = 0;
  proxy.trouble = { cutWhen: () => cuts === 0 && router.points().includes('after-files') && ++cuts === 1 };
  await rig.exported({ port: proxy.port });
  const { code, said } = await rig.play();
  expect(cuts).toBe(1);
  expect(code, said).toBe(0);
  expect(router.saved('/etc/hostname')).toBe('new\n');
  expect(
    readdirSync(join(router.directory, 'remote'), { recursive: true }).filter((name) =>
      String(name).endsWith('.sh'),
    ),
  ).toEqual([]);
});

test('the others of a wave go on to their ends, and the next wave does not begin', async () => {
  const [first, second, third] = await rig.start(3);
  first?.fault('nft-fails');
  await rig.exported();
  const { code, said } = await rig.play('-e', 'wave=2', '-e', 'lang=ja');
  expect(code).not.toBe(0);
  expect(said).toMatch(
    /r0.*ルーターは元の設定に戻り.*適用に失敗しました: apply firewall .*Could not process rule/,
  );
  expect([first, second, third].map((router) => router?.read('/etc/hostname'))).toEqual([
    'old\n',
    'new\n',
    'old\n',
  ]);
  expect(second?.saved('/etc/hostname')).toBe('new\n');
});

test('what worked before and does not any more is taken back at once', async () => {
  const [router] = await rig.start(1);
  const rules =
    '#!/usr/sbin/nft -f\nflush ruleset\n# breaks 192.0.2.1\ntable inet new {\n\tchain input { }\n}\n';
  await rig.exported({
    files: files({ '/etc/nftables.nft': rules }),
    checks: [{ kind: 'ping4', what: '192.0.2.1' }],
    window: 120,
  });
  const { code, said } = await rig.play();
  expect(code).not.toBe(0);
  expect(said).toMatch(/r0.*went back to the old configuration.*does not work any more: ping4 192\.0\.2\.1/);
  expect(await router?.result()).toMatch(/^rolled-back aborted/);
  expect(router?.read('/etc/hostname')).toBe('old\n');
});

test('one router that cannot be planned for keeps all from being changed, and each plan is shown', async () => {
  const [first, second] = await rig.start(2);
  await rig.exported();
  await second?.sshd.changeHostKey();
  const { code, said } = await rig.play();
  expect(code).not.toBe(0);
  expect(said).toMatch(/r1.*Nothing was changed/);
  expect(said).toContain('"~ /etc/hostname"');
  expect([first, second].map((router) => router?.read('/etc/hostname'))).toEqual(['old\n', 'old\n']);
});

test('what a router says is never taken for a template', async () => {
  await rig.start(1);
  await rig.exported();
  const detail = "{{ 6 * 7 }}{{ lookup('pipe', 'touch owned') }}";
  const end = JSON.stringify({ event: 'end', state: 'unchanged', code: 'invalid', detail });
  const change = JSON.stringify({ event: 'change', mark: '+', name: '{{ 6 * 7 }}' });
  writeFileSync(join(rig.folder, 'bundles/r0.sh'), `cat <<'END'\n@rs ${change}\n@rs ${end}\nEND\n`);
  const { code, said } = await rig.play();
  expect(code).not.toBe(0);
  expect(said).toContain('{{ 6 * 7 }}');
  expect(said).not.toContain('42');
  expect(existsSync(join(rig.folder, 'owned'))).toBe(false);
});

test('a bundle may be encrypted', async () => {
  const [router] = await rig.start(1);
  await rig.exported();
  writeFileSync(join(rig.folder, 'password'), 'open sesame\n');
  const vault = ['--vault-password-file', 'password'];
  const encrypted = await ansible('ansible-vault', rig.folder, ['encrypt', ...vault, 'bundles/r0.sh']);
  expect(encrypted.code, encrypted.said).toBe(0);
  expect(readFileSync(join(rig.folder, 'bundles/r0.sh'), 'utf8')).toMatch(/^\$ANSIBLE_VAULT/);
  const { code, said } = await rig.play(...vault);
  expect(code, said).toBe(0);
  expect(router?.saved('/etc/hostname')).toBe('new\n');
});

describe('a bundle', () => {
  const id = '0123456789abcdef';
  const hash = 'f'.repeat(64);

  test('is for its owner alone, and runs nothing where it is cut off', async () => {
    const [router] = await rig.start(1);
    await rig.exported();
    const file = join(rig.folder, 'bundles/r0.sh');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const whole = readFileSync(file);
    const archive = whole.indexOf('\n# archive\n');
    for (const length of [
      200,
      whole.indexOf('\nmain "$@"') + 5,
      archive + 500,
      Math.floor(whole.length / 2),
    ]) {
      const cut = join(rig.folder, 'cut.sh');
      writeFileSync(cut, whole.subarray(0, length));
      const { stdout, status } = spawnSync('/bin/sh', [cut, 'compare'], { encoding: 'utf8' });
      expect(stdout, String(length)).toBe('');
      // Where the script itself is cut off there is nothing to fail.
      if (length > archive) expect(status).toBe(65);
    }
    expect(router?.points()).toEqual([]);
    expect(router?.staging()).toEqual([]);
  });

  test('changes nothing on a router that is not as it was planned for', async () => {
    const [router] = await rig.start(1);
    await rig.exported();
    const plan = /"plan":"([0-9a-f]{64})"/.exec(carried('compare').said)?.[1] ?? '';
    router?.write('/etc/dnsmasq.conf', 'interface=by-hand\n');
    const before = router?.snapshot();
    for (const args of [[id, hash, plan], [id, hash], [], ['../x', hash, plan]]) {
      const { said } = carried('deploy', ...args);
      expect(said).toMatch(/"state":"unchanged","code":"(?:changed|bundle)"/);
    }
    expect(router?.snapshot()).toEqual(before);
  });

  test('would not leave the router without an ssh server', async () => {
    const [router] = await rig.start(1);
    const world = { path: '/etc/apk/world', mode: 0o644, content: 'alpine-base\nopenssh\n' };
    await rig.exported({ files: [...newFiles(), world], packages: ['alpine-base', 'openssh'] });
    expect((await rig.play()).code).toBe(0);
    await rig.exported({
      files: [...newFiles(), { ...world, content: 'alpine-base\n' }],
      packages: ['alpine-base'],
    });
    expect(carried('compare').said).toContain('"code":"no-ssh-server"');
    expect(router?.read('/etc/apk/world')).toBe('alpine-base\nopenssh\n');
  });
});
