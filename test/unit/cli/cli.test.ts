import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Command } from '../../../server/src/cli/command.ts';
import { COMMANDS } from '../../../server/src/cli/commands/index.ts';
import { runCli } from '../../../server/src/cli/run.ts';
import { RULES } from '../../../server/src/core/rules/index.ts';
import type { Locale } from '../../../server/src/core/text.ts';

const EXAMPLE = path.resolve(import.meta.dirname, '../../../examples/router.yaml');

/** With a PSID offset of 0 the ports are one range (RFC 7597 section 5.1). */
const WHOLE_RANGE = `
version: 1
wan: { interface: eth0, prefix: "2001:db8:12:3400::/56" }
tunnel:
  provider: custom
  border-relay: 2001:db8:ffff::1
  rule: { ipv6-prefix: "2001:db8::/40", ipv4-prefix: 192.0.2.0/24, ea-length: 16, psid-offset: 0 }
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'router-spec-cli-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function fileWith(content: string | Uint8Array, name = 'router.yaml'): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function run(
  argv: readonly string[],
  locale: Locale = 'en',
  input = '',
): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await runCli(COMMANDS, argv, {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    locale,
    input: () => Promise.resolve(new TextEncoder().encode(input)),
    env: {},
    interactive: false,
    ask: () => Promise.resolve(undefined),
  });
  return { code, out, err };
}

describe('usage', () => {
  test('help names every command, in both languages', async () => {
    for (const locale of ['en', 'ja'] as const) {
      expect((await run(['check', '-h'], locale)).out).toBe((await run(['check', '--help'], locale)).out);
      const { code, out } = await run(['--help'], locale);
      expect(code).toBe(0);
      for (const command of COMMANDS) expect(out).toContain(`  ${command.name} `);
    }
  });

  test.each([
    ['no command', []],
    ['unknown command', ['frobnicate']],
    ['missing file', ['check']],
    ['unknown option', ['check', EXAMPLE, '--frob']],
    ['bad word', ['check', EXAMPLE, '--format', 'xml']],
    ['file that does not exist', ['check', '/nonexistent/router.yaml']],
    ['both file and prefix', ['compute', EXAMPLE, '--prefix', '2001:db8::/64']],
    ['bad prefix', ['compute', '--prefix', 'hello']],
    ['bad provider', ['compute', '--prefix', '240b:10::/64', '--provider', 'nobody']],
    ['a new spec without a prefix', ['new']],
    ['a new spec with a bad answer', ['new', '--prefix', '240b:10:1234:5600::/64', '--ports', 'eth0']],
    ['an answer to what is not asked', ['new', '--prefix', '240b:10:1234:5600::/64', '--wifi', 'wlan0']],
    ['a router that is none', ['new', '--from', 'root@-oProxyCommand=x']],
    ['unknown rule', ['explain', 'no/such-rule']],
    ['unknown generated file', ['render', EXAMPLE, '--file', '/etc/shadow']],
  ])('%s: exit code 2 and one line of explanation', async (_, argv) => {
    const { code, err, out } = await run(argv);
    expect(code).toBe(2);
    expect(err === '' ? out : err).not.toBe('');
  });

  test('a file that is no text', async () => {
    const { code, err } = await run([
      'check',
      fileWith(Uint8Array.from([0xff, 0xfe, 0x00, 0x41]), 'binary.yaml'),
    ]);
    expect(code).toBe(2);
    expect(err).toContain('UTF-8');
  });
});

test.each([
  ['en', 'a mistake in Router Spec itself: out of paint ('],
  ['ja', '不具合により `paint` を中止しました: out of paint（'],
] as const)('what nobody has foreseen is one line (%s)', async (locale, expected) => {
  let err = '';
  const paint: Command = {
    name: 'paint',
    arguments: '',
    count: [0, 0],
    summary: { en: '', ja: '' },
    options: {},
    run: () => Promise.reject(new Error('out of paint\n    at minified source')),
  };
  const io = { out: () => undefined, err: (text: string) => void (err += text), locale, env: {} };
  const code = await runCli([paint], ['paint'], {
    ...io,
    interactive: false,
    ask: () => Promise.resolve(undefined),
  });
  expect(code).toBe(1);
  expect(err).toContain(expected);
  expect(err.split('\n')).toHaveLength(2);
});

describe('new', () => {
  test('writes a spec without errors, over no file that is there', async () => {
    const file = path.join(folder, 'new.router.yaml');
    const argv = ['new', '--prefix', '240b:10:1234:5600::/64', '--wan', 'eth2', '--out', file];
    expect(await run(argv)).toEqual({ code: 0, out: '', err: '' });
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('ports: [eth0, eth1]');
    expect((await run(['check', file])).code).toBe(0);
    expect((await run(argv)).code).toBe(2);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});

describe('compute of a fixed address', () => {
  const FIXED = `version: 1
