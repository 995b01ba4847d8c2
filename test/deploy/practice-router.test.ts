import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPracticeRouter } from '../../scripts/practice-router.mjs';
import type { PracticeRouter } from '../../scripts/practice-router.mjs';
import { analyze } from '../../server/src/core/analysis.ts';
import { deploy, fingerprint, plan, survey, trust } from '../../server/src/deploy/index.ts';
import type { DeployEnv, DeployFile, DeployRequest } from '../../server/src/deploy/index.ts';
import { COMMANDS } from '../../server/src/cli/commands/index.ts';
import { runCli } from '../../server/src/cli/run.ts';
import type { Locale } from '../../server/src/core/text.ts';
import { promptRequest, surveyRequest } from '../../server/src/lsp/protocol.ts';
import type { PromptParams } from '../../server/src/lsp/protocol.ts';
import { TestSession } from '../protocol/support/session.ts';

/** A hand-written configuration for the practice router: the address it has, a firewall, forwarding and a DHCP server. */
function files(
  options: { inputPolicy?: string; hostname?: string; extra?: DeployFile[] } = {},
): DeployFile[] {
  const { inputPolicy = 'accept', hostname = 'borealis', extra = [] } = options;
  const text = (path: string, lines: readonly string[], mode = 0o644): DeployFile => ({
    path,
    mode,
    content: ['# Written by a test.', ...lines, ''].join('\n'),
  });
  return [
    { path: '/etc/hostname', mode: 0o644, content: `${hostname}\n` },
    text('/etc/network/interfaces', [
      'auto lo',
      'iface lo inet loopback',
      '',
      'auto eth1',
      'iface eth1 inet static',
      '\taddress 10.100.0.1/24',
      '\tup /usr/libexec/router-spec/tunnel up',
      '\tdown /usr/libexec/router-spec/tunnel down',
    ]),
    {
      path: '/usr/libexec/router-spec/tunnel',
      mode: 0o755,
      content:
        '#!/bin/sh\ncase $1 in\n  up) ip link add tun-test type dummy ;;\n  down) ip link del tun-test ;;\nesac\n',
    },
    text('/etc/nftables.nft', [
      'flush ruleset',
      'table inet filter {',
      '  chain input {',
      `    type filter hook input priority 0; policy ${inputPolicy};`,
      '    ct state established,related accept',
      '    counter',
      '  }',
      '}',
    ]),
    text('/etc/sysctl.d/90-router-spec.conf', ['net.ipv4.ip_forward = 1']),
    text('/etc/dnsmasq.conf', [
      'interface=eth1',
      'bind-interfaces',
      'dhcp-range=10.100.0.100,10.100.0.200,12h',
    ]),
    text('/etc/apk/protected_paths.d/router-spec.list', ['+usr/libexec/router-spec']),
    ...extra,
  ];
}

