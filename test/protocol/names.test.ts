import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  DocumentHighlight,
  Location,
  Position,
  Range,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-types';
import { edited, marked } from './support/markers.ts';
import { TestSession, VS_CODE } from './support/session.ts';

let session: TestSession;
beforeAll(async () => {
  session = await TestSession.start();
});
afterAll(() => session.close());

/** A spec with a cursor in it; `«»` stand around what the answer should be about. */
interface Case {
  readonly text: string;
  readonly position: Position | undefined;
}

function caseOf(source: string): Case {
  const { text, positions } = marked(source.replaceAll(/[«»]/g, ''));
  return { text, position: positions[0] };
}

/** The text with the ranges of an answer shown in it. */
function shown(text: string, ranges: readonly Range[]): string {
  const at = ({ start, end }: Range): TextEdit[] => [
    { range: { start, end: start }, newText: '«' },
    { range: { start: end, end }, newText: '»' },
  ];
  // What begins where something else ends would be shown the wrong way round; names have something between them.
  return edited(text, ranges.flatMap(at));
}

const INTERFACES = `wan:
  interface: «eth0» # the ONU
tunnel:
  interface: ip6tnl1
lan:
  ports: [eth1, eth0x]
sysctl:
  net.ipv6.conf.«et<|>h0».accept_ra: 2
  net/ipv6/conf/«eth0»/accept_ra_defrtr: 1
  net.ipv4.conf.all.rp_filter: 0
`;

const HOSTS = `lan:
  dhcp:
    reservations:
      - { name: «NAS», mac: "52:54:00:12:34:56", address: 10.0.0.10 }
      - name: "camera"
nat:
  forwards:
    - tcp 5473 -> «nas<|>»:443 # nas
    - 'udp 5474->«nas»:53'
    - { protocol: tcp, port: 5475, to: "«nas»:22" }
    - tcp 5476 -> 10.0.0.10:80
    - tcp 5477 -> «nas»
firewall:
  allow:
    - { protocol: tcp, port: 443, to: «nas», from: wan }
`;

const SECRETS = `tunnel:
  update: { url: http://a.example/, user: "\${secret:«u<|>p»}", password: "\${secret:up2}" }
wifi:
  - { interface: wlan0, ssid: up, passphrase: "\${secret:«up»}" }
  - interface: wlan1
    passphrase: \${secret:«up»} # the same
`;

const ALIASES = `wan: { interface: &port «eth0» }
lan:
  ports: [eth1, «*port»]
  dhcp:
    reservations:
      - &first { name: camera, address: 10.0.0.10 }
      - { <<: *first, name: nas }
      - *first
sysctl:
  net.ipv4.conf.«e<|>th0».rp_filter: 0
`;

const BROKEN = `nat:
  forwards:
    - tcp 5473 -> «nas»:443
lan:
  ports: [eth1
  dhcp:
    reservations:
      - { name: «na<|>s»
wifi:
  - passphr
`;

describe('the places of a name', () => {
  test.each(Object.entries({ INTERFACES, HOSTS, SECRETS, ALIASES, BROKEN }))('%s', async (_, source) => {
    const { text, position } = caseOf(source);
    const uri = await session.open(text);
    const highlights = await session.ask<DocumentHighlight[]>('textDocument/documentHighlight', uri, {
      position,
    });
    const wanted = source.replace('<|>', '');
    expect(
      shown(
        text,
        highlights.map(({ range }) => range),
      ),
    ).toBe(wanted);
    const references = await session.ask<Location[]>('textDocument/references', uri, {
      position,
      context: { includeDeclaration: true },
    });
    expect(references.every((each) => each.uri === uri)).toBe(true);
    expect(
      shown(
        text,
        references.map(({ range }) => range),
      ),
    ).toBe(wanted);
  });

  test('that give it can be left out', async () => {
    const { text, position } = caseOf(HOSTS);
    const uri = await session.open(text);
    const references = await session.ask<Location[]>('textDocument/references', uri, {
      position,
      context: { includeDeclaration: false },
    });
    expect(references.map(({ range }) => range.start.line)).toEqual([7, 8, 9, 11, 14]);
    const highlights = await session.ask<DocumentHighlight[]>('textDocument/documentHighlight', uri, {
      position,
    });
    expect(highlights.map(({ kind }) => kind)).toEqual([3, 2, 2, 2, 2, 2]);
  });

  test.each([
    ['an address', 'nat:\n  forwards:\n    - tcp 5473 -> 10.0.<|>0.10:443\n'],
    ['a key', 'lan:\n  po<|>rts: [eth1]\n'],
    ['a comment', 'lan:\n  ports: [eth1] # et<|>h1\n'],
    ['a setting of all interfaces', 'sysctl:\n  net.ipv4.conf.a<|>ll.rp_filter: 0\n'],
    ['the name of the router', 'hostname: bo<|>realis\n'],
    ['an empty file', '<|>'],
  ])('are none for %s', async (_, source) => {
    const { text, position } = caseOf(source);
    const uri = await session.open(text);
    for (const method of ['definition', 'documentHighlight'])
      expect(await session.ask(`textDocument/${method}`, uri, { position })).toEqual([]);
  });
});

