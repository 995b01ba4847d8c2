import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CodeAction } from 'vscode-languageserver-types';
import type { ExtractedSecret } from '../../server/src/service/refactor/extracted-secret.ts';
import { analyze } from '../../server/src/core/analysis.ts';
import { actionsFor, afterAction } from './support/expect.ts';
import { edited, marked } from './support/markers.ts';
import { TestSession } from './support/session.ts';

const SPEC = `version: 1
hostname: borealis
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64 # from the ONU
tunnel: # IPv4
  provider: v6plus
  mtu: 1460 # as computed
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  dhcp:
    reservations:
      - { name: nas, mac: "52:54:00:12:34:56", address: 10.100.0.10 }
nat:
  forwards:
    - tcp 5472 -> nas:22 # ssh
    - { protocol: udp, port: 5473, to: 10.100.0.10:53 }
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: 'correct horse' # told to guests
`;

const REFACTOR = { only: ['refactor'] };

let session: TestSession;
beforeAll(async () => {
  session = await TestSession.start({ options: { secrets: true } });
});
afterAll(() => session.close());

/** The text with a cursor before the first occurrence of a piece of it. */
function at(piece: string, text = SPEC): string {
  expect(text).toContain(piece);
  return text.replace(piece, () => `<|>${piece}`);
}

async function actionsAt(source: string, only = REFACTOR.only): Promise<CodeAction[]> {
  const { text, positions } = marked(source);
  const [cursor] = positions;
  if (cursor === undefined) throw new Error('There is no marker.');
  return actionsFor(session, text, { range: { start: cursor, end: cursor }, only });
}

async function after(source: string, title: RegExp): Promise<string> {
  const { text, positions } = marked(source);
  const [cursor] = positions;
  if (cursor === undefined) throw new Error('There is no marker.');
  return afterAction(session, text, title, { range: { start: cursor, end: cursor }, ...REFACTOR });
}

const titles = async (source: string): Promise<string[]> =>
  (await actionsAt(source)).map(({ title }) => title);

describe('writing out a default', () => {
  test('offers what holds in the block, with the values of this line', async () => {
    expect(await titles(at('tunnel: # IPv4'))).toEqual([
      'Write out `method: map-e`',
      'Write out `border-relay: 2404:9200:225:100::64`',
      'Write out `interface-id: map-draft-03`',
      'Write out `interface: ip6tnl1`',
      'Write out `encapsulation-limit: none`',
      'Write out `mss-clamp: true`',
      'Write out `route: default`',
      'Write out all defaults of `tunnel`',
    ]);
  });

  test.each<[string, string, RegExp, string, string]>([
    [
      'one',
      'tunnel: # IPv4',
      /border-relay/,
      '  mtu: 1460 # as computed\n',
      '  mtu: 1460 # as computed\n  border-relay: 2404:9200:225:100::64\n',
    ],
    [
      'all of a block',
      'wan:\n',
      /all defaults of `wan`/,
      '5600::/64 # from the ONU\n',
      '5600::/64 # from the ONU\n  prefix-source: ra\n  mtu: 1500\n',
    ],
    [
      'of an entry of a list, on its first key',
      'interface: wlan0',
      /all defaults of `wifi`/,
      "passphrase: 'correct horse' # told to guests\n",
      "passphrase: 'correct horse' # told to guests\n    country: JP\n    band: 5GHz\n    channel: 36\n    width: 80\n    standards: [n, ac]\n    security: wpa2\n",
    ],
  ])('%s', async (_, cursor, title, before, written) => {
    expect(await after(at(cursor), title)).toBe(SPEC.replace(before, written));
  });

  test('in braces', async () => {
    const text = SPEC.replace(/dhcp:\n.*\n.*\n/, 'dhcp: { lease: 1h }\n');
    expect(await after(at('dhcp: {', text), /domain/)).toBe(
      text.replace('{ lease: 1h }', '{ lease: 1h, domain: home.arpa }'),
    );
  });
});

