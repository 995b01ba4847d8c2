import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tool } from '../../../scripts/debian/packages.mjs';
import { agentText } from '../../../server/src/deploy/agent.ts';
import { actionsFile, fileEntries, pack, requestFile, sha256 } from '../../../server/src/deploy/bundle.ts';
import { readManifest, writeManifest } from '../../../server/src/deploy/manifest.ts';
import { checkRequest, isManageable } from '../../../server/src/deploy/request.ts';
import { tar } from '../../../server/src/deploy/tar.ts';
import type { DeployRequest } from '../../../server/src/deploy/types.ts';

const request: DeployRequest = {
  target: { routerId: 'borealis', host: 'borealis', windowSeconds: 120, alsoConfirmAt: [] },
  files: [
    { path: '/etc/nftables.nft', mode: 0o644, content: 'flush ruleset\n' },
    { path: '/etc/hostapd/wlan0.conf', mode: 0o600, content: 'ssid=日本\n' },
  ],
  packages: ['dnsmasq', 'nftables'],
  services: [
    { name: 'nftables', runlevel: 'boot', reads: ['/etc/nftables.nft'] },
    { name: 'dnsmasq', runlevel: 'default', reads: ['/etc/dnsmasq.conf', '/etc/dnsmasq.d/'] },
  ],
  replaces: ['radvd'],
  backups: 10,
};

