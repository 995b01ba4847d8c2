import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DeployError, deploy, plan } from '../../server/src/deploy/index.ts';
import type { Plan, PromptRequest } from '../../server/src/deploy/index.ts';
import { BareClient, again } from './rig/client.ts';
import { processesOf, until } from './rig/processes.ts';
import { newFiles } from './rig/new-files.ts';
import { RigRouter } from './rig/router.ts';

/** What a refusing router says: nothing was changed, and why. */
async function refusal(router: RigRouter, planned: Plan): Promise<string | undefined> {
  const before = router.snapshot();
  const outcome = await deploy(again(planned), router.env, { confirm: 'auto' });
  expect(outcome.state).toBe('unchanged');
  expect(router.snapshot()).toEqual(before);
  expect(router.staging()).toEqual([]);
  return `${outcome.failure?.code} ${outcome.failure?.detail}`;
}

async function planError(run: () => Promise<unknown>): Promise<string> {
  try {
    await run();
  } catch (error) {
    if (error instanceof DeployError) return `${error.code} ${error.detail}`.trim();
    throw error;
  }
  return 'no error';
}

describe('what the router does not begin', () => {
  let router: RigRouter;
  beforeAll(async () => (router = await RigRouter.start()));
  afterEach(() => router.mend());
  afterAll(() => router.stop());

  test('row 24: a second deploy while one is under way or waits, with who and until when', async () => {
    const before = router.snapshot();
    const planned = await router.plan(router.request(newFiles(), { window: 60 }));
    const first = new BareClient(router, again(planned));
    router.at('snapshotted', 'wait');
    const run = first.deploy();
    await router.reached('snapshotted');
    const second = await deploy(again(planned), router.env, { confirm: 'auto' });
    expect(second).toMatchObject({ state: 'unchanged', failure: { code: 'busy' } });
    router.open('snapshotted');
    await run;
    // It waits for its confirmation now; the plan shows it and a deploy does not even begin.
    const third = await router.plan();
    expect(third.pending).toMatchObject({ state: 'awaiting', by: expect.stringContaining('@') as string });
    expect(third.pending?.remainingSeconds).toBeGreaterThan(1);
    expect(await deploy(third, router.env, { confirm: 'auto' })).toMatchObject({
      state: 'unchanged',
      failure: { code: 'stops' },
    });
    const fourth = await deploy({ ...again(third), stops: [] }, router.env, { confirm: 'auto' });
    expect(fourth.failure?.code).toBe('busy');
    expect(fourth.failure?.detail).toMatch(/^\S+@\S+, awaiting, \d+ s$/);
    expect((await first.abort()).end).toMatchObject({ state: 'rolled-back', code: 'aborted' });
    expect(router.snapshot()).toEqual(before);
  });

  test('row 24: the lock is not handed on to a service that the deploy starts', async () => {
    const planned = await router.plan();
    router.fault('dnsmasq-lingers');
    const first = new BareClient(router, again(planned));
    await first.deploy();
    await first.abort();
    await until('no agent is left', () => router.agents().length === 0);
    router.at('validated', 'exit');
    expect(
      (await deploy(again(await router.plan()), router.env, { confirm: 'auto' })).failure?.code,
    ).not.toBe('busy');
  });

  test('row 25: a managed file was edited, made, removed or given another mode since the plan', async () => {
    const planned = await router.plan();
    const old = router.read('/etc/dnsmasq.conf') ?? '';
    router.write('/etc/dnsmasq.conf', `${old}# by hand\n`);
    expect(await refusal(router, planned)).toBe('changed /etc/dnsmasq.conf');
    rmSync(join(router.root, 'etc/dnsmasq.conf'));
    expect(await refusal(router, planned)).toBe('changed /etc/dnsmasq.conf');
    router.write('/etc/dnsmasq.conf', old);
    router.write('/etc/dnsmasq.d/lan.conf', 'by hand\n');
    expect(await refusal(router, planned)).toBe('changed /etc/dnsmasq.d/lan.conf');
    rmSync(join(router.root, 'etc/dnsmasq.d'), { recursive: true });
  });

  test('row 38: a program that judges a file is missing', async () => {
    const planned = await router.plan();
    renameSync(join(router.directory, 'sys/nft'), join(router.directory, 'sys/nft.away'));
    expect(await refusal(router, planned)).toBe('tool nft');
    renameSync(join(router.directory, 'sys/nft.away'), join(router.directory, 'sys/nft'));
  });

  test('row 45: a managed path, or a directory above it, is a symbolic link', async () => {
    const planned = await router.plan();
    const path = join(router.root, 'etc/dnsmasq.conf');
    const before = router.read('/etc/dnsmasq.conf') ?? '';
    renameSync(path, `${path}.real`);
    symlinkSync('dnsmasq.conf.real', path);
    expect(await planError(() => router.plan())).toBe('symlink /etc/dnsmasq.conf');
    expect(await refusal(router, planned)).toBe('symlink /etc/dnsmasq.conf');
    rmSync(path);
    renameSync(`${path}.real`, path);
    symlinkSync('/tmp', join(router.root, 'etc/hostapd'));
    expect(await planError(() => router.plan())).toBe('unsafe-parent /etc/hostapd/wlan0.conf');
    expect(await refusal(router, planned)).toBe('unsafe-parent /etc/hostapd/wlan0.conf');
    rmSync(join(router.root, 'etc/hostapd'));
    expect(router.read('/etc/dnsmasq.conf')).toBe(before);
  });

  test.each([
    [
      'a syntax error in the rules',
      { '/etc/nftables.nft': 'flush ruleset\ntable t {\n chain c {\n syntax-error\n }\n}\n' },
      /nftables\.nft: .*syntax error/,
    ],
    [
      'rules that flush nothing',
      { '/etc/nftables.nft': 'table t {\n chain c {\n }\n}\n' },
      /nftables\.nft: .*flush ruleset/,
    ],
    ['rules that only flush', { '/etc/nftables.nft': 'flush ruleset\n' }, /nftables\.nft: no chain/],
    [
      'rules that include a file',
      { '/etc/nftables.nft': 'flush ruleset\nchain x\ninclude "/etc/shadow"\n' },
      /include/,
    ],
    ['interfaces that ifup cannot read', { '/etc/network/interfaces': 'syntax-error\n' }, /interfaces/],
    [
      'an option that dnsmasq does not know',
      { '/etc/dnsmasq.conf': 'unknown-option\n' },
      /dnsmasq\.conf: .*bad option at line 1 of \/etc\/dnsmasq\.conf/,
    ],
    ['a dnsmasq script', { '/etc/dnsmasq.d/lan.conf': 'conf-script=/bin/reboot\n' }, /conf-script/],
    [
      'an option that hostapd does not know',
      { '/etc/hostapd/wlan0.conf': 'ssid=x\nbad-option\n' },
      /Line 3: unknown configuration item '\.\.\.'/,
    ],
    [
      'a kernel parameter that does not exist',
      { '/etc/sysctl.d/90-router-spec.conf': 'net.ipv4.no_such = 1\n' },
      /net\.ipv4\.no_such/,
    ],
    [
      'a script with a syntax error',
      { '/usr/libexec/router-spec/tunnel': '#!/bin/sh\nif true; then\n' },
      /tunnel: /,
    ],
    ['an empty file', { '/etc/hostname': '' }, /hostname: empty/],
    ['a last line without an end', { '/etc/hostname': 'new' }, /hostname: the last line/],
  ])('validation stops %s', async (_, files, said) => {
    const planned = await router.plan(router.request(newFiles(files)));
    expect(await refusal(router, planned)).toMatch(said);
  });

  test('dnsmasq is tried as nobody', async () => {
    const planned = await router.plan();
    router.at('validated', 'exit');
    await deploy(planned, router.env, { confirm: 'auto' });
    expect(router.live('dnsmasq-tested-as')).toBe('nobody\n');
  });

  test('row 27 and 49: unsaved changes and a second archive are told of before the deploy', async () => {
    router.setLive('uncommitted', 'A etc/by-hand\nU etc/motd\n');
    router.write('/media/sda1/other.apkovl.tar.gz', 'x');
    const { warnings, facts } = await router.plan();
    expect(facts.uncommitted).toEqual(['etc/by-hand', 'etc/motd']);
    expect(warnings.map((text) => text.en).join('\n')).toMatch(
      /never saved \(etc\/by-hand, etc\/motd\)[^]*other\.apkovl\.tar\.gz, |old\.apkovl/,
    );
    rmSync(join(router.root, 'media/sda1/other.apkovl.tar.gz'));
    router.setLive('uncommitted', '');
  });

  test('a world without an ssh server is no deploy', async () => {
    // What an earlier deploy asked for, and this one does not, goes.
    router.write(
      '/etc/router-spec/manifest',
      'router-spec-manifest 1\npackage alpine-base\npackage openssh\n',
    );
    const planned = await router.plan(
      router.request([{ path: '/etc/apk/world', mode: 0o644, content: 'alpine-base\n' }]),
    );
    rmSync(join(router.root, 'etc/router-spec'), { recursive: true });
    expect(planned.stops).toHaveLength(1);
    expect(await deploy(planned, router.env, { confirm: 'auto' })).toMatchObject({ state: 'unchanged' });
  });
});

