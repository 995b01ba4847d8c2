import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CompletionItem } from 'vscode-languageserver-types';
import { afterCompletion, completionsAt, expectLabels } from './support/expect.ts';
import { TestSession, VS_CODE } from './support/session.ts';

const LINE = `version: 1
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64
`;
const TOP = [
  'version',
  'wan',
  'tunnel',
  'lan',
  'hostname',
  'system',
  'dns',
  'nat',
  'firewall',
  'wifi',
  'sysctl',
  'packages',
  'services',
  'deploy',
];
/** Whole specs, for a file that has nothing yet. */
const TEMPLATES = ['router v6plus', 'router ocn', 'router ds-lite', 'router custom', 'router fixed'];
const PROVIDERS = ['v6plus', 'ocn', 'biglobe', 'nuro', 'transix', 'xpass', 'v6-connect', 'ocx', 'custom'];

let session: TestSession;
beforeAll(async () => {
  session = await TestSession.start();
});
afterAll(() => session.close());

describe('keys', () => {
  test.each([
    ['an empty file', '<|>', [...TEMPLATES, ...TOP]],
    [
      'a file of comments, and the first letter',
      '# The router of\n# our home\n\nr<|>\n',
      [...TEMPLATES, ...TOP],
    ],
    [
      'the top, without those that are there',
      `${LINE}<|>`,
      TOP.filter((key) => !['version', 'wan'].includes(key)),
    ],
    [
      'a half-typed word',
      `${LINE}t<|>\nlan:\n  ports: [eth1]\n`,
      TOP.filter((key) => !['version', 'wan', 'lan'].includes(key)),
    ],
    ['a block, what it must have first', 'wan:\n  <|>\n', ['interface', 'prefix', 'prefix-source', 'mtu']],
    ['the middle of a block', 'wan:\n  interface: eth0\n  <|>\n  mtu: 1500\n', ['prefix', 'prefix-source']],
    ['a block with another below', 'dns:\n  <|>\nwan:\n  mtu: 1500\n', ['serve', 'upstream']],
    [
      'a key that is renamed',
      'wan:\n  inter<|>face: eth0\n',
      ['interface', 'prefix', 'prefix-source', 'mtu'],
    ],
    [
      'behind a dash',
      'lan:\n  dhcp:\n    reservations:\n      - <|>\n',
      ['name', 'mac', 'address', 'name, mac, address …'],
    ],
    [
      'the second line of an entry',
      'lan:\n  dhcp:\n    reservations:\n      - name: nas\n        <|>\n',
      ['mac', 'address'],
    ],
    [
      'the second entry of a list',
      'wifi:\n- interface: wlan0\n  ssid: a\n- <|>\n  ssid: b\n',
      ['interface', 'passphrase', 'country', 'band', 'channel', 'width', 'standards', 'security', 'options'],
    ],
    ['braces', 'wan: { <|> }\n', ['interface', 'prefix', 'prefix-source', 'mtu']],
    ['braces that are not closed', 'wan: { interface: eth0, <|>\nlan:\n', ['prefix', 'prefix-source', 'mtu']],
    [
      'braces in a list',
      'firewall:\n  allow:\n    - { service: ssh, <|> }\n',
      ['protocol', 'port', 'to', 'from'],
    ],
    ['braces over two lines', 'wan: {\n  interface: eth0,\n  <|>\n}\n', ['prefix', 'prefix-source', 'mtu']],
    ['a quoted key', 'wan:\n  "inter<|>\n', ['interface', 'prefix', 'prefix-source', 'mtu']],
    [
      'with comments between',
      'wan:\n  # the port\n\n  <|>\n',
      ['interface', 'prefix', 'prefix-source', 'mtu'],
    ],
    ['CRLF', 'wan:\r\n  interface: eth0\r\n  <|>\r\n', ['prefix', 'prefix-source', 'mtu']],
  ])('%s', (_, source, labels) => expectLabels(session, source, labels));
});

