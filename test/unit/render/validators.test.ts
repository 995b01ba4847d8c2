import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tool } from '../../../scripts/debian/packages.mjs';
import { renderRouter } from '../../../server/src/core/render/index.ts';
import { contentOf } from '../../../server/src/core/render/rendered-file.ts';
import { fillSecrets } from '../../../server/src/core/render/secrets.ts';
import { CASES, ROOT, caseOf, routerOf } from './cases.ts';

/**
 * The generated files are judged by the programs that read them. The programs are the machine's own or come from
 * Debian packages; where one cannot be had, these tests fail.
 */
const PROGRAMS = ['nft', 'dnsmasq', 'hostapd', 'ifquery', 'ifup', 'busybox', 'dash', 'shellcheck'] as const;
type Program = (typeof PROGRAMS)[number];
const commands = new Map<Program, { command: string; env: NodeJS.ProcessEnv }>();
let work = '';

beforeAll(async () => {
  work = mkdtempSync(path.join(tmpdir(), 'router-spec-files-'));
  for (const program of PROGRAMS) {
    const found = await tool(program);
    if ('unavailable' in found) throw new Error(found.unavailable.en);
    commands.set(program, found);
  }
}, 180_000);

afterAll(() => rmSync(work, { recursive: true, force: true }));

function run(program: Program, args: readonly string[], wrapper: readonly string[] = []) {
  const found = commands.get(program);
  if (found === undefined) throw new Error(`${program} is not there`);
  const [command, ...before] = [...wrapper, found.command];
  const result = spawnSync(command, [...before, ...args], {
    env: found.env,
    encoding: 'utf8',
    timeout: 30_000,
  });
  if (result.error !== undefined) throw result.error;
  return { status: result.status, output: result.stdout + result.stderr };
}

/** A network namespace of one's own: nft asks the kernel, and must not touch the machine's rules. */
const ALONE = ['unshare', ...(process.getuid?.() === 0 ? [] : ['-r']), '-n'];

/** Writes a router's files with secrets filled in; the answer is the path of one of them. */
function write(name: string, text: string): { at: (file: string) => string; paths: readonly string[] } {
  const folder = path.join(work, name);
  const filled = fillSecrets(renderRouter(routerOf(text)), () => 'a "good" passphrase');
  if (!filled.ok) throw new Error(filled.reason.en);
  for (const file of filled.value) {
    const target = path.join(folder, file.path);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, contentOf(file), { mode: file.mode });
    chmodSync(target, file.mode);
  }
  return { at: (file) => path.join(folder, file), paths: filled.value.map((file) => file.path) };
}

const routers = CASES.map(({ name, text }) => ({ name, text, ...deferred(() => write(name, text)) }));

function deferred(make: () => ReturnType<typeof write>): { files: () => ReturnType<typeof write> } {
  let made: ReturnType<typeof write> | undefined;
  return { files: () => (made ??= make()) };
}