describe('against a real router', { timeout: 500_000 }, () => {
  let router: PracticeRouter;
  let storage: string;
  let env: DeployEnv;
  let request: (files: DeployFile[], windowSeconds?: number) => DeployRequest;

  beforeAll(async () => {
    const started = await startPracticeRouter();
    if ('unavailable' in started) throw new Error(started.unavailable.en);
    router = started;
    storage = mkdtempSync(join(tmpdir(), 'storage-'));
    const log: string[] = [];
    env = {
      sshPath: 'ssh',
      storageDir: storage,
      log: (line) => log.push(line),
      timing: { connect: 10, alive: 3, grace: 240 },
    };
    request = (wanted, windowSeconds = 120) => ({
      target: {
        routerId: 'practice',
        host: 'borealis',
        sshConfig: router.sshConfig,
        windowSeconds,
        alsoConfirmAt: [],
      },
      files: wanted,
      packages: ['nftables', 'dnsmasq'],
      services: [
        { name: 'nftables', runlevel: 'default' },
        { name: 'dnsmasq', runlevel: 'default' },
      ],
      backups: 3,
      settleSeconds: 2,
    });
    const { target } = request([]);
    await trust(target, (await fingerprint(target, env)).shown, env);
  }, 500_000);
  afterAll(async () => {
    await router.stop();
    rmSync(storage, { recursive: true, force: true });
  });

  /** The command line, without a terminal and with a folder of its own for host keys. */
  async function cli(
    argv: readonly string[],
    locale: Locale = 'en',
  ): Promise<{ code: number; out: string; err: string }> {
    let [out, err] = ['', ''];
    const code = await runCli(COMMANDS, argv, {
      out: (text) => void (out += text),
      err: (text) => void (err += text),
      locale,
      env: { XDG_STATE_HOME: join(storage, 'cli') },
      interactive: false,
      ask: () => Promise.resolve(undefined),
    });
    return { code, out, err };
  }

  /** What a rollback must bring back, as the router itself tells it. */
  async function state(): Promise<string> {
    const { output } = await router.console(
      'for f in hostname network/interfaces nftables.nft dnsmasq.conf sysctl.d/90-router-spec.conf; do echo "== $f"; cat /etc/$f 2>&1; done;' +
        ' nft -s list ruleset; ip -o -4 addr | sed "s/^[0-9]*: //"; cat /proc/sys/net/ipv4/ip_forward; ls /etc/runlevels/default; rc-service dnsmasq status',
    );
    return output;
  }

  test('it says what it is made of, and a spec comes of that', async () => {
    // As a new router has it: the line is plugged in, and advertises its prefix.
    const line = await router.console(
      'ip link set eth0 up; n=0; until ip -6 addr show dev eth0 scope global -tentative | grep -q 240b || [ $n -gt 100 ]; do n=$((n + 1)); sleep 0.2; done; iw reg set JP',
    );
    expect(line.code, line.output).toBe(0);
    const { target } = request([]);
    const facts = await survey({ user: 'root', host: 'borealis', port: undefined }, target, env);
    expect(facts).toMatchObject({
      hostname: 'borealis',
      media: 'sda1',
      prefixes: [{ prefix: '240b:10:1234:5600::/64', interface: 'eth0' }],
      radios: [{ interface: 'wlan0' }],
    });
    expect(facts.links.map(({ name, defaultRoute }) => [name, defaultRoute])).toEqual([
      ['eth0', true],
      ['eth1', false],
      ['eth2', false],
    ]);
    const argv = ['new', '--from', 'root@borealis', '--ssh-config', router.sshConfig];
    for (const [locale, said] of [
      ['en', 'borealis has not been reached before.'],
      ['ja', 'borealis に接続するのは初めてです。'],
    ] as const) {
      const refused = await cli(argv, locale);
      expect(refused).toMatchObject({ code: 1, out: '' });
      expect(refused.err).toContain(said);
    }
    const key = (await fingerprint(target, env)).shown.fingerprint;
    const { code, out, err } = await cli([...argv, '--trust', key]);
    expect(code, err).toBe(0);
    const errors = analyze(out)
      .problems()
      .filter(({ severity }) => severity === 'error');
    expect(errors).toEqual([]);
    await expect(out).toMatchFileSnapshot('../fixtures/survey/practice-router.yaml');
    // The language server says the same, once its user has seen the fingerprint and trusts it.
    const session = await TestSession.start({
      settings: { ssh: { configFile: router.sshConfig } },
      options: { trusted: true, storage: join(storage, 'server') },
    });
    const asked: PromptParams[] = [];
    let answer: string | null = null;
    session.client.onRequest(promptRequest.method, (params: PromptParams) => {
      asked.push(params);
      return answer;
    });
    const ask = (): Promise<unknown> =>
      session.client.sendRequest(surveyRequest.method, { address: 'root@borealis' });
    await expect(ask()).rejects.toThrow('Nothing was sent to the router');
    answer = 'yes';
    expect(await ask()).toEqual(JSON.parse(JSON.stringify(facts)));
    expect(asked.map(({ message }) => message)).toEqual(
      Array(2).fill('First connection to borealis. Trust its host key?'),
    );
    expect(asked[0]?.detail).toContain(key);
    await session.close();
    // What is given wins over what the router says; the key is known from now on.
    expect((await cli([...argv, '--hostname', 'other', '--wifi', 'none'])).out).toMatch(/^hostname: other$/m);
    await router.console('ip link set eth0 down');
  });

  test('a deploy that cuts ssh off is taken back by the router itself', async () => {
    const before = await state();
    const planned = await plan(request(files({ inputPolicy: 'drop' }), 15), env);
    const outcome = await deploy(planned, env, { confirm: 'auto' });
    expect(outcome, outcome.detail.en).toMatchObject({ state: 'rolled-back', failure: { code: 'timeout' } });
    expect(await state()).toBe(before);
    expect(router.listMedium()).toBeDefined();
  });

  test('a power cut in the window: the router boots with the old configuration', async () => {
    const before = await state();
    const boot = router.bootId;
    const planned = await plan(request(files()), env);
    const outcome = await deploy(planned, env, {
      confirm: async () => {
        await router.powerCut();
        return 'keep';
      },
    });
    expect(router.bootId).not.toBe(boot);
    expect(outcome, outcome.detail.en).toMatchObject({ state: 'rolled-back', failure: { code: 'reboot' } });
    expect(await state()).toBe(before);
  });

  test('row 39: the clock jumps by a year, both ways, in the window; the deadline stays where it was', async () => {
    const before = await state();
    const jump = (years: number) => () =>
      router.console(`date -s "$(($(date +%Y) + ${years}))$(date +-%m-%d\\ %H:%M:%S)"`);
    const early = await deploy(await plan(request(files()), env), env, {
      confirm: async () => {
        await jump(1)();
        return 'revert';
      },
    });
    // With a deadline by the clock, the router would have gone back by itself.
    expect(early, early.detail.en).toMatchObject({ state: 'rolled-back', failure: { code: 'aborted' } });
    const late = await deploy(await plan(request(files({ inputPolicy: 'drop' }), 15), env), env, {
      confirm: 'auto',
      onEvent: (event) => void (event.kind === 'deadline' && jump(-1)()),
    });
    expect(late, late.detail.en).toMatchObject({ state: 'rolled-back', failure: { code: 'timeout' } });
    expect(await state()).toBe(before);
  });

  test('row 51: what the router has after a restart is what was deployed; what differs then is shown', async () => {
    const wanted = request(files());
    expect(await deploy(await plan(wanted, env), env, { confirm: 'auto' })).toMatchObject({ state: 'kept' });
    await router.powerCut();
    expect((await plan(wanted, env)).nothingToDo).toBe(true);
    await router.console('echo "# by hand" >>/etc/dnsmasq.conf');
    const drifted = await plan(wanted, env);
    expect(drifted.files.filter(({ change }) => change !== 'same').map(({ path }) => path)).toEqual([
      '/etc/dnsmasq.conf',
    ]);
    expect(drifted.warnings.map(({ en }) => en).join()).toContain(
      'Changed on the router since the last deploy',
    );
  });
});