describe('values', () => {
  test.each([
    ['closed values', 'tunnel:\n  method: <|>\n', ['map-e', 'ds-lite', 'ipip']],
    ['half-typed', 'tunnel:\n  method: ma<|>\n', ['map-e', 'ds-lite', 'ipip']],
    ['directly behind the colon', 'tunnel:\n  method:<|>\n', ['map-e', 'ds-lite', 'ipip']],
    ['in quotes', 'tunnel:\n  method: "<|>\n', ['map-e', 'ds-lite', 'ipip']],
    ['yes or no', 'lan:\n  stp: <|>\n', ['true', 'false']],
    ['in braces', 'firewall:\n  allow:\n    - { from: <|>, service: ssh }\n', ['lan', 'wan']],
    ['in brackets', 'wifi:\n  - standards: [n, <|>]\n', ['n', 'ac', 'ax']],
    ['entries of a list', 'wifi:\n  - standards:\n      - <|>\n', ['n', 'ac', 'ax']],
    ['the default and an example', 'tunnel:\n  interface: <|>\n', ['ip6tnl1']],
    ['an example', 'lan:\n  address: <|>\n', ['10.100.0.1/24']],
    ['a list as a whole', 'lan:\n  ports: <|>\n', ['[eth1, eth2]']],
    [
      'a short form',
      'nat:\n  forwards:\n    - <|>\n',
      ['protocol', 'port', 'to', 'tcp', 'udp', 'tcp … -> …'],
    ],
    [
      'the provider that has a rule for the prefix comes first',
      `${LINE}tunnel:\n  provider: <|>\n`,
      PROVIDERS,
    ],
    [
      'OCN before the others on its own prefix',
      'wan:\n  prefix: 2400:4050:5c84:7600::/56\ntunnel:\n  provider: <|>\n',
      ['ocn', ...PROVIDERS.filter((each) => each !== 'ocn')],
    ],
    [
      'the border relay of the provider',
      `${LINE}tunnel:\n  provider: v6plus\n  border-relay: <|>\n`,
      ['2404:9200:225:100::64'],
    ],
    ['the MTU that fits', `${LINE}tunnel:\n  encapsulation-limit: 4\n  mtu: <|>\n`, ['1452']],
  ])('%s', (_, source, labels) => expectLabels(session, source, labels));

  test('the first free port of each range, for a forward', async () => {
    const items = await completionsAt(
      session,
      `${LINE}tunnel:\n  provider: v6plus\nnat:\n  forwards:\n    - tcp 5472 -> 10.0.0.2:22\n    - { protocol: tcp, port: <|> }\n`,
    );
    expect(items.map(({ label }) => label).slice(0, 3)).toEqual(['5473', '9568', '13664']);
    expect(items).toHaveLength(15);
  });
});

describe('nothing', () => {
  test.each([
    ['in a comment', 'wan: # <|>\n'],
    ['in a comment of its own', '# wan:\n#   <|>\n'],
    ['below a value', 'lan:\n  ports: [eth1]\n    <|>\n'],
    ['below a key that is none', 'nonsense:\n  <|>\n'],
    ['behind a value of any form', 'hostname: my <|>router\n'],
  ])('%s', async (_, source) => {
    const labels = (await completionsAt(session, source)).map(({ label }) => label);
    expect(labels.filter((label) => TOP.includes(label) || label === 'interface')).toEqual([]);
  });
});

