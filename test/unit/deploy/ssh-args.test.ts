import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bootstrap, bootstrapOnTerminal } from '../../../server/src/deploy/agent.ts';
import { sshArguments } from '../../../server/src/deploy/ssh-args.ts';
import type { DeployEnv, DeployTarget } from '../../../server/src/deploy/types.ts';

const env: DeployEnv = { sshPath: 'ssh', storageDir: '/home/me/my 100% storage' };
const target: DeployTarget = {
  routerId: 'borealis',
  host: 'borealis',
  windowSeconds: 120,
  alsoConfirmAt: [],
};

const HOSTILE = [
  '',
  '-oProxyCommand=touch /tmp/x',
  '-l',
  '--',
  'host; reboot',
  'host$(reboot)',
  'host`reboot`',
  'host\nreboot',
  'host reboot',
  "host'",
  'host"',
  'host|cat',
  'host&',
  'ho/st',
  '../host',
  'host\0',
  'ｈｏｓｔ',
  'host\u202e',
  '@host',
  'user@host',
];

describe('the arguments of ssh', () => {
  test('are these, in this order', () => {
    expect(
      sshArguments({ ...target, user: 'root', port: 2222, sshConfig: '/tmp/my config' }, env),
    ).toMatchSnapshot();
  });

  test('end with -- and the host', () => {
    expect(sshArguments(target, env).slice(-2)).toEqual(['--', 'borealis']);
  });

  test.each(['borealis', '192.0.2.1', '2001:db8::1', 'fe80::1%eth0', 'my_router.home.arpa', '::1'])(
    'take %s',
    (host) => {
      expect(sshArguments({ ...target, host }, env).at(-1)).toBe(host);
    },
  );

  test.each(HOSTILE)('refuse %j wherever it could stand', (value) => {
    for (const field of ['host', 'user', 'routerId'] as const) {
      expect(() => sshArguments({ ...target, [field]: value }, env), field).toThrow();
    }
    expect(() => sshArguments({ ...target, alsoConfirmAt: [value] }, env)).toThrow();
  });

  test.each([0, -1, 65536, 1.5, Number.NaN])('refuse port %d', (port) => {
    expect(() => sshArguments({ ...target, port }, env)).toThrow();
  });

  test.each(['/a"b', '/a\nb', '/a${HOME}b'])(
    'refuse the storage %j, which ssh would read otherwise',
    (storageDir) => {
      expect(() => sshArguments(target, { ...env, storageDir })).toThrow();
    },
  );

  test('nothing that is accepted can be an option or leave its argument', () => {
    fc.assert(
      fc.property(fc.string(), (host) => {
        let args: string[];
        try {
          args = sshArguments({ ...target, host }, env);
        } catch {
          return;
        }
        expect(args.at(-1)).toMatch(/^[A-Za-z0-9_:][A-Za-z0-9._:%-]*$/);
      }),
    );
  });

  test('are understood by ssh, and win over what ssh_config says', () => {
    const args = sshArguments({ ...target, sshConfig: '/dev/null' }, env);
    const { stdout, status } = spawnSync('ssh', ['-G', ...args], { encoding: 'utf8' });
    expect(status).toBe(0);
    const said = stdout.split('\n');
    expect(said).toEqual(
      expect.arrayContaining(
        [
          'controlmaster false',
          'stricthostkeychecking true',
          'batchmode yes',
          'hostkeyalias router-spec-borealis',
          'checkhostip no',
          'clearallforwardings yes',
          'permitlocalcommand no',
          'forwardagent no',
          'userknownhostsfile "/home/me/my 100% storage/known_hosts"',
        ].map((line) => (said.includes(line.replaceAll('"', '')) ? line.replaceAll('"', '') : line)),
      ),
    );
    expect(said.filter((line) => line.startsWith('controlpath'))).toEqual([]);
  });
});

describe('the remote command', () => {
  const hash = 'a'.repeat(64);

  test('is constants, a hash and an operation', () => {
    expect(bootstrap('deploy', hash)).toMatchSnapshot();
  });

  test('on a terminal takes the archive after it has become root', () => {
    expect(bootstrapOnTerminal('doas', 'deploy', hash, 1234)).toMatchSnapshot();
  });

  test.each(['', 'a'.repeat(63), 'A'.repeat(64), `${'a'.repeat(64)} ; reboot`, "'"])(
    'takes no other hash: %j',
    (bad) => {
      expect(() => bootstrap('deploy', bad)).toThrow();
    },
  );

  test.each(['sh', 'dash', 'bash'])('is one command to %s', (shell) => {
    // `printf` in the place of the shell that it starts shows the words that arrive.
    const words = bootstrap('status', hash).replace('exec sh -c', "printf '%s\\n' WORD");
    const { stdout } = spawnSync(shell, ['-c', words], { encoding: 'utf8' });
    expect(stdout.trim().split('\n').slice(-2)).toEqual([hash, 'status']);
    expect(stdout.split('\n')).toHaveLength(6);
    const asked = bootstrapOnTerminal('sudo', 'status', hash, 1).replace('exec sh -c', "printf '%s\\n' WORD");
    const said = spawnSync(shell, ['-c', asked], { encoding: 'utf8' }).stdout;
    expect(said.trim().split('\n').slice(-2)).toEqual([hash, 'status']);
  });
});