/** Unpacks with a real tar: name -> content and mode. */
function unpack(archive: Uint8Array, command: readonly string[]): Record<string, string> {
  const directory = mkdtempSync(join(tmpdir(), 'tar-'));
  try {
    const [program = 'tar', ...args] = command;
    const { status, stderr } = spawnSync(program, [...args, 'xf', '-', '-C', directory], { input: archive });
    expect(String(stderr)).toBe('');
    expect(status).toBe(0);
    const found: Record<string, string> = {};
    for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
      const status = statSync(join(directory, name));
      if (status.isFile())
        found[name] = `${(status.mode & 0o777).toString(8)} ${readFileSync(join(directory, name), 'utf8')}`;
    }
    return found;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function tars(): Promise<string[][]> {
  const busybox = await tool('busybox');
  if ('unavailable' in busybox) throw new Error(busybox.unavailable.en);
  return [['tar'], [busybox.command, 'tar']];
}

describe('the archive', () => {
  test('is what GNU and busybox tar unpack', async () => {
    const entries = [
      { name: 'empty', mode: 0o600, content: new Uint8Array() },
      { name: 'new/0001', mode: 0o644, content: new TextEncoder().encode('日本\n') },
      { name: 'block', mode: 0o755, content: new Uint8Array(512).fill(120) },
      { name: `${'d'.repeat(49)}/${'f'.repeat(50)}`, mode: 0o600, content: new TextEncoder().encode('long') },
    ];
    const archive = tar(entries);
    expect(archive.length % 10_240).toBe(0);
    for (const command of await tars()) {
      expect(unpack(archive, command)).toEqual(
        Object.fromEntries(
          entries.map(({ name, mode, content }) => [
            name,
            `${mode.toString(8)} ${new TextDecoder().decode(content)}`,
          ]),
        ),
      );
    }
  });

  test('is the same for the same entries', () => {
    expect(
      Buffer.from(pack([requestFile({ id: 'a' })]).archive).equals(pack([requestFile({ id: 'a' })]).archive),
    ).toBe(true);
  });

  test.each(['', '/etc/passwd', '../x', 'a/../b', 'a//b', 'a/', './a', 'a\nb', 'ä', 'x'.repeat(101)])(
    'takes no entry %j',
    (name) => {
      expect(() => tar([{ name, mode: 0o600, content: new Uint8Array() }])).toThrow(RangeError);
    },
  );

  test('the manifest names every file but itself, by hash', () => {
    const bundle = pack([requestFile({ id: 'abc' })]);
    const { MANIFEST = '', ...rest } = unpack(bundle.archive, ['tar']);
    expect(bundle.manifestSha256).toBe(sha256(MANIFEST.slice(4)));
    const lines = MANIFEST.slice(4).trim().split('\n');
    expect(lines).toEqual(
      Object.keys(rest)
        .sort()
        .map((name) => `${sha256(rest[name]?.slice(4) ?? '')}  ${name}`),
    );
  });
});

describe('what stands in the bundle', () => {
  test('files, actions and requests are lines of checked words', () => {
    expect(
      fileEntries([
        {
          action: 'write',
          path: '/etc/hostname',
          content: 'x\n',
          mode: 0o644,
          expected: { sha256: 'absent', mode: '-' },
        },
        {
          action: 'delete',
          path: '/etc/old',
          content: '',
          mode: 0o600,
          expected: { sha256: 'f'.repeat(64), mode: '644' },
        },
      ]),
    ).toMatchSnapshot();
    expect(
      actionsFile({ ...request, dropped: [{ name: 'hostapd', runlevel: 'default' }] }).content,
    ).toMatchSnapshot();
    expect(() => requestFile({ id: 'a\nb 1' })).toThrow(RangeError);
    expect(() => requestFile({ 'a b': 1 })).toThrow(RangeError);
  });

  test('the manifest of a router is read as it was written', () => {
    const { files, services, packages } = readManifest(writeManifest(request));
    expect([...files.keys()].sort()).toEqual(request.files.map((file) => file.path).sort());
    expect(files.get('/etc/hostapd/wlan0.conf')).toEqual({ sha256: sha256('ssid=日本\n'), mode: '600' });
    expect(services).toEqual(request.services.map(({ name, runlevel }) => ({ name, runlevel })));
    expect(packages).toEqual(request.packages);
  });
});

describe('a request', () => {
  test.each([
    '/etc/shadow',
    '/etc/ssh/sshd_config',
    '/root/.ssh/authorized_keys',
    '/etc/../root/x',
    '/etc/a//b',
    '/etc/a b',
    '/etc/a\nb',
    "/etc/a'b",
    '/etc/$(reboot)',
    '/etc/',
    'etc/hostname',
    '/etc/router-spec/manifest',
    '/usr/bin/ssh',
    '/etc/ｈ',
  ])('may not name %j', (path) => {
    expect(isManageable(path)).toBe(false);
    expect(() => checkRequest({ ...request, files: [{ path, mode: 0o644, content: 'x\n' }] })).toThrow();
  });

  const hostile = fc.oneof(
    fc.string(),
    fc.constantFrom('a;b', 'a b', '-x', 'a\nb', '$(x)', '`x`', '../x', ''),
  );

  test('has names of packages, services and checks that are single plain words', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const plain = /^[A-Za-z0-9:][A-Za-z0-9.:_+-]*$/.test(name);
        const tries: DeployRequest[] = [
          { ...request, packages: [name] },
          { ...request, services: [{ name, runlevel: 'default' }] },
          { ...request, services: [{ name: 'a', runlevel: name }] },
          { ...request, checks: [{ kind: 'ping4', what: name }] },
        ];
        for (const each of tries) if (!plain) expect(() => checkRequest(each)).toThrow();
      }),
    );
  });

  test.each([0o666, 0o777, 0o4755, 0o400])('has no mode %o', (mode) => {
    expect(() => checkRequest({ ...request, files: [{ path: '/etc/x', mode, content: '' }] })).toThrow();
  });

  test('names each path once, and holds no NUL', () => {
    const file = { path: '/etc/x', mode: 0o644, content: 'x\n' };
    expect(() => checkRequest({ ...request, files: [file, file] })).toThrow();
    expect(() => checkRequest({ ...request, files: [{ ...file, content: 'a\0b' }] })).toThrow();
  });
});

describe('the agent', () => {
  test('is clean to shellcheck', async () => {
    const shellcheck = await tool('shellcheck');
    if ('unavailable' in shellcheck) throw new Error(shellcheck.unavailable.en);
    const { stdout, status } = spawnSync(shellcheck.command, ['-s', 'sh', '-'], {
      input: agentText(),
      env: shellcheck.env,
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  }, 60_000);

  test('begins at the real root, and nothing in its environment can change that', () => {
    const agent = agentText();
    expect(agent).toMatch(/^ROOT='' /m);
    expect(agent).toMatch(/^SYS='' /m);
    expect(agent.match(/^\s*(?:ROOT|SYS)=/gm)).toEqual(['ROOT=', 'SYS=', '  ROOT=', '  ROOT=']);
  });

  test.each(['dash', 'busybox'])('is understood by %s', async (name) => {
    const shell = await tool(name);
    if ('unavailable' in shell) throw new Error(shell.unavailable.en);
    const args = name === 'busybox' ? ['ash', '-n'] : ['-n'];
    const { stderr, status } = spawnSync(shell.command, args, {
      input: agentText(),
      env: shell.env,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});
