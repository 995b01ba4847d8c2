import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Range, SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver-types';
import { LineIndex } from '../../server/src/core/spec/line-index.ts';
import { TestSession } from './support/session.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

let session: TestSession;
beforeAll(async () => {
  session = await TestSession.start();
});
afterAll(() => session.close());

/** Tokens as `text: type`, with `!` where a name is given. */
function readable(text: string, data: readonly number[]): string[] {
  const legend = session.initialized.capabilities.semanticTokensProvider?.legend;
  const lines = new LineIndex(text);
  const tokens: string[] = [];
  let line = 0;
  let character = 0;
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, right = 0, length = 0, type = 0, modifiers = 0] = data.slice(at, at + 5);
    line += down;
    character = down === 0 ? character + right : right;
    const start = lines.lineStart(line) + character;
    tokens.push(
      `${text.slice(start, start + length)}: ${legend?.tokenTypes[type] ?? ''}${modifiers === 1 ? '!' : ''}`,
    );
  }
  return tokens;
}

async function tokensOf(text: string, range?: Range): Promise<string[]> {
  const uri = await session.open(text);
  const { data } = await session.ask<SemanticTokens>(
    `textDocument/semanticTokens/${range === undefined ? 'full' : 'range'}`,
    uri,
    { range },
  );
  return readable(text, data);
}

describe('values have the meaning that the schema gives them', () => {
  test.each<[string, string, string[]]>([
    [
      'a short form',
      'nat:\n  forwards:\n    - tcp 5473 -> nas:443\n    - "udp 5474 -> 10.0.0.10"\n',
      [
        'tcp: enumMember',
        '5473: port',
        'nas: host',
        '443: port',
        'udp: enumMember',
        '5474: port',
        '10.0.0.10: address',
      ],
    ],
    [
      'a long form in braces',
      'nat: { forwards: [{ protocol: tcp, port: 5473, to: "[::1]:443" }] }\n',
      ['tcp: enumMember', '5473: port', '::1: address', '443: port'],
    ],
    [
      'names, where they are given and where they are used',
      'wan:\n  interface: eth0\nlan:\n  ports: [eth1]\n  dhcp:\n    reservations: [{ name: nas, mac: "52:54:00:12:34:56" }]\nsysctl:\n  net.ipv6.conf.eth0.accept_ra: 2\n',
      [
        'eth0: networkInterface!',
        'eth1: networkInterface!',
        'nas: host!',
        '52:54:00:12:34:56: mac',
        'eth0: networkInterface',
      ],
    ],
    [
      'prefixes, ranges and numbers',
      'wan: { prefix: "240b:10::/64", mtu: 1500 }\nlan: { address: 10.0.0.1/24, dhcp: { range: 10.0.0.2-10.0.0.9, lease: 12h } }\ntunnel: { encapsulation-limit: none, mss-clamp: true }\n',
      [
        '240b:10::/64: prefix',
        '1500: number',
        '10.0.0.1/24: prefix',
        '10.0.0.2: address',
        '10.0.0.9: address',
        '12h: number',
        'none: enumMember',
      ],
    ],
    [
      'secrets, and free text that looks like something else',
      'wifi:\n  - ssid: 10.0.0.1\n    passphrase: ${secret:wifi}\n  - ssid: "🗾"\n    passphrase: 192.168.0.1\n    band: 5GHz\n',
      ['wifi: secret', '5GHz: enumMember'],
    ],
    [
      'an anchor once, an alias not at all',
      'wan: { interface: &p eth0 }\nlan: { ports: [*p, eth1] }\n',
      ['eth0: networkInterface!', 'eth1: networkInterface!'],
    ],
    [
      'the healthy part of broken YAML',
      'wan:\n  interface: eth0\n  mtu: wide\ntunnel:\n  provi\nlan:\n  ports: [eth1\n',
      ['eth0: networkInterface!', 'eth1: networkInterface!'],
    ],
    ['what is written with escapes has no place', 'wan: { interface: "et\\x680" }\n', []],
    ['an empty file', '', []],
  ])('%s', async (_, text, wanted) => {
    expect(await tokensOf(text)).toEqual(wanted);
    expect(await tokensOf(text.replaceAll('\n', '\r\n'))).toEqual(wanted);
  });

  test('in a range only', async () => {
    const text = 'wan:\n  interface: eth0\n  mtu: 1500\nlan:\n  ports: [eth1]\n';
    const range = { start: { line: 2, character: 0 }, end: { line: 3, character: 0 } };
    expect(await tokensOf(text, range)).toEqual(['1500: number']);
  });
});

test('after each edit the difference gives the tokens of the new text', async () => {
  const example = readFileSync(path.join(ROOT, 'examples/router.yaml'), 'utf8');
  const texts = [
    example.replace('tcp 5473 -> nas:443', 'tcp 5473 -> nas:'),
    example.replace(/^lan:[^]*?^dns:/m, 'dns:'),
    '',
    example,
    example.replace('eth0', 'eth0 # here'),
    `# a line more\n${example}`,
  ];
  const uri = await session.open(example);
  let { data, resultId } = await session.ask<SemanticTokens>('textDocument/semanticTokens/full', uri);
  for (const [index, text] of texts.entries()) {
    await session.client.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: index + 2 },
      contentChanges: [{ text }],
    });
    const delta = await session.ask<SemanticTokensDelta>('textDocument/semanticTokens/full/delta', uri, {
      previousResultId: resultId,
    });
    for (const { start, deleteCount, data: inserted } of delta.edits)
      data = data.toSpliced(start, deleteCount, ...(inserted ?? []));
    ({ resultId } = delta);
    expect(readable(text, data)).toEqual(await tokensOf(text));
  }
  const unknown = { previousResultId: 'another' };
  const whole = await session.ask<SemanticTokens>('textDocument/semanticTokens/full/delta', uri, unknown);
  expect(whole.data).toEqual(data);
});

test('VS Code is told of the types that the protocol does not know, and of no others', () => {
  const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    contributes: {
      semanticTokenTypes: { id: string }[];
      semanticTokenScopes: { scopes: Record<string, string[]> }[];
    };
  };
  const types = session.initialized.capabilities.semanticTokensProvider?.legend.tokenTypes ?? [];
  const own = manifest.contributes.semanticTokenTypes.map(({ id }) => id);
  expect(types).toEqual([...own, 'number', 'enumMember']);
  const scopes = Object.keys(manifest.contributes.semanticTokenScopes[0]?.scopes ?? {});
  expect(scopes).toEqual([...own, 'enumMember']);
});