describe('the definition', () => {
  test.each([
    ['of a host', HOSTS, ['NAS']],
    ['of an interface', INTERFACES, ['eth0']],
    ['of a secret is not in the spec', SECRETS, []],
    ['behind an alias', 'wan: { interface: &p eth0 }\nlan: { ports: [*<|>p] }\n', ['eth0', '*p']],
    ['of a default', 'lan:\n  stp: false\nsysctl:\n  net.ipv4.conf.b<|>r0.forwarding: 1\n', ['lan']],
    ['of a name that is given nowhere', 'nat:\n  forwards: [tcp 1024 -> na<|>s:443]\n', []],
    [
      'of an interface with a dot',
      'wan: { interface: eth0.10 }\nsysctl:\n  net.ipv4.conf.eth0<|>/10.forwarding: 1\n',
      ['eth0.10'],
    ],
  ])('%s', async (_, source, wanted) => {
    const { text, position } = caseOf(source);
    const uri = await session.open(text);
    const found = await session.ask<Location[]>('textDocument/definition', uri, { position });
    const lines = text.split('\n');
    expect(
      found.map(({ range }) => lines[range.start.line]?.slice(range.start.character, range.end.character)),
    ).toEqual(wanted);
  });
});

/** The text after a rename at its cursor. */
async function afterRename(source: string, newName: string, on: TestSession = session): Promise<string> {
  const { text, position } = caseOf(source);
  const uri = await on.open(text);
  const edit = await on.ask<WorkspaceEdit>('textDocument/rename', uri, { position, newName });
  const [change] = edit.documentChanges ?? [];
  expect(change).toMatchObject({ textDocument: { uri, version: 1 } });
  return edited(text, (change as { edits: TextEdit[] }).edits);
}

/** The spec with another name where the marks are. */
const withName = (source: string, name: string): string =>
  source.replaceAll(/«[^»]*»/g, (found) => (found.startsWith('«*') ? found.slice(1, -1) : name));