wan: { interface: eth0, prefix: "240b:10:1234:5600::/64" }
tunnel: { method: ipip, provider: v6plus, address: 203.0.113.5, local-id: "::feed" }
`;

  test('prints both ends, the MTU and the MSS', async () => {
    const { code, out } = await run(['compute', fileWith(FIXED, 'fixed.yaml')]);
    expect(code).toBe(0);
    expect(out).toBe(`Method: IPIP, a fixed IPv4 address (v6plus)
CE IPv6 address: 240b:10:1234:5600::feed
CE IPv4 address: 203.0.113.5
Border relay: 2404:9200:225:100::65
Ports: all
Tunnel MTU: 1460
TCP MSS: 1420
`);
  });

  test('as JSON', async () => {
    const { out } = await run(['compute', fileWith(FIXED, 'fixed.yaml'), '--json']);
    expect(JSON.parse(out)).toEqual({
      method: 'ipip',
      provider: 'v6plus',
      borderRelay: '2404:9200:225:100::65',
      ceIpv6: '240b:10:1234:5600::feed',
      ceIpv4: '203.0.113.5',
      tunnelMtu: 1460,
      tcpMss: 1420,
    });
  });

  test('says what is missing', async () => {
    const without = FIXED.replace(' address: 203.0.113.5,', '');
    const { code, err } = await run(['compute', fileWith(without, 'fixed.yaml')]);
    expect({ code, err }).toEqual({
      code: 1,
      err: 'router-spec: The fixed address is not known: set `tunnel.address`.\n',
    });
  });
});

describe('new without a provider', () => {
  test.each([
    ['SoftBank', '2400:2410:1:200::/64'],
    ['NURO, but none of its rules', '240d:a:1:200::/64'],
    ['a block of another continent', '2a02:8071:1:200::/56'],
  ])('%s: invents none, and says what there is to choose from', async (_, prefix) => {
    const { code, out, err } = await run(['new', '--prefix', prefix]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('router-spec: --provider: ');
    for (const id of ['transix', 'xpass', 'v6-connect', 'custom']) expect(err).toContain(`--provider ${id} `);
    expect((await run(['new', '--prefix', prefix, '--provider', 'xpass'])).out).toContain('provider: xpass');
  });

  test('is fine where the prefix tells', async () => {
    expect((await run(['new', '--prefix', '2409:10:a000:1200::/56'])).out).toContain('provider: transix');
  });
});

describe('import', () => {
  const ROUTER = path.resolve(import.meta.dirname, '../../fixtures/import/by-hand');

  test('writes the spec, and tells of each line', async () => {
    const file = path.join(folder, 'imported.router.yaml');
    const { code, out } = await run([
      'import',
      path.join(ROUTER, 'etc'),
      path.join(ROUTER, 'usr'),
      '--out',
      file,
    ]);
    expect(code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('prefix: 240b:10:1234:5600::/64');
    expect(out).toContain('- `network/interfaces`:8 → `lan.address`');
    expect((await run(['check', file])).out).toContain('dns/not-served');
  });

  test('JSON, in the language of the user', async () => {
    const { out } = await run(
      ['import', path.join(ROUTER, 'etc/hostapd/hostapd.conf'), '--format', 'json'],
      'ja',
    );
    const { lines, unread, spec } = JSON.parse(out) as Record<string, unknown>;
    expect(unread).toEqual([]);
    expect(spec).toContain('ssid: Borealis');
    expect(lines).toContainEqual(
      expect.objectContaining({ line: 14, state: 'taken', became: 'wifi[0].passphrase' }),
    );
    expect(out).not.toContain('SECURE_PASSPHRASE');
  });

  test('of nothing that is known fails', async () => {
    expect((await run(['import', fileWith('hello\n', 'notes.txt')])).code).toBe(1);
    expect((await run(['import', '/nonexistent'])).code).toBe(2);
  });
});

describe('compute', () => {
  test('one range is no ranges', async () => {
    const of = async (locale: Locale) =>
      (await run(['compute', fileWith(WHOLE_RANGE, 'offset-0.router.yaml')], locale)).out;
    expect(await of('en')).toMatch(/^Ports: \d+ in 1 range$/m);
    expect(await of('ja')).toMatch(/^ポート数: \d+（1 範囲）$/m);
  });

  test('JSON in the documented form', async () => {
    const { code, out } = await run(['compute', '--prefix', '240b:10:1234:5600::/64', '--json']);
    expect(code).toBe(0);
    const value = JSON.parse(out) as Record<string, unknown>;
    expect(value).toMatchObject({
      method: 'map-e',
      provider: 'v6plus',
      rule: {
        ipv6Prefix: '240b:10::/31',
        ipv4Prefix: '106.72.0.0/15',
        eaLength: 25,
        psidOffset: 4,
        psidLength: 8,
      },
      borderRelay: '2404:9200:225:100::64',
      ceIpv6: '240b:10:1234:5600:6a:4812:3400:5600',
      ceIpv4: '106.72.18.52',
      psid: 86,
      portCount: 240,
      tunnelMtu: 1460,
      tcpMss: 1420,
    });
    expect((value.portRanges as unknown[]).length).toBe(15);
  });

  test('DS-Lite', async () => {
    const { out } = await run([
      'compute',
      '--prefix',
      '2404:8e00:1234::/56',
      '--provider',
      'transix',
      '--json',
    ]);
    expect(JSON.parse(out)).toEqual({
      method: 'ds-lite',
      provider: 'transix',
      aftr: 'gw.transix.jp',
      b4Ipv4: '192.0.0.2',
      tunnelMtu: 1460,
      tcpMss: 1420,
    });
  });

  test('a prefix of no known provider fails with the reason', async () => {
    const { code, err, out } = await run(['compute', '--prefix', '2001:db8::/56']);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toContain('tunnel.provider');
  });

  test('a file and its prefix agree', async () => {
    const fromFile = await run(['compute', EXAMPLE, '--json']);
    const fromPrefix = await run(['compute', '--prefix', '240b:10:1234:5600::/64', '--json']);
    expect(fromFile.out).toBe(fromPrefix.out);
  });
});

describe('check', () => {
  const BAD = 'version: 1\nwan: { interface: eth0, prefix: 240b:10:1234:5600::/64, speed: 9 }\n';

  test('a good spec', async () => {
    expect(await run(['check', EXAMPLE])).toEqual({ code: 0, out: '', err: '' });
  });

  test('text: file, line and column from one', async () => {
    const file = fileWith(BAD);
    const { code, out } = await run(['check', file]);
    expect(code).toBe(1);
    expect(out).toContain(`${file}:2:57: error:`);
    expect(out).toContain('[spec/unknown-key]');
  });

  test('text: the problem matcher of the extension takes every problem of it, and nothing else', async () => {
    const [matcher] = (
      JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../../package.json'), 'utf8')) as {
        contributes: { problemMatchers: { pattern: { regexp: string } }[] };
      }
    ).contributes.problemMatchers;
    const pattern = new RegExp(matcher?.pattern.regexp ?? '', 'gm');
    const named = ['first.router.yaml', 'second.router.yaml'].map((name) => fileWith(BAD, name));
    const { out } = await run(['check', ...named]);
    const { out: json } = await run(['check', ...named, '--json']);
    const problems = JSON.parse(json) as {
      file: string;
      code: string;
      severity: string;
      message: string;
      range: { start: { line: number; character: number } };
    }[];
    expect([...out.matchAll(pattern)].map((match) => match.slice(1))).toEqual(
      problems.map(({ file, code, severity, message, range: { start } }) => [
        file,
        String(start.line + 1),
        String(start.character + 1),
        severity,
        message,
        code,
      ]),
    );
    // The lines between are those of other places.
    expect(out.replace(pattern, '').match(/^\S.*/gm)).toBeNull();
  });

  test('json: zero-based ranges and the page of the rule', async () => {
    const { out } = await run(['check', fileWith(BAD), '--format', 'json'], 'ja');
    const rows = JSON.parse(out) as { code: string; range: unknown; docs: string }[];
    const row = rows.find((each) => each.code === 'spec/unknown-key');
    expect(row?.range).toEqual({ start: { line: 1, character: 56 }, end: { line: 1, character: 61 } });
    expect(row?.docs).toMatch(/\/ja\/rules\/spec\/unknown-key\.md$/);
  });

  test('sarif: each result points to a rule of the run', async () => {
    const { out } = await run(['check', fileWith(BAD), '--format', 'sarif']);
    const sarif = JSON.parse(out) as {
      runs: {
        tool: { driver: { rules: { id: string }[] } };
        results: { ruleId: string; ruleIndex: number }[];
      }[];
    };
    const [first] = sarif.runs;
    expect(first?.results.length).toBeGreaterThan(0);
    for (const result of first?.results ?? [])
      expect(first?.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
  });

  test('--max-severity says what still passes', async () => {
    const file = fileWith(BAD);
    expect((await run(['check', file, '--max-severity', 'error'])).code).toBe(0);
    expect((await run(['check', EXAMPLE, '--max-severity', 'none'])).code).toBe(0);
  });
});

describe('render', () => {
  test('--list, --file and --out agree', async () => {
    const listed = (await run(['render', EXAMPLE, '--list'])).out.trim().split('\n');
    expect(listed.length).toBeGreaterThan(10);
    const tree = path.join(folder, 'tree');
    expect((await run(['render', EXAMPLE, '--out', tree])).code).toBe(0);
    for (const row of listed) {
      const [mode = '', file = ''] = row.split(' ');
      expect((await run(['render', EXAMPLE, '--file', file])).out).toBe(
        readFileSync(path.join(tree, file), 'utf8'),
      );
      expect(statSync(path.join(tree, file)).mode & 0o7777).toBe(Number.parseInt(mode, 8));
    }
  });

  test("the guide is in the reader's language, the router's files are the same in each", async () => {
    const both = (file: string) =>
      Promise.all(
        (['en', 'ja'] as const).map(
          async (each) => (await run(['render', EXAMPLE, '--file', file], each)).out,
        ),
      );
    const [english, japanese] = await both('INSTALL.md');
    expect(english).not.toMatch(/[ぁ-ん]/);
    expect(japanese).toMatch(/[ぁ-ん]/);
    const [one, other] = await both('/etc/nftables.nft');
    expect(one).toBe(other);
  });

  test('nothing is written for a spec with errors', async () => {
    const tree = path.join(folder, 'none');
    const { code, err } = await run(['render', fileWith('version: 1\n'), '--out', tree]);
    expect(code).toBe(1);
    expect(err).toContain('spec/missing-key');
    expect(() => statSync(tree)).toThrow();
  });
});

test('rules and explain', async () => {
  const listed = JSON.parse((await run(['rules', '--json'])).out) as { code: string }[];
  expect(listed.map((each) => each.code)).toEqual(RULES.map((rule) => rule.code));
  const page = await run(['explain', 'spec/unknown-key'], 'ja');
  expect(page.out).toContain('# spec/unknown-key');
});

test('schema is a JSON Schema that knows the blocks', async () => {
  const schema = JSON.parse((await run(['schema'])).out) as { properties: Record<string, unknown> };
  expect(Object.keys(schema.properties)).toContain('tunnel');
});

describe('format', () => {
  test('writes what is not formatted, names it, and keeps its mode', async () => {
    const file = fileWith('version:   1 # one\n', 'untidy.router.yaml');
    chmodSync(file, 0o600);
    const tidy = fileWith('version: 1\n', 'tidy.router.yaml');
    expect(await run(['format', '--check', file, tidy])).toEqual({ code: 1, out: `${file}\n`, err: '' });
    expect(readFileSync(file, 'utf8')).toBe('version:   1 # one\n');
    expect(await run(['format', file, tidy])).toEqual({ code: 0, out: `${file}\n`, err: '' });
    expect(readFileSync(file, 'utf8')).toBe('version: 1 # one\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await run(['format', '--check', file, tidy])).toEqual({ code: 0, out: '', err: '' });
  });

  test('leaves a file with errors as it is, and says so', async () => {
    const file = fileWith('nat:   [\n', 'broken.router.yaml');
    const { code, err } = await run(['format', file]);
    expect(code).toBe(1);
    expect(err).toContain('broken.router.yaml: not formatted');
    expect(readFileSync(file, 'utf8')).toBe('nat:   [\n');
  });
});

describe('what is named', () => {
  const BAD = 'version: 1\nwan: { interface: eth0, prefix: 240b:10:1234:5600::/64, speed: 9 }\n';

  test('can be folders: the specs below them, but for other people’s', async () => {
    const tree = path.join(folder, 'tree of specs');
    for (const name of [
      'a/router.yaml',
      'a/b/attic.router.yml',
      'node_modules/x/router.yaml',
      '.git/router.yaml',
    ])
      mkdirSync(path.dirname(path.join(tree, name)), { recursive: true });
    for (const name of [
      'a/router.yaml',
      'a/b/attic.router.yml',
      'node_modules/x/router.yaml',
      '.git/router.yaml',
    ])
      writeFileSync(path.join(tree, name), BAD);
    writeFileSync(path.join(tree, 'compose.yaml'), BAD);
    const of = async (...names: string[]): Promise<string[]> => {
      const rows = JSON.parse((await run(['check', '--json', ...names])).out) as { file: string }[];
      return [...new Set(rows.map(({ file }) => path.relative(tree, file).replaceAll('\\', '/')))];
    };
    const [one, other] = ['a/b/attic.router.yml', 'a/router.yaml'];
    expect(await of(tree)).toEqual([one, other]);
    expect(await of(path.join(tree, 'a/router.yaml'), tree)).toEqual([other, one]);
    expect((await run(['format', '--check', tree])).code).toBe(0);
  });

  test('cannot be a folder without specs, which would pass with nothing checked', async () => {
    const empty = path.join(folder, 'empty');
    mkdirSync(empty);
    for (const locale of ['en', 'ja'] as const)
      expect(await run(['check', empty], locale)).toMatchObject({
        code: 2,
        err: expect.stringContaining('router.yaml') as string,
      });
  });

  test('can be the standard input, under a name of its own', async () => {
    const { code, out } = await run(['check', '-', '--stdin-name', 'attic.router.yaml'], 'en', BAD);
    expect(code).toBe(1);
    expect(out).toContain('attic.router.yaml:2:57: error:');
    expect((await run(['check', '-'], 'en', BAD)).out).toContain('-:2:57: error:');
    expect((await run(['check', '-', '-'], 'en', BAD)).code).toBe(2);
  });

  test('is formatted to the standard output where it came from the standard input', async () => {
    expect(await run(['format', '-'], 'en', 'version:   1\n')).toEqual({
      code: 0,
      out: 'version: 1\n',
      err: '',
    });
    expect(await run(['format', '-'], 'en', 'version: 1\n')).toEqual({
      code: 0,
      out: 'version: 1\n',
      err: '',
    });
    expect(await run(['format', '-', '--check'], 'en', 'version:   1\n')).toEqual({
      code: 1,
      out: '-\n',
      err: '',
    });
    expect(await run(['format', '-'], 'en', 'nat:   [\n')).toMatchObject({ code: 1, out: '' });
  });
});

test('annotations for GitHub: a line each, with what would end it escaped', async () => {
  const file = fileWith(
    'version: 1\nwan: { interface: eth0, "sp%e\u00e9d": 9 }\nnat: [\n',
    'a, b.router.yaml',
  );
  const { code, out } = await run(['check', file, '--format', 'github']);
  expect(code).toBe(1);
  const lines = out.trimEnd().split('\n');
  for (const line of lines)
    expect(line).toMatch(
      /^::(?:error|warning|notice) file=[^,:]*a%2C b\.router\.yaml,line=\d+,endLine=\d+(?:,col=\d+,endColumn=\d+)?,title=[\w/-]+::.*%0Ahttps:/,
    );
  expect(out).toContain('sp%25e');
});

describe('check compares its files', () => {
  test('and names the other one, in every format', async () => {
    const example = readFileSync(EXAMPLE, 'utf8');
    const first = fileWith(example, 'first.router.yaml');
    const second = fileWith(example, 'second.router.yaml');
    const { code, out } = await run(['check', first, second]);
    expect(code).toBe(0);
    expect(out).toMatch(
      /first\.router\.yaml:\d+:\d+: warning: .*\[workspace\/same-host\]\n {2}.*second\.router\.yaml:/,
    );
    const [row] = JSON.parse((await run(['check', first, second, '--json'])).out) as {
      related: { file: string }[];
    }[];
    expect(row?.related.map(({ file }) => file)).toEqual([second]);
    const sarif = (await run(['check', first, second, '--format', 'sarif'])).out;
    expect(sarif).toMatch(/"relatedLocations": \[\s*\{\s*"id": 0,[^]*second\.router\.yaml/);
  });

  test('but not a file with itself, and a suppression for a file that is not given stays', async () => {
    const text = readFileSync(EXAMPLE, 'utf8');
    const file = fileWith(
      text.replace(
        '  host: borealis',
        '  host: borealis # router-spec-ignore: workspace/same-host -- two versions',
      ),
      'suppressed.router.yaml',
    );
    expect(await run(['check', file, file])).toEqual({ code: 0, out: '', err: '' });
    const other = fileWith(text, 'other.router.yaml');
    const { out } = await run(['check', file, other]);
    expect(out.split('\n').filter((line) => line.startsWith(file))).toEqual([]);
    expect(out).toContain(`${other}:`);
  });
});
