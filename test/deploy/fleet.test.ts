import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Io } from '../../server/src/cli/command.ts';
import { COMMANDS } from '../../server/src/cli/commands/index.ts';
import { deployMembers } from '../../server/src/cli/fleet.ts';
import type { FleetDeploy, Member } from '../../server/src/cli/fleet.ts';
import { runCli } from '../../server/src/cli/run.ts';
import type { Locale } from '../../server/src/core/text.ts';
import { RigRouter } from './rig/router.ts';
import { Sshd } from './rig/sshd.ts';

/** A terminal at which everything that is asked gets the same answer. */
function terminal(options: { answer?: string; locale?: Locale; env?: Io['env'] } = {}) {
  const { answer, locale = 'en', env = {} } = options;
  const seen = { out: '', err: '', asked: [] as string[] };
  const io: Io = {
    out: (text) => void (seen.out += text),
    err: (text) => void (seen.err += text),
    locale,
    env,
    interactive: answer !== undefined,
    ask: (question) => {
      seen.asked.push(question);
      return Promise.resolve(answer);
    },
  };
  return { io, seen };
}

/** The lines at the end, one for each router. */
function summary(err: string): string[] {
  return err.split('\n').filter((line) => /^\w+: /.test(line));
}

describe('routers in waves', () => {
  let routers: RigRouter[] = [];
  afterEach(async () => {
    await Promise.all(routers.map((router) => router.stop()));
    routers = [];
  });

  async function fleet(names: readonly string[]): Promise<Member[]> {
    const members: Member[] = [];
    for (const name of names) {
      const router = await RigRouter.start();
      routers.push(router);
      members.push({ file: `${name}.yaml`, name, result: { plan: await router.plan(), env: router.env } });
    }
    return members;
  }
  const auto: FleetDeploy = { confirm: 'auto', wave: 1, yes: false, json: false };

  test('two side by side; one question names both, and each line says of whom it tells', async () => {
    const members = await fleet(['first', 'second']);
    const { io, seen } = terminal({ answer: 'yes' });
    expect(await deployMembers(members, { ...auto, wave: 2 }, io)).toBe(0);
    expect(seen.asked).toEqual([expect.stringMatching(/first \(.*second \(/)]);
    expect(summary(seen.err)).toEqual(['first: kept', 'second: kept']);
    for (const line of seen.err.trim().split('\n').slice(0, -2))
      expect(line).toMatch(/^\[(?:first|second)\] ./);
    for (const router of routers) expect(router.saved('/etc/hostname')).toBe('new\n');
  });

  test('the second goes back, so that the third is left alone', async () => {
    const members = await fleet(['first', 'second', 'third']);
    const [first, second, third] = routers;
    second?.fault('nft-fails');
    const before = third?.calls().length;
    const { io, seen } = terminal({ locale: 'ja' });
    expect(await deployMembers(members, auto, io)).toBe(1);
    expect(summary(seen.err)).toEqual([
      'first: 適用・保存済み',
      expect.stringMatching(/^second: 元の設定に復元（.+）$/),
      'third: 未実行（second が成功しなかったため）',
    ]);
    expect([first, second, third].map((router) => router?.read('/etc/hostname'))).toEqual([
      'new\n',
      'old\n',
      'old\n',
    ]);
    expect(third?.calls().length).toBe(before);
    expect(third?.points()).not.toContain('before-armed');
  });

  test('as JSON: one document, whatever else is said, with how each router ended', async () => {
    const members = await fleet(['first', 'second', 'third']);
    routers[1]?.fault('nft-fails');
    const { io, seen } = terminal();
    expect(await deployMembers(members, { ...auto, json: true }, io)).toBe(1);
    const common = {
      health: [],
      changes: expect.arrayContaining([{ path: '/etc/hostname', change: 'update' }]) as unknown,
    };
    expect(JSON.parse(seen.out)).toEqual([
      {
        ...common,
        file: 'first.yaml',
        host: 'first',
        target: members[0]?.result?.plan.effectiveTarget,
        state: 'kept',
        outcome: 'kept',
        id: members[0]?.result?.plan.id,
      },
      {
        ...common,
        file: 'second.yaml',
        host: 'second',
        target: members[1]?.result?.plan.effectiveTarget,
        state: 'rolled-back',
        outcome: 'rolled-back',
        code: 'failed',
        reason: expect.stringContaining('Could not process rule') as string,
        id: members[1]?.result?.plan.id,
      },
      {
        file: 'third.yaml',
        host: 'third',
        target: members[2]?.result?.plan.effectiveTarget,
        state: 'not-started',
        reason: 'because of second',
        changes: common.changes,
      },
    ]);
  });

  test('without a yes nothing is sent; with nothing to do nothing is asked', async () => {
    const [member] = await fleet(['first']);
    const { io, seen } = terminal({ answer: 'no' });
    expect(await deployMembers(member === undefined ? [] : [member], auto, io)).toBe(1);
    expect(seen.err).toBe('first: not started: Nothing was changed.\n');
    expect(routers[0]?.read('/etc/hostname')).toBe('old\n');
    const idle = member?.result && {
      file: 'idle.yaml',
      name: 'idle',
      result: { ...member.result, plan: { ...member.result.plan, nothingToDo: true } },
    };
    const quiet = terminal({ answer: 'no' });
    expect(await deployMembers(idle === undefined ? [] : [idle], auto, quiet.io)).toBe(0);
    expect([quiet.seen.asked, quiet.seen.err]).toEqual([[], 'idle: nothing to do\n']);
  });
});

describe('before anything is sent', () => {
  let folder = '';
  let env: Io['env'] = {};
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fleet-'));
    const ssh = join(folder, 'ssh');
    writeFileSync(ssh, `#!/bin/sh\necho "$@" >>'${folder}/calls'\nexec ssh "$@"\n`);
    chmodSync(ssh, 0o755);
    // Port 1 answers nobody.
    writeFileSync(
      join(folder, 'config'),
      'Host west\n  Port 2\nHost east west alias\n  HostName 127.0.0.1\n  Port 1\n',
    );
    env = { ROUTER_SPEC_SSH: ssh, XDG_STATE_HOME: folder };
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  afterEach(() => rmSync(join(folder, 'calls'), { force: true }));

  function spec(hostname: string, host: string): string {
    const file = join(folder, `${hostname}-at-${host}.yaml`);
    const example = readFileSync(
      join(import.meta.dirname, '../fixtures/routers/minimal/router.yaml'),
      'utf8',
    );
    writeFileSync(
      file,
      `${example.replace(/^hostname:.*\n/m, '').replace(/^deploy:.*\n(?:[ ].*\n)*/m, '')}\nhostname: ${hostname}\ndeploy: { host: ${host} }\n`,
    );
    return file;
  }

  async function run(files: readonly string[], locale: Locale = 'en', options: readonly string[] = []) {
    const { io, seen } = terminal({ locale, env });
    const args = ['deploy', ...files, '--ssh-config', join(folder, 'config'), ...options];
    const code = await runCli(COMMANDS, args, io);
    const file = join(folder, 'calls');
    const calls = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    return { ...seen, code, sent: calls.filter((call) => !call.startsWith('-G ')) };
  }

  test.each([
    ['the same host', ['a', 'east'], ['b', 'east'], 'the host east'],
    ['two aliases of one host', ['a', 'east'], ['b', 'alias'], 'the host alias'],
    ['the same hostname', ['a', 'east'], ['a', 'west'], 'the hostname a'],
  ] as const)('%s twice is refused', async (_, one, other, what) => {
    const files = [one, other].map(([hostname, host]) => spec(hostname, host));
    for (const [locale, says] of [
      ['en', `both for ${what}, `],
      ['ja', '何も送信していません'],
    ] as const) {
      const { code, err, sent } = await run(files, locale);
      expect([code, sent]).toEqual([2, []]);
      for (const part of [...files, says]) expect(err).toContain(part);
    }
  });

  test('every router is planned for, and each that cannot be is named', async () => {
    const { code, err } = await run([spec('a', 'east'), spec('b', 'west')]);
    expect(code).toBe(1);
    expect(summary(err)).toEqual([
      expect.stringMatching(/^east: failed: .*port 1/),
      expect.stringMatching(/^west: failed: .*port 2/),
    ]);
  });

  test('a spec that cannot be deployed keeps the others from being asked; JSON says which', async () => {
    const broken = join(folder, 'broken.yaml');
    writeFileSync(broken, 'version: 1\n');
    const { code, out, sent } = await run([spec('a', 'east'), broken], 'en', ['--json']);
    expect([code, sent]).toEqual([1, []]);
    expect(JSON.parse(out)).toMatchObject([
      { host: 'east', state: 'not-started', reason: `because of ${broken}` },
      { file: broken, state: 'failed', code: 'spec-errors' },
    ]);
  });

  describe('first connections without a terminal', () => {
    // The command line has no sandbox: these let nobody in, or the agent would look at this very machine.
    let servers: Sshd[] = [];
    beforeAll(async () => {
      const nobody = join(folder, 'nobody');
      writeFileSync(nobody, '');
      servers = [
        await Sshd.start(join(folder, 'sshd0'), nobody),
        await Sshd.start(join(folder, 'sshd1'), nobody),
      ];
      const hosts = servers.map(
        ({ port }, index) => `Host r${index}\n  HostName 127.0.0.1\n  Port ${port}\n`,
      );
      writeFileSync(join(folder, 'servers'), hosts.join(''));
    });
    afterAll(() => Promise.all(servers.map((server) => server.down())));

    test('each --trust is for the router that shows that key; one that nobody shows is told of', async () => {
      const keys = servers.map((server) => server.fingerprint());
      const nobody = `SHA256:${'A'.repeat(43)}`;
      const files = [spec('a', 'r0'), spec('b', 'r1')];
      const trusting = async (...given: (string | undefined)[]) => {
        const trust = given.flatMap((key) => ['--trust', key ?? '']);
        return run(files, 'en', ['--ssh-config', join(folder, 'servers'), '--json', ...trust]);
      };
      const one = await trusting(keys[1], nobody);
      // A trusted server is asked to log in, which it refuses.
      expect(JSON.parse(one.out)).toMatchObject([{ code: 'not-trusted' }, { code: 'auth' }]);
      expect(one.err).toContain(`--trust ${nobody}, so that it was not used`);
      expect(one.err).not.toContain(`--trust ${keys[1]}, `);
      const both = await trusting(keys[1], keys[0]);
      expect(JSON.parse(both.out)).toMatchObject([{ code: 'auth' }, { code: 'auth' }]);
      expect(both.err).not.toContain('was not used');
    });
  });
});
