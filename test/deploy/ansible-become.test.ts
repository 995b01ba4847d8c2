// Plays for users other than root, who become it by the real doas or sudo.
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PASSWORD } from './rig/admin.ts';
import { AnsibleRig } from './rig/ansible-rig.ts';
import { ansible } from './rig/ansible.ts';
import type { Played } from './rig/ansible.ts';
import { processesOf } from './rig/processes.ts';
import type { RigRouter } from './rig/router.ts';

const BECOME = ['--become', '--ask-become-pass'];

/** What the spec has on the router decides by what Ansible becomes root. */
const PACKAGES = { doas: [], sudo: ['sudo'] };

let rig: AnsibleRig;
beforeEach(() => (rig = new AnsibleRig()));
afterEach(() => rig.close());

async function start(by: 'doas' | 'sudo', password: boolean): Promise<RigRouter> {
  const [router] = await rig.start(1, { admin: { by, password } });
  await rig.exported({ packages: PACKAGES[by] });
  return router ?? expect.unreachable();
}

async function kept(router: RigRouter, { code, said }: Played): Promise<void> {
  expect(code, said).toBe(0);
  expect(router.saved('/etc/hostname')).toBe('new\n');
  await router.ended();
  expect(router.staging()).toEqual([]);
  expect(readdirSync(join(router.directory, 'remote'))).toEqual([]);
}

/** The files in a folder that hold a text, by name. */
function holding(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(folder, name);
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true && readFileSync(path).includes(text);
  });
}

describe.each(['doas', 'sudo'] as const)('a user who becomes root by %s', (by) => {
  test.each([
    ['says nothing', []],
    ['says --become', ['--become']],
  ])('needs no password and %s', async (_, args) => {
    const router = await start(by, false);
    await kept(router, await rig.play(...args));
  });

  test('types a password, which goes nowhere but to the router', async () => {
    const router = await start(by, true);
    const steps = { validated: 'deploy', confirm: 'confirm' };
    for (const point of Object.keys(steps)) router.at(point, 'wait');
    const playing = await rig.begin([...BECOME, '-vvvv'], PASSWORD);
    for (const [point, operation] of Object.entries(steps)) {
      await router.reached(point);
      // Here and on the router: Ansible, ssh, doas or sudo, and the agent.
      const commands = processesOf(router.directory).map(({ command }) => command);
      expect(commands.filter((command) => command.includes(`r0.sh ${operation} `)).join()).toContain(by);
      expect(commands.filter((command) => command.includes(PASSWORD))).toEqual([]);
      router.open(point);
    }
    const played = await playing.ended;
    await kept(router, played);
    expect(played.said).not.toContain(PASSWORD);
    for (const folder of [rig.folder, router.directory]) expect(holding(folder, PASSWORD)).toEqual([]);
  });

  test('has the password in a vault', async () => {
    const router = await start(by, true);
    mkdirSync(join(rig.folder, 'group_vars'));
    writeFileSync(
      join(rig.folder, 'group_vars/router_spec.yml'),
      `ansible_become: true\nansible_become_password: ${PASSWORD}\n`,
    );
    writeFileSync(join(rig.folder, 'password'), 'of the vault\n');
    const vault = ['--vault-password-file', 'password'];
    const encrypted = await ansible('ansible-vault', rig.folder, [
      'encrypt',
      ...vault,
      'group_vars/router_spec.yml',
    ]);
    expect(encrypted.code, encrypted.said).toBe(0);
    await kept(router, await rig.play(...vault));
  });

  test.each([
    [
      'types a wrong password',
      BECOME,
      /could not become root.*(?:Incorrect sudo password|doas: Authentication failed)/,
    ],
    [
      'types none',
      ['--become'],
      /could not become root.*(?:Missing sudo password|doas: Authentication required)/,
    ],
    ['does not say that there is one', [], /may not become root without a password.*--ask-become-pass/],
  ] as const)('%s: told, and nothing runs', async (_, args, says) => {
    const router = await start(by, true);
    const before = router.snapshot();
    const { code, said } = await (await rig.begin([...args], 'a wrong one')).ended;
    expect(code).not.toBe(0);
    expect(said).toMatch(says);
    expect(said).toContain('Nothing was changed');
    expect(router.points()).toEqual([]);
    expect(router.snapshot()).toEqual(before);
  });
});
