import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyze } from '../../server/src/core/analysis.ts';
import { actionsFor, afterAction } from './support/expect.ts';
import { TestSession, VS_CODE } from './support/session.ts';

const SPEC = `version: 1 # the only one
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64
tunnel:
  provider: v6plus
  mtu: 1500 # too large
lan:
  ports: [eth1]
  address: 10.0.0.1/24
nat:
  forwards:
    - tcp 8080 -> 10.0.0.2:80
`;

let session: TestSession;
beforeAll(async () => {
  session = await TestSession.start();
});
afterAll(() => session.close());

const line = (number: number) => ({
  start: { line: number, character: 8 },
  end: { line: number, character: 8 },
});

describe('quick fixes', () => {
  test('mend the problem and leave the rest of the line alone', async () => {
    expect(await afterAction(session, SPEC, /1460/, { range: line(6) })).toBe(
      SPEC.replace('mtu: 1500', 'mtu: 1460'),
    );
  });

  test('are for the problems of the range, say what they do, and come before suppressing', async () => {
    const actions = await actionsFor(session, SPEC, { range: line(6) });
    expect(actions.length).toBeGreaterThan(1);
    expect(actions.every(({ kind }) => kind === 'quickfix')).toBe(true);
    expect(actions[0]?.isPreferred).toBe(true);
    expect(actions[0]?.diagnostics?.[0]).toMatchObject({
      code: 'tunnel/mtu-too-large',
      source: 'router-spec',
    });
    expect(actions.at(-1)?.title).toBe('Suppress `tunnel/mtu-too-large` on this line, with a reason');
    expect(await actionsFor(session, SPEC, { range: line(2) })).toEqual([]);
  });

  test('offer what was probably meant', async () => {
    expect(await afterAction(session, 'version: 1\nhostnam: x\n', /hostname/)).toBe(
      'version: 1\nhostname: x\n',
    );
  });

  test.each<[string, string, RegExp, string]>([
    ['the version', '# mine\nhostname: a\n', /version/, '# mine\nversion: 1\nhostname: a\n'],
    [
      'a word for yes',
      'version: 1\nlan:\n  stp: Yes # loops\n',
      /`true`/,
      'version: 1\nlan:\n  stp: true # loops\n',
    ],
    ['a word in capitals', 'tunnel: { method: MAP-E }\n', /`map-e`/, 'tunnel: { method: map-e }\n'],
    ['small letters', "wifi:\n  - country: 'jp'\n", /JP/, "wifi:\n  - country: 'JP'\n"],
    [
      'a key that stands there twice',
      'dns:\n  serve: true\n  upstream: [1.1.1.1]\n  serve: false # no\nlan:\n',
      /Remove this one/,
      'dns:\n  serve: true\n  upstream: [1.1.1.1]\nlan:\n',
    ],
    ['a list of one', 'lan:\n  ports: eth1 # left\n', /as a list/, 'lan:\n  ports: [eth1] # left\n'],
    [
      'a list without brackets',
      'dns:\n  upstream: 1.1.1.1, 2620:fe::fe\n',
      /as a list/,
      'dns:\n  upstream: [1.1.1.1, 2620:fe::fe]\n',
    ],
    ['letters that have changed places', 'wifi:\n  - bnad: 5GHz\n', /band/, 'wifi:\n  - band: 5GHz\n'],
    [
      'a prefix without its colons',
      'wan: { prefix: 240b:10:1234:5600/64 }\n',
      /5600::/,
      'wan: { prefix: 240b:10:1234:5600::/64 }\n',
    ],
    [
      'an interface identifier without its colons',
      'tunnel: { local-id: feed }\n',
      /::feed/,
      'tunnel: { local-id: ::feed }\n',
    ],
    [
      'a protocol in capitals',
      'nat: { forwards: [TCP 5472 -> nas:22] }\n',
      /tcp 5472/,
      'nat: { forwards: [tcp 5472 -> nas:22] }\n',
    ],
    [
      'tabs',
      'wan:\n\tinterface: eth0\n\tmtu: 1500\ndns: { serve: true }\n',
      /two spaces/,
      'wan:\n  interface: eth0\n  mtu: 1500\ndns: { serve: true }\n',
    ],
    [
      'tabs that were meant to be wider, as the lines beside them say',
      'wan:\n    interface: eth0\n\tmtu: 1500\n',
      /four spaces/,
      'wan:\n    interface: eth0\n    mtu: 1500\n',
    ],
    [
      'a server of a list of several lines, with its comment',
      'dns:\n  upstream: [\n    2606:4700:4700::1111, # Cloudflare\n    2001:4860:4860::8888, # Google\n    "::1" # old\n    ]\n',
      /Remove this server/,
      'dns:\n  upstream: [\n    2606:4700:4700::1111, # Cloudflare\n    2001:4860:4860::8888 # Google\n    ]\n',
    ],
    [
      'a passphrase in a block scalar, and leave the next key on its line',
      'wifi:\n  - interface: wlan0\n    ssid: a\n    passphrase: >-\n      literalpass\n    channel: 36\n',
      /secret:wifi/,
      'wifi:\n  - interface: wlan0\n    ssid: a\n    passphrase: ${secret:wifi}\n    channel: 36\n',
    ],
    [
      'a colon in full width',
      'wan:\n  interface：eth0\n  mtu: 1\n',
      /ASCII/,
      'wan:\n  interface: eth0\n  mtu: 1\n',
    ],
    [
      'a blank in full width before a comment',
      'wan: \n  prefix: 240b::/64　# the line\n',
      /ASCII/,
      'wan: \n  prefix: 240b::/64 # the line\n',
    ],
    ['indentation in full width', 'lan:\n　ports: [eth1]\n', /ASCII/, 'lan:\n  ports: [eth1]\n'],
    [
      'an arrow',
      'nat: { forwards: [tcp 5472 → nas:443] }\n',
      /->/,
      'nat: { forwards: [tcp 5472 -> nas:443] }\n',
    ],
    ['commas of Japanese', 'lan: { ports: [eth1、eth2] }\n', /eth1, eth2/, 'lan: { ports: [eth1, eth2] }\n'],
    [
      'brackets in full width',
      'lan: { ports: ［eth1、eth2］ }\n',
      /eth1, eth2/,
      'lan: { ports: [eth1, eth2] }\n',
    ],
    [
      'digits in full width',
      "lan: { address: '１０．０．０．１／２４' }\n",
      /10\.0/,
      "lan: { address: '10.0.0.1/24' }\n",
    ],
  ])('mend %s', async (_, before, title, after) => {
    expect(await afterAction(session, before, title)).toBe(after);
  });

  test.each([
    ['an interface in capitals, where the kernel has the name for itself', 'lan: { ports: [eth1, lo] }\n'],
    ['a key that its block has already', 'tunnel:\n  Provider: v6plus\n  provider: v6plus\n'],
  ])('do not offer %s', async (_, text) => {
    const titles = (await actionsFor(session, text)).map(({ title }) => title);
    expect(titles.filter((title) => title.startsWith('Change to'))).toEqual([]);
  });

  test('take one code out of a suppression, and leave the others', async () => {
    const before = SPEC.replace(
      '  mtu:',
      '  # router-spec-ignore: tunnel/mtu-too-large, dns/loop -- lab\n  mtu:',
    );
    expect(await afterAction(session, before, /Remove the suppression/)).toBe(
      before.replace(', dns/loop', ''),
    );
    const other = before.replace('tunnel/mtu-too-large, dns/loop', 'dns/loop, tunnel/mtu-too-large');
    expect(await afterAction(session, other, /Remove the suppression/)).toBe(other.replace('dns/loop, ', ''));
  });

  test('move a reservation out of the DHCP range', async () => {
    const dhcp = (address: string): string =>
      SPEC.replace(
        'nat:',
        `  dhcp:\n    range: 10.0.0.100-10.0.0.200\n    reservations:\n      - { name: a, mac: "52:54:00:00:00:01", address: 10.0.0.10 }\n      - { name: b, mac: "52:54:00:00:00:02", address: ${address} } # b\nnat:`,
      );
    expect(await afterAction(session, dhcp('10.0.0.150'), /which is free/)).toBe(dhcp('10.0.0.11'));
  });

  test('are plain edits for a client that knows no versions', async () => {
    const plain = await TestSession.start({
      capabilities: { ...VS_CODE, workspace: { configuration: true } },
    });
    const [action] = await actionsFor(plain, 'version: 1\nhostnam: x\n');
    expect(Object.values(action?.edit?.changes ?? {})).toHaveLength(1);
    expect(action?.edit?.documentChanges).toBeUndefined();
    await plain.close();
  });
});