test('all defaults of a block that is empty braces, with commas between them', async () => {
  const text = SPEC.replace(/dhcp:\n.*\n.*\n/, 'dhcp: {} # DHCP\n').replace(
    'tcp 5472 -> nas:22',
    'tcp 5472 -> 10.100.0.10:22',
  );
  const written = await after(at('dhcp: {', text), /all defaults of `dhcp`/);
  expect(written).toBe(
    text.replace(
      '{}',
      '{ range: 10.100.0.128-10.100.0.254, lease: 12h, dns: [10.100.0.1], domain: home.arpa }',
    ),
  );
  const codes = (of: string): string[] =>
    analyze(of)
      .problems()
      .map(({ code }) => code);
  expect(codes(written)).toEqual(codes(text));
});

describe('removing what holds anyway', () => {
  test.each<[string, string, string, string]>([
    ['a computed value', 'mtu: 1460', '  mtu: 1460 # as computed\n', ''],
    ['the provider that the prefix tells', 'v6plus', '  provider: v6plus\n', ''],
  ])('%s', async (_, cursor, before, left) => {
    expect(await after(at(cursor), /^Remove `/)).toBe(SPEC.replace(before, left));
  });

  test('a whole block', async () => {
    const text = `${SPEC}\n# names\ndns:\n  serve: true\n`;
    expect(await after(at('dns:', text), /^Remove `dns`/)).toBe(`${SPEC}\n# names\n`);
  });

  test.each([
    ['what makes a difference', at('mtu: 1280', SPEC.replace('1460', '1280'))],
    ['what has to be there', at('eth0')],
    ['a block that is more than its defaults', at('dhcp:')],
    ['anything of a spec that makes no router', at('mtu: 1460', SPEC.replace('eth0', ''))],
  ])('but not %s', async (_, source) => {
    expect((await titles(source)).filter((title) => title.startsWith('Remove'))).toEqual([]);
  });
});

describe('the forms of a forward', () => {
  test.each<[string, string, string]>([
    ['- tcp 5472 -> nas:22 # ssh', 'Write as keys', '- { protocol: tcp, port: 5472, to: nas:22 } # ssh'],
    [
      '- { protocol: udp, port: 5473, to: 10.100.0.10:53 }',
      'Write in the short form',
      '- udp 5473 -> 10.100.0.10:53',
    ],
  ])('%s', async (before, title, written) => {
    expect(await titles(at(before.slice(2)))).toEqual([title]);
    expect(await after(at(before.slice(2)), new RegExp(title))).toBe(SPEC.replace(before, written));
  });

  const forwards = (text: string): string => SPEC.replace(/forwards:\n.*\n.*\n/, () => `forwards:\n${text}`);
  const long = '    - protocol: udp # one\n      port: 5473\n      to: nas:53\n';

  test('keys on lines of their own, where the others have them', async () => {
    const text = forwards(`    - "tcp 5472 -> nas:22" # ssh\n${long}`);
    expect(await after(at('tcp 5472', text), /as keys/)).toBe(
      text.replace(
        '- "tcp 5472 -> nas:22" # ssh',
        '- protocol: tcp\n      port: 5472\n      to: nas:22 # ssh',
      ),
    );
  });

  test('from the part that the cursor is on, and from lines of their own', async () => {
    const text = forwards(long.replace(' # one', '').replace('53\n', '53 # dns\n'));
    expect(await after(at('5473', text), /short form/)).toBe(forwards('    - udp 5473 -> nas:53 # dns\n'));
  });

  test('not where a comment would be lost', async () => {
    expect(await titles(at('5473', forwards(long)))).toEqual([]);
  });
});

test.each([
  ['"52:54:00:12:34:56"', '"5254.0012.3456"'],
  ['aa:bb:cc:00:11:22', 'AA-BB-CC-00-11-22'],
  ['"52:54:00:12:34:56"', '525400123456'],
])('a MAC address is written as %s', async (usual, copied) => {
  const text = SPEC.replace('"52:54:00:12:34:56"', copied);
  expect(await after(at(copied, text), /^Write as `/)).toBe(text.replace(copied, usual));
  expect(await titles(at(usual, SPEC.replace('"52:54:00:12:34:56"', usual)))).toEqual([]);
});

describe('storing a secret', () => {
  const uriOf = (action: CodeAction | undefined): unknown => action?.command?.arguments;

  test('is a command that names the place and never the value', async () => {
    const [action, ...others] = (await actionsAt(at("'correct horse'"))).filter(
      ({ command }) => command !== undefined,
    );
    expect(action).toMatchObject({
      title: 'Store the value as a secret, and write its name here',
      kind: 'refactor.extract',
      command: { command: 'routerSpec.storeSecret', arguments: [{ path: ['wifi', 0, 'passphrase'] }] },
    });
    expect(action?.edit).toBeUndefined();
    expect(JSON.stringify(action)).not.toContain('horse');
    expect(others).toEqual([]);
  });

  test('is the preferred fix where the passphrase stands in the file', async () => {
    const found = await actionsAt(at("'correct horse'"), ['quickfix']);
    expect(found.map(({ title, isPreferred }) => [title, isPreferred ?? false])).toEqual([
      ['Store the value as a secret, and write its name here', true],
      ['Replace by `${secret:wifi}` (you are asked for the value at the next deploy)', false],
      ['Suppress `wifi/passphrase-in-clear` on this line, with a reason', false],
    ]);
    expect(uriOf(found[0])).toEqual([expect.objectContaining({ path: ['wifi', 0, 'passphrase'] })]);
  });

  test('gives the client the value, and the text without it', async () => {
    const uri = await session.open(SPEC);
    const ask = (taken: string[]): Promise<ExtractedSecret | null> =>
      session.client.sendRequest('routerSpec/extractSecret', { uri, path: ['wifi', 0, 'passphrase'], taken });
    const found = await ask([]);
    expect(found).toMatchObject({ name: 'wifi', value: 'correct horse', version: 1 });
    const edits = found?.edit.changes?.[uri] ?? [];
    expect(edited(SPEC, edits)).toBe(SPEC.replace("'correct horse'", "'${secret:wifi}'"));
    expect(await ask(['wifi'])).toMatchObject({ name: 'wifi-wlan0' });
    expect(await ask(['wifi', 'wifi-wlan0'])).toMatchObject({ name: 'wifi-2' });
  });

  test('has nothing to store where there is a name already', async () => {
    const text = SPEC.replace("'correct horse'", '${secret:wifi}');
    expect(await titles(at('${secret', text))).toEqual([]);
    const uri = await session.open(text);
    expect(
      await session.client.sendRequest('routerSpec/extractSecret', {
        uri,
        path: ['wifi', 0, 'passphrase'],
        taken: [],
      }),
    ).toBeNull();
  });

  test('is not offered to a client that keeps none', async () => {
    const plain = await TestSession.start();
    const { text, positions } = marked(at("'correct horse'"));
    const start = positions[0] ?? { line: 0, character: 0 };
    const found = await actionsFor(plain, text, { range: { start, end: start } });
    expect(found.filter(({ command }) => command !== undefined)).toEqual([]);
    expect(found.find(({ isPreferred }) => isPreferred)?.title).toContain('${secret:wifi}');
    await plain.close();
  });
});

test('the names of the secrets that the client keeps are offered, with those of the spec first', async () => {
  const asked: unknown[] = [];
  session.client.onRequest('routerSpec/secretNames', (params: unknown) => {
    asked.push(params);
    return ['office', 'home'];
  });
  const { text, positions } = marked(
    SPEC.replace("'correct horse'", '${secret:mine}') + '  - passphrase: <|>\n',
  );
  const uri = await session.open(text);
  const items = await session.ask<{ label: string; detail: string }[]>('textDocument/completion', uri, {
    position: positions[0],
  });
  expect(items.map(({ label, detail }) => [label, detail])).toEqual([
    ['${secret:mine}', 'used in this spec'],
    ['${secret:home}', 'its value is stored'],
    ['${secret:office}', 'its value is stored'],
  ]);
  expect(asked).toHaveLength(1);
});

test('in Japanese', async () => {
  const japanese = await TestSession.start({ locale: 'ja', options: { secrets: true } });
  const { text, positions } = marked(at('mtu: 1460'));
  const start = positions[0] ?? { line: 0, character: 0 };
  const found = await actionsFor(japanese, text, { range: { start, end: start }, ...REFACTOR });
  expect(found.map(({ title }) => title)).toEqual(['既定値と同じ `mtu` を削除']);
  await japanese.close();
});
