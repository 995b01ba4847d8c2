import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** A terminal at which everything that is asked gets the same answer. */
function terminal(options: { answer?: string; locale?: Locale; env?: Io['env'] } = {}) {
  const { answer, locale = 'en', env = {} } = options;
  const seen = { err: '', asked: [] as string[] };
  const io: Io = {
    out: () => undefined,
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
      members.push({ name, result: { plan: await router.plan(), env: router.env } });
    }
    return members;
  }
  const auto: FleetDeploy = { confirm: 'auto', wave: 1, yes: false };

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

  test('without a yes nothing is sent; with nothing to do nothing is asked', async () => {
    const [member] = await fleet(['first']);
    const { io } = terminal({ answer: 'no' });
    await expect(deployMembers(member === undefined ? [] : [member], auto, io)).rejects.toThrow('Nothing');
    expect(routers[0]?.read('/etc/hostname')).toBe('old\n');
    const idle = member?.result && {
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

  async function run(files: readonly string[], locale: Locale = 'en') {
    const { io, seen } = terminal({ locale, env });
    const args = ['deploy', ...files, '--ssh-config', join(folder, 'config')];
    const code = await runCli(COMMANDS, args, io);
    const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
    return { code, err: seen.err, sent: calls.filter((call) => !call.startsWith('-G ')) };
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
});