describe.each(routers)('$name', ({ text: specText, files }) => {
  test('nft takes the rules, and takes them twice', () => {
    const rules = files().at('/etc/nftables.nft');
    const text = readFileSync(rules, 'utf8');
    // A kernel without connection tracking for bridges refuses the one statement that needs it, whatever it says.
    const probe = path.join(work, 'probe.nft');
    writeFileSync(
      probe,
      'table bridge t { chain c { type filter hook forward priority 0; ct state established accept; }; }\n',
    );
    const tracked = run('nft', ['-f', probe], ALONE).status === 0;
    const judged = tracked ? rules : `${rules}.untracked`;
    if (!tracked)
      writeFileSync(
        judged,
        text.replace(/^(table bridge[^]*?)^ {4}ct state established,related accept$/m, '$1'),
      );
    expect(run('nft', ['-c', '-f', judged], ALONE)).toEqual({ status: 0, output: '' });
    // Loaded twice, and beside a table of somebody else's, which stays.
    const other = path.join(work, 'other.nft');
    writeFileSync(other, 'table ip other {\n  chain c {\n  }\n}\n');
    const load = `"$0" -f ${other} && "$0" -f ${judged} && "$0" list ruleset >${work}/once && "$0" -f ${judged} && "$0" list ruleset >${work}/twice`;
    const nft = commands.get('nft');
    const loaded = spawnSync(ALONE[0] ?? '', [...ALONE.slice(1), 'sh', '-c', load, nft?.command ?? ''], {
      env: nft?.env,
      encoding: 'utf8',
    });
    expect(loaded.stderr).toBe('');
    const once = readFileSync(`${work}/once`, 'utf8');
    expect(once).toContain('table ip other');
    expect(readFileSync(`${work}/twice`, 'utf8')).toBe(once);
  });

  test('dnsmasq takes its files', () => {
    const { at, paths } = files();
    if (!paths.includes('/etc/dnsmasq.conf')) {
      expect(paths.some((each) => each.includes('dnsmasq'))).toBe(false);
      return;
    }
    const main = at('/etc/dnsmasq.conf.here');
    const text = readFileSync(at('/etc/dnsmasq.conf'), 'utf8');
    writeFileSync(main, text.replace('conf-dir=/etc/dnsmasq.d', `conf-dir=${at('/etc/dnsmasq.d')}`));
    expect(run('dnsmasq', ['--test', '-C', main]).output).toBe('dnsmasq: syntax check OK.\n');
  });

  test('hostapd reads every line', () => {
    const { at, paths } = files();
    for (const file of paths.filter((each) => each.startsWith('/etc/hostapd/'))) {
      // On a radio that does not exist hostapd reads the whole file before it gives up.
      const here = `${at(file)}.here`;
      writeFileSync(
        here,
        readFileSync(at(file), 'utf8')
          .replace(/^interface=.*$/m, 'interface=rsnone0')
          .replace(/^(?:bridge|ctrl_interface)=.*\n/gm, ''),
      );
      const { output } = run('hostapd', [here], ALONE);
      expect(output, file).not.toMatch(/^Line \d+|errors? found|[Ii]nvalid|unknown configuration item/m);
      expect(output, file).toMatch(/rsnone0/);
    }
  });

  test('both kinds of ifupdown read the interfaces', () => {
    const { at } = files();
    const file = at('/etc/network/interfaces');
    const { wan, lan } = routerOf(specText);
    const listed = run('ifquery', ['-i', file, '-L', '-a']);
    expect(listed.output.split('\n').filter((each) => each !== '')).toEqual(
      lan.ipv6 === 'bridge' ? ['lo', lan.interface] : ['lo', wan.interface, lan.interface],
    );
    const shown = run('ifquery', ['-i', file, lan.interface]);
    expect(shown.status).toBe(0);
    expect(shown.output).toMatch(/address \d+\.\d+\.\d+\.\d+\/\d+/);
    const planned = run('busybox', ['ifup', '-n', '-f', '-i', file, lan.interface]);
    expect(planned.output).toMatch(/ip addr add \d+\.\d+\.\d+\.\d+\/\d+/);
    expect(planned.output).not.toMatch(/unknown|error|unexpected/i);
    expect(planned.status).toBe(0);
  });

  test('every shell reads the scripts, and shellcheck finds nothing', () => {
    const { at, paths } = files();
    const scripts = paths.filter(
      (each) =>
        /^\/(?:usr\/libexec|var\/svc\.d|etc\/(?:init|conf)\.d)\//.test(each) ||
        each.endsWith('-hook') ||
        each.endsWith('lbu.conf'),
    );
    expect(scripts.length).toBeGreaterThan(2);
    for (const script of scripts) {
      expect(run('dash', ['-n', at(script)]), script).toEqual({ status: 0, output: '' });
      expect(run('busybox', ['ash', '-n', at(script)]), script).toEqual({ status: 0, output: '' });
    }
    // SC2034: what a script only sets is read by the program that reads the script (openrc-run, lbu).
    expect(run('shellcheck', ['-s', 'sh', '-e', 'SC2034', ...scripts.map(at)])).toEqual({
      status: 0,
      output: '',
    });
  });

  test('busybox ash can read what the installation guide has typed', () => {
    const { at } = files();
    const typed = readFileSync(at('INSTALL.md'), 'utf8').matchAll(/^```sh\n(.*?)^```$/gms);
    const script = at('typed.sh');
    writeFileSync(script, [...typed].map(([, commands]) => commands).join(''));
    expect(readFileSync(script, 'utf8')).toContain('lbu commit\n');
    expect(run('busybox', ['ash', '-n', script])).toEqual({ status: 0, output: '' });
  });

  test('OpenRC gets a service directory of the same name for each service under s6', () => {
    const { at, paths } = files();
    for (const run of paths.filter((each) => each.startsWith('/var/svc.d/'))) {
      const name = run.split('/')[3] ?? '';
      expect(paths).toContain(`/etc/init.d/${name}`);
      expect(readFileSync(at(`/etc/init.d/${name}`), 'utf8')).toMatch(
        /^#!\/sbin\/openrc-run\n[^]*\nsupervisor=s6\n/,
      );
      expect(readFileSync(at(run), 'utf8')).toMatch(/\nexec \/\S+/);
    }
  });
});

test.each([
  ['tunnel', 'reference'],
  ['ndp-proxy', 'biglobe-ndp-proxy'],
])('the logic of the script %s is in it as it stands in its own file', (name, router) => {
  const logic = readFileSync(path.join(ROOT, `server/src/core/render/${name}.sh`), 'utf8');
  const files = renderRouter(routerOf(caseOf(router).text));
  const script = files.find((file) => file.path === `/usr/libexec/router-spec/${name}`);
  expect(script === undefined ? '' : contentOf(script)).toContain(logic.trimEnd());
});
