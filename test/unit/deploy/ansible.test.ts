import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { COMMANDS } from '../../../server/src/cli/commands/index.ts';
import { runCli } from '../../../server/src/cli/run.ts';
import type { Locale } from '../../../server/src/core/text.ts';
import { agentText } from '../../../server/src/deploy/agent.ts';
import playbook from '../../../server/src/deploy/ansible/playbook.yml';
import { ansibleExport } from '../../../server/src/deploy/ansible/export.ts';
import type { DeployRequest } from '../../../server/src/deploy/index.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures/ansible');
const OSAKA = path.join(FIXTURES, 'osaka.yaml');
const TOKYO = path.join(FIXTURES, 'tokyo.yaml');
const SECRET = 'correct horse battery';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'router-spec-export-'));
  mkdirSync(path.join(folder, 'router-spec'));
  writeFileSync(path.join(folder, 'router-spec/known_hosts'), 'router-spec-osaka ssh-ed25519 AAAAC3Nz\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(
  argv: readonly string[],
  { locale = 'en', secret = true }: { locale?: Locale; secret?: boolean } = {},
): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await runCli(COMMANDS, ['export', ...argv], {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    locale,
    env: { XDG_STATE_HOME: folder, ...(secret ? { ROUTER_SPEC_SECRET_WIFI: SECRET } : {}) },
    interactive: false,
    ask: () => Promise.resolve(undefined),
  });
  return { code, out, err };
}

/** What a bundle holds but the agent and the contents: the words that the agent goes by. */
function heldBy(bundle: string): string {
  const unpacked = mkdtempSync(path.join(folder, 'bundle-'));
  const script =
    'sed \'1,/^# archive$/d\' "$0" | base64 -d | tar xf - -C "$1" && cd "$1" && sha256sum -c MANIFEST';
  const { status, stderr } = spawnSync('sh', ['-c', script, bundle, unpacked], { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  const names = ['request', 'wanted', 'actions', 'checks'];
  // Who exports it is another one on each machine, and what is rendered has golden files of its own.
  const text = (name: string): string =>
    readFileSync(path.join(unpacked, name), 'utf8')
      .replace(/^by .*$/m, 'by …')
      .replace(/[0-9a-f]{64}/g, '…');
  return names.map((name) => `==> ${name} <==\n${text(name)}`).join('\n');
}

test('an export of two specs', async () => {
  const out = path.join(folder, 'golden');
  const { code, err } = await run(
    ['--ansible', '--out', out, '--include-secrets', '--wave', '2', OSAKA, TOKYO],
    {
      locale: 'ja',
    },
  );
  expect(code, err).toBe(0);
  expect(err).toContain('tokyo.example.net のホスト鍵がまだ登録されていない');
  expect(err).toContain('平文');
  expect(readdirSync(out, { recursive: true }).sort()).toEqual(
    [
      'bundles',
      'bundles/1003.sh',
      'bundles/osaka.sh',
      'inventory.yml',
      'known_hosts',
      'playbook.yml',
      'vars.yml',
    ].sort(),
  );
  expect(readFileSync(path.join(out, 'playbook.yml'), 'utf8')).toBe(playbook);
  for (const name of ['inventory.yml', 'known_hosts', 'vars.yml']) {
    const text = readFileSync(path.join(out, name), 'utf8');
    expect(text).not.toContain(SECRET);
    await expect(text).toMatchFileSnapshot(path.join(FIXTURES, 'expected', name));
  }
  for (const name of ['osaka', '1003']) {
    const bundle = path.join(out, `bundles/${name}.sh`);
    expect(statSync(bundle).mode & 0o777).toBe(0o600);
    await expect(heldBy(bundle)).toMatchFileSnapshot(path.join(FIXTURES, 'expected/bundles', `${name}.txt`));
  }
});

test('the waves are in the order given, and everything is said in both languages', () => {
  const read = (name: string): unknown =>
    parse(readFileSync(path.join(FIXTURES, 'expected', name), 'utf8'), { mapAsMap: true });
  const inventory = read('inventory.yml') as Map<string, Map<string, Map<string, unknown>>>;
  expect([...(inventory.get('router_spec')?.get('hosts')?.keys() ?? [])]).toEqual(['osaka', '1003']);
  const vars = parse(readFileSync(path.join(FIXTURES, 'expected/vars.yml'), 'utf8')) as {
    text: Record<Locale, Record<string, unknown>>;
  };
  const asked = playbook.matchAll(/text\[lang\]\.(\w+)/g);
  for (const [, name = ''] of asked) {
    expect(vars.text.en, name).toHaveProperty(name);
    expect(vars.text.ja, name).toHaveProperty(name);
  }
  // Every way in which the guard says that a deploy ends.
  const agent = agentText().replace(/^ *#.*$/gm, '');
  const ends = [...agent.matchAll(/\b(?:finished |result=")([a-z-]+)/g)].map(([, end = '']) => end);
  expect(ends).toEqual(expect.arrayContaining(['kept', 'rolled-back', 'rolled-back-not-saved', 'rebooted']));
  for (const end of ends) {
    expect(vars.text.en.states, end).toHaveProperty([end]);
    expect(vars.text.ja.states, end).toHaveProperty([end]);
  }
});

describe('nothing is written', () => {
  test.each([
    ['without a word for the secrets', [OSAKA], true, '--include-secrets'],
    ['without the secrets', ['--include-secrets', OSAKA], false, 'ROUTER_SPEC_SECRET'],
    ['for one router twice', [TOKYO, TOKYO], true, 'one would undo the other'],
    ['for a spec with errors', [TOKYO, path.join(FIXTURES, 'expected/inventory.yml')], true, 'errors'],
    ['for a wave that is no number', ['--wave', 'all', TOKYO], true, '--wave'],
  ] as const)('%s', async (_, argv, secret, says) => {
    const out = path.join(folder, 'nothing');
    const { code, err } = await run(['--ansible', '--out', out, ...argv], { secret });
    expect(code).not.toBe(0);
    expect(err).toContain(says);
    expect(readdirSync(folder)).not.toContain('nothing');
  });

  test('where it is not said for what, or where to', async () => {
    for (const argv of [
      ['--ansible', TOKYO],
      ['--out', folder, TOKYO],
    ])
      expect((await run(argv)).code).toBe(2);
  });
});

test.each(['all', 'localhost', 'ungrouped'])(
  'a router called %s is no group of Ansible',
  async (routerId) => {
    const request: DeployRequest = {
      target: { routerId, host: 'r', windowSeconds: 60, alsoConfirmAt: [] },
      files: [],
      packages: [],
      services: [],
      backups: 1,
    };
    const env = { sshPath: 'ssh', storageDir: folder };
    const { files } = await ansibleExport([{ request, env }], { wave: 1, locale: 'en' });
    expect(files.map((file) => file.path)).toContain(`bundles/router-spec-${routerId}.sh`);
  },
);