describe('what is inserted', () => {
  test.each([
    ['a key with its values', 'tunnel:\n  me<|>\n', 'method', 'tunnel:\n  method: map-e\n'],
    ['a key with its default', 'tunnel:\n  inter<|>\n', 'interface', 'tunnel:\n  interface: ip6tnl1\n'],
    [
      'only the key where a colon follows',
      'wan:\n  fa<|>ce: eth0\n',
      'interface',
      'wan:\n  interface: eth0\n',
    ],
    [
      'a block with what it must have',
      '<|>',
      'wan',
      'wan:\n  interface: eth0\n  prefix: 240b:10:1234:5600::/64',
    ],
    [
      'a block inside a block',
      'lan:\n  dh<|>\n',
      'dhcp',
      'lan:\n  dhcp:\n    range: 10.100.0.100-10.100.0.254\n',
    ],
    ['a list', 'lan:\n  po<|>\n', 'ports', 'lan:\n  ports: [eth1, eth2]\n'],
    [
      'a list of blocks',
      'lan:\n  dhcp:\n    res<|>\n',
      'reservations',
      'lan:\n  dhcp:\n    reservations:\n      - name: nas\n        mac: "52:54:00:12:34:56"\n        address: 10.100.0.10\n',
    ],
    [
      'an entry of a list',
      'nat:\n  forwards:\n    <|>\n',
      '- tcp … -> …',
      'nat:\n  forwards:\n    - tcp 5472 -> 10.100.0.10:22\n',
    ],
    [
      'an entry with keys',
      'wifi:\n  <|>\n',
      '- interface, ssid, passphrase …',
      'wifi:\n  - interface: wlan0\n    ssid: Borealis\n    passphrase: ${secret:wifi}\n',
    ],
    ['a key in braces', 'wan: { in<|> }\n', 'interface', 'wan: { interface: eth0 }\n'],
    [
      'a value instead of another',
      'tunnel:\n  method: ma<|>p-e # v6\n',
      'ds-lite',
      'tunnel:\n  method: ds-lite # v6\n',
    ],
    ['a value in quotes', "tunnel:\n  method: 'm<|>ap'\n", 'map-e', "tunnel:\n  method: 'map-e'\n"],
    ['a blank behind the colon', 'tunnel:\n  method:<|>\n', 'ipip', 'tunnel:\n  method: ipip\n'],
    [
      'a value in braces',
      'firewall:\n  allow:\n    - { from: l<|>, service: ssh }\n',
      'wan',
      'firewall:\n  allow:\n    - { from: wan, service: ssh }\n',
    ],
    [
      'a whole spec',
      '# Ours\nr<|>\n',
      'router ds-lite',
      '# Ours\nversion: 1\nhostname: router\n\nwan:\n  interface: eth0\n  prefix: 2409:10:abcd:1200::/64\n\ntunnel:\n  method: ds-lite\n  provider: transix\n\nlan:\n  ports: [eth1]\n  address: 10.100.0.1/24\n  ipv6: bridge\n  dhcp:\n    lease: 12h\n\ndeploy:\n  host: router\n\n',
    ],
    ['a secret', 'wifi:\n  - passphrase: <|>\n', '${secret:wifi}', 'wifi:\n  - passphrase: ${secret:wifi}\n'],
  ])('%s', async (_, source, label, after) => {
    expect(await afterCompletion(session, source, label)).toBe(after);
  });

  test('is plain text for a client that knows no snippets', async () => {
    const plain = await TestSession.start({
      capabilities: { ...VS_CODE, textDocument: { ...VS_CODE.textDocument, completion: {} } },
    });
    const items = await completionsAt(plain, 'tunnel:\n  <|>\n');
    expect(items.every(({ insertTextFormat }) => insertTextFormat === 1)).toBe(true);
    expect(await afterCompletion(plain, 'tunnel:\n  me<|>\n', 'method')).toBe('tunnel:\n  method: map-e\n');
    expect(await afterCompletion(plain, 'wifi:\n  - <|>\n', 'passphrase')).toBe(
      'wifi:\n  - passphrase: ${secret:wifi}\n',
    );
    await plain.close();
  });
});

describe('documentation', () => {
  test('comes when an item is looked at, not before', async () => {
    const items = await completionsAt(session, 'tunnel:\n  <|>\n');
    expect(items.every(({ documentation }) => documentation === undefined)).toBe(true);
    const mtu = await session.client.sendRequest<CompletionItem>(
      'completionItem/resolve',
      items.find(({ label }) => label === 'mtu'),
    );
    expect(mtu.documentation).toMatchObject({ kind: 'markdown' });
    expect(JSON.stringify(mtu.documentation)).toContain('The largest IPv4 packet that fits the tunnel');
  });

  test('of a provider says what it is sold as', async () => {
    const items = await completionsAt(session, 'tunnel:\n  provider: <|>\n');
    const item = await session.client.sendRequest<CompletionItem>(
      'completionItem/resolve',
      items.find(({ label }) => label === 'v6plus'),
    );
    expect(JSON.stringify(item.documentation)).toContain('@nifty');
  });
});

test('codes behind a suppression, those of the line first', async () => {
  const items = await completionsAt(
    session,
    `${LINE}tunnel:\n  provider: v6plus\n  # router-spec-ignore: tunnel/<|>\n  mtu: 1500\nlan:\n  ports: [eth1]\n  address: 10.0.0.1/24\n`,
  );
  expect(items[0]?.label).toBe('tunnel/mtu-too-large');
});