describe('who the router is', () => {
  let router: RigRouter;
  beforeAll(async () => (router = await RigRouter.start()));
  afterAll(() => router.stop());

  test('row 40: another host key; nothing is sent', async () => {
    await router.sshd.changeHostKey();
    const calls = router.calls().length;
    expect(await planError(() => router.plan())).toBe('host-key-changed');
    expect(router.calls()).toHaveLength(calls);
    expect(router.staging()).toEqual([]);
    await router.pair();
    expect(await planError(() => router.plan())).toBe('no error');
  });

  test('a key with a passphrase: ssh asks through us, and the answer stands nowhere', async () => {
    const { target, ...rest } = router.request(newFiles());
    const secret = 'correct horse battery staple';
    const key = join(router.directory, 'locked_key');
    copyFileSync(join(router.directory, 'user_key'), key);
    expect(spawnSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', secret, '-f', key]).status).toBe(0);
    const sshConfig = join(router.directory, 'locked_config');
    writeFileSync(sshConfig, `Host *\n  IdentityFile ${key}\n  IdentitiesOnly yes\n  IdentityAgent none\n`);
    const request = { ...rest, target: { ...target, sshConfig } };
    expect(await planError(() => plan(request, router.env))).toMatch(/^auth /);
    const questions: string[] = [];
    const seen: string[] = [];
    const asked = {
      ...router.env,
      prompt: ({ kind, text }: PromptRequest) => {
        questions.push(`${kind} ${text}`);
        seen.push(...processesOf(router.directory).map(({ command }) => command));
        return Promise.resolve(secret);
      },
    };
    expect((await plan(request, asked)).nothingToDo).toBe(false);
    expect(questions).toEqual([expect.stringMatching(/^secret Enter passphrase for key /)]);
    expect(seen.length).toBeGreaterThan(0);
    expect([...seen, ...router.log].join('\n')).not.toContain(secret);
    // Declined: ssh gives up, and so do we.
    expect(
      await planError(() => plan(request, { ...asked, prompt: () => Promise.resolve(undefined) })),
    ).toMatch(/^auth /);
    // Cancelled while the question stands: it is taken back, and nobody waits for its answer.
    const cancel = new AbortController();
    let question: AbortSignal | undefined;
    const open = {
      ...router.env,
      prompt: ({ signal }: PromptRequest) => {
        question = signal;
        cancel.abort();
        return new Promise<undefined>(() => undefined);
      },
    };
    expect(await planError(() => plan(request, open, { signal: cancel.signal }))).toMatch(/^cancelled/);
    expect(question?.aborted).toBe(true);
  });

  test('row 44: an upload that was left behind is swept away after an hour, a young one is not', async () => {
    const old = join(router.root, 'run/router-spec.aaaaaa');
    const young = join(router.root, 'run/router-spec.bbbbbb');
    for (const each of [old, young]) mkdirSync(each);
    utimesSync(old, new Date(0), new Date(0));
    await router.plan();
    expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
    rmSync(young, { recursive: true });
  });

  test('row 41: a router that was never paired, and one that is not there', async () => {
    const { target, ...rest } = router.request(newFiles());
    const stranger = { ...rest, target: { ...target, routerId: 'another' } };
    expect(await planError(() => plan(stranger, router.env))).toBe('host-key-unknown');
    await router.sshd.down();
    expect(await planError(() => router.plan())).toMatch(/^unreachable .*refused/);
    await router.sshd.up();
  });
});