describe('a rename', () => {
  test.each([
    ['an interface', INTERFACES, 'enp1s0'],
    ['a host, of which only the case changes', HOSTS, 'Nas'],
    ['a host', HOSTS, 'store-1'],
    ['a secret', SECRETS, 'update_2.x'],
    ['a name behind anchors and aliases', ALIASES, 'enp1s0'],
    ['the healthy part of broken YAML', BROKEN, 'store'],
  ])('%s', async (_, source, name) => {
    expect(await afterRename(source, name)).toBe(withName(source, name));
  });

  test.each([
    [
      'a dot becomes a slash where dots separate',
      'wan: { interface: eth0 }\nsysctl:\n  net.ipv4.conf.e<|>th0.forwarding: 1\n  net/ipv6/conf/eth0/forwarding: 1\n',
      'eth0.10',
      'wan: { interface: eth0.10 }\nsysctl:\n  net.ipv4.conf.eth0/10.forwarding: 1\n  net/ipv6/conf/eth0.10/forwarding: 1\n',
    ],
    [
      'a default is written down',
      'lan:\n  ports: [eth1] # one\nsysctl:\n  net.ipv4.conf.br0<|>.forwarding: 1\n',
      'lan0',
      'lan:\n  ports: [eth1] # one\n  interface: lan0\nsysctl:\n  net.ipv4.conf.lan0.forwarding: 1\n',
    ],
    [
      'line endings and wide characters stay',
      'wifi: # 🗾\r\n  - { ssid: "🗾🗾", interface: wl<|>an0 }\r\n',
      'wlan1',
      'wifi: # 🗾\r\n  - { ssid: "🗾🗾", interface: wlan1 }\r\n',
    ],
  ])('%s', async (_, source, name, wanted) => {
    expect(await afterRename(source, name)).toBe(wanted);
  });

  test('is a plain edit for a client that knows no versions', async () => {
    const plain = await TestSession.start({
      capabilities: { ...VS_CODE, workspace: { configuration: true }, textDocument: {} },
    });
    expect(plain.initialized.capabilities.renameProvider).toBe(true);
    const { text, position } = caseOf(SECRETS);
    const uri = await plain.open(text);
    const edit = await plain.ask<WorkspaceEdit>('textDocument/rename', uri, { position, newName: 'x' });
    expect(edited(text, edit.changes?.[uri] ?? [])).toBe(withName(SECRETS, 'x'));
    await plain.close();
  });

  test('begins with the name as it is written', async () => {
    const { text, position } = caseOf(HOSTS);
    const uri = await session.open(text);
    expect(await session.ask('textDocument/prepareRename', uri, { position })).toEqual({
      range: { start: { line: 7, character: 18 }, end: { line: 7, character: 21 } },
      placeholder: 'nas',
    });
  });
});

describe.each(['en', 'ja'] as const)('what cannot be renamed is refused, in %s', (locale) => {
  let own: TestSession;
  beforeAll(async () => {
    own = await TestSession.start({ locale });
  });
  afterAll(() => own.close());

  test.each([
    [
      'a name that is none',
      HOSTS,
      'my nas',
      { en: /`my nas` is not a host name/, ja: /`my nas` はホスト名（.*）ではありません/ },
    ],
    [
      'a name that is too long',
      INTERFACES,
      'abcdefghijklmnop',
      { en: /too long for an interface name/, ja: /インターフェース名として長すぎます/ },
    ],
    ['a secret with a blank', SECRETS, 'a b', { en: /not the name of a secret/, ja: /シークレット名/ }],
    [
      'what would be an address where it is used',
      HOSTS,
      '10',
      {
        en: /^The name is used on line 8, .* This is not an IPv4 address/,
        ja: /^この名前は 8 行目で使われています.*IPv4 アドレスではありません/,
      },
    ],
    [
      'a name that another has',
      HOSTS,
      'Camera',
      {
        en: 'Another reservation is already called `camera` (line 5). Choose a name that is free.',
        ja: '`camera` は別の予約の名前として使われています（5 行目）。ほかの名前にしてください。',
      },
    ],
    [
      'the default of another',
      INTERFACES,
      'br0',
      {
        en: 'Another interface is already called `br0` (line 5). Choose a name that is free.',
        ja: '`br0` は別のインターフェースの名前として使われています（5 行目）。ほかの名前にしてください。',
      },
    ],
    ['another secret', SECRETS, 'up2', { en: /Another secret/, ja: /別のシークレット/ }],
    [
      'what an escape hides',
      'wan: { interface: "et\\x680" }\nsysctl:\n  net.ipv4.conf.eth<|>0.forwarding: 1\n',
      'eth5',
      { en: /On line 1 the name is written with escapes/, ja: /1 行目の名前はエスケープ/ },
    ],
    [
      'what is no name',
      'lan:\n  address: 10.0.<|>0.1/24\n',
      'x',
      { en: /^Only names can be renamed/, ja: /^名前を変更できるのは/ },
    ],
  ])('%s', async (_, source, newName, messages) => {
    const { text, position } = caseOf(source);
    const uri = await own.open(text);
    await expect(own.ask('textDocument/rename', uri, { position, newName })).rejects.toThrow(
      messages[locale],
    );
  });

  test('before anything is typed', async () => {
    const { text, position } = caseOf('lan:\n  address: 10.0.<|>0.1/24\n');
    const uri = await own.open(text);
    await expect(own.ask('textDocument/prepareRename', uri, { position })).rejects.toThrow(
      locale === 'en' ? 'Only names can be renamed' : '名前を変更できるのは',
    );
  });
});