describe('suppressing', () => {
  const suppress = /Suppress `tunnel\/mtu-too-large`/;

  test('writes a comment above the line, in its indentation, and silences the problem', async () => {
    const after = await afterAction(session, SPEC, suppress, { range: line(6) });
    expect(after).toBe(
      SPEC.replace(
        '  mtu:',
        '  # router-spec-ignore: tunnel/mtu-too-large -- why this is right here\n  mtu:',
      ),
    );
    const codes = analyze(after)
      .problems()
      .map(({ code }) => code);
    expect(codes).not.toContain('tunnel/mtu-too-large');
    expect(codes).not.toContain('suppression/unused');
  });

  test('adds to a comment that is there', async () => {
    const before = SPEC.replace('  mtu:', '  # router-spec-ignore: tunnel/other -- because\n  mtu:');
    expect(await afterAction(session, before, suppress)).toBe(
      before.replace('tunnel/other', 'tunnel/other, tunnel/mtu-too-large'),
    );
  });

  test('selects the reason in a client that knows edits with holes', async () => {
    const snippets = await TestSession.start({
      capabilities: {
        ...VS_CODE,
        workspace: {
          ...VS_CODE.workspace,
          workspaceEdit: { documentChanges: true, snippetEditSupport: true },
        },
      },
    });
    const action = (await actionsFor(snippets, SPEC)).find(({ title }) =>
      title.includes('Suppress `tunnel/mtu-too-large`'),
    );
    expect(action?.edit?.documentChanges).toMatchObject([
      {
        edits: [
          {
            range: { start: { line: 6, character: 0 }, end: { line: 6, character: 0 } },
            snippet: {
              kind: 'snippet',
              value: '  # router-spec-ignore: tunnel/mtu-too-large -- ${1:why this is right here}\n',
            },
          },
        ],
      },
    ]);
    await snippets.close();
  });

  test('keeps the line ending of the file', async () => {
    const before = SPEC.replaceAll('\n', '\r\n');
    expect(await afterAction(session, before, suppress)).toContain('right here\r\n  mtu');
  });

  test('is not offered for what cannot be read', async () => {
    const titles = (await actionsFor(session, 'version: 1\nhostnam: x\nwan: [\n')).map(({ title }) => title);
    expect(titles.filter((title) => title.startsWith('Suppress'))).toEqual([]);
  });
});

describe('fix all', () => {
  test('applies the safe fixes and leaves no problem that it could have mended', async () => {
    const before = `${SPEC}hostnam: x\nservies: [sshd]\n`;
    const after = await afterAction(session, before, /./, { only: ['source.fixAll'] });
    expect(after).toContain('hostname: x');
    expect(after).toContain('services: [sshd]');
    expect(after).toContain('mtu: 1460 # too large');
    const safe = analyze(after)
      .problems()
      .flatMap((problem) => (problem.fixes ?? []).filter((fix) => fix.safe && fix.preferred));
    expect(safe).toEqual([]);
  });

  test('is offered when asked for, and only if there is something to do', async () => {
    expect((await actionsFor(session, SPEC)).every(({ kind }) => kind === 'quickfix')).toBe(true);
    expect(await actionsFor(session, 'version: 1\n', { only: ['source.fixAll.routerSpec'] })).toEqual([]);
    expect(await actionsFor(session, SPEC, { only: ['refactor'] })).toEqual([]);
  });
});
