import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LineIndex } from '../../server/src/core/spec/line-index.ts';
import type {
  FileLines,
  LineOrigin,
  RenderChangesResult,
  RenderResult,
} from '../../server/src/lsp/protocol.ts';
import { TestSession } from './support/session.ts';

const EXAMPLE = readFileSync(path.resolve(import.meta.dirname, '../../examples/router.yaml'), 'utf8');
const NFTABLES = '/etc/nftables.nft';

let session: TestSession;
let uri: string;
let files: RenderResult['files'];
beforeAll(async () => {
  session = await TestSession.start();
  uri = await session.open(EXAMPLE);
  ({ files } = await session.client.sendRequest<RenderResult>('routerSpec/render', { uri }));
});
afterAll(() => session.close());

const linesOf = (file: string): string[] =>
  files.find((each) => each.path === file)?.content.split('\n') ?? [];

/** The texts of the lines that come from the first place where a text stands in the spec. */
async function linesFrom(text: string, length = 0): Promise<Record<string, string[]>> {
  const lines = new LineIndex(EXAMPLE);
  const at = EXAMPLE.indexOf(text);
  const range = { start: lines.positionAt(at), end: lines.positionAt(at + length) };
  const found = await session.client.sendRequest<FileLines[]>('routerSpec/render/lines', { uri, range });
  return Object.fromEntries(
    found.map((each) => [each.path, each.lines.map((line) => linesOf(each.path)[line]?.trim() ?? '')]),
  );
}

async function origin(file: string, line: RegExp, document = uri): Promise<LineOrigin | null> {
  const index = linesOf(file).findIndex((each) => line.test(each));
  return session.client.sendRequest('routerSpec/render/origin', { uri: document, path: file, line: index });
}

const placesOf = (found: LineOrigin | null): string[] => {
  const lines = new LineIndex(EXAMPLE);
  return (found?.places ?? []).map(({ start, end }) =>
    EXAMPLE.slice(lines.offsetAt(start), lines.offsetAt(end)),
  );
};

describe('the lines that come from a part of a spec', () => {
  test('are those of a value', async () => {
    const found = await linesFrom('lease: 12h');
    expect(found).toEqual({
      '/etc/dnsmasq.d/20-dhcp.conf': ['dhcp-range=10.100.0.100,10.100.0.254,255.255.255.0,12h'],
    });
  });

  test('are those of an entry, from each of its keys', async () => {
    const host = ['dhcp-host=52:54:00:12:34:56,10.100.0.10,nas'];
    expect((await linesFrom('mac: "52'))['/etc/dnsmasq.d/20-dhcp.conf']).toEqual(host);
    expect((await linesFrom('- { name: nas'))['/etc/dnsmasq.d/20-dhcp.conf']).toEqual(host);
  });

  test('are all of a block, from its key', async () => {
    expect((await linesFrom('dns:\n'))['/etc/dnsmasq.d/10-dns.conf']).toEqual(
      expect.arrayContaining(['server=2606:4700:4700::1111', 'server=2606:4700:4700::1001', 'no-resolv']),
    );
  });

  test('are those of each value in a selection', async () => {
    const selected = 'port: 5472, to: 10.100.0.10:22 }\n    - tcp 5473';
    const text = ((await linesFrom(selected, selected.length))[NFTABLES] ?? []).join('\n');
    expect(text).toMatch(/dnat ip to 10\.100\.0\.10:22 comment "port 5472"$/m);
    expect(text).toMatch(/dnat ip to 10\.100\.0\.10:443 comment "port 5473"$/m);
  });

  test('are none from a comment', async () => {
    expect(await linesFrom('# Hover over')).toEqual({});
  });
});

describe('why a line is there', () => {
  test('names its keys with links, their values and what was computed', async () => {
    const found = await origin('/usr/libexec/router-spec/tunnel', /^ADDRESS=/);
    expect(placesOf(found)[0]).toBe('prefix: 240b:10:1234:5600::/64');
    const line = EXAMPLE.split('\n').findIndex((each) => each.includes('prefix: 240b'));
    expect(found?.markdown).toContain(`[\`wan.prefix\`](<${uri}#L${line + 1},3>) \`240b:10:1234:5600::/64\``);
    expect(found?.markdown).toContain('[RFC 7597 section 5.2]');
    expect(found?.markdown).toContain('106.72.18.52');
    expect(found?.markdown).toMatch(/`tunnel\.rule`\]\(.*\) \(not written/);
  });

  test('leads to the block around a key that is not written', async () => {
    expect(placesOf(await origin('/usr/libexec/router-spec/tunnel', /^LIMIT=/))).toEqual(['tunnel']);
  });

  test('cites the standard that demands it', async () => {
    expect((await origin(NFTABLES, /icmpv6 type \{ nd-/))?.markdown).toContain('RFC 4890');
  });

  test('is that it is always so, where no key decides it, and nothing for an empty line', async () => {
    expect(await origin(NFTABLES, /iifname "lo" accept/)).toMatchObject({ places: [] });
    expect(await origin(NFTABLES, /^$/)).toBeNull();
    expect(await origin('/etc/nothing', /^$/)).toBeNull();
  });

  test('is said in Japanese', async () => {
    const japanese = await TestSession.start({ locale: 'ja' });
    const document = await japanese.open(EXAMPLE);
    const params = { uri: document, path: '/etc/hostname', line: 0 };
    const found = await japanese.client.sendRequest<LineOrigin>('routerSpec/render/origin', params);
    expect(found.markdown).toContain('この行の由来');
    await japanese.close();
  });
});

describe('what an edit changes in the generated files', () => {
  const changes = (before: string): Promise<RenderChangesResult> =>
    session.client.sendRequest('routerSpec/render/changes', { uri, before });

  test('are the files with another text, and those that come or go', async () => {
    const before = EXAMPLE.replace('hostname: borealis', 'hostname: old').replace(/\nwifi:[^]*?\n\n/, '\n');
    const found = (await changes(before)).changes;
    expect(found.find(({ path: file }) => file === '/etc/hostname')).toMatchObject({
      before: 'old\n',
      after: 'borealis\n',
    });
    expect(found.find(({ path: file }) => file.startsWith('/etc/hostapd/'))?.before).toBeUndefined();
    expect(found.map(({ path: file }) => file)).not.toContain('/etc/apk/repositories');
  });

  test('are none for the same text, and it is said where there is nothing to compare', async () => {
    expect(await changes(EXAMPLE)).toEqual({ changes: [] });
    expect(await changes('version: 1\n')).toMatchObject({
      changes: [],
      missing: expect.stringContaining('makes no router') as string,
    });
  });
});
