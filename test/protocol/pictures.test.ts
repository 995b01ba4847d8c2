import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Range, TextEdit } from 'vscode-languageserver-types';
import type { AddedForward, PortMapQuery, PortMapView, TopologyView } from '../../server/src/lsp/protocol.ts';
import { LineIndex } from '../../server/src/core/spec/line-index.ts';
import { FIXTURES, edited, fixture } from './support/markers.ts';
import { TestSession } from './support/session.ts';

// What the port map and the topology are drawn from, held in golden files beside the specs; `vitest -u` rewrites those.

const specs = readdirSync(FIXTURES).filter((name) => name.endsWith('.router.yaml'));

const golden = (name: string, what: string): string =>
  path.join(FIXTURES, 'golden', `${name.replace('.router.yaml', '')}.${what}`);

async function portMapOf(session: TestSession, text: string, query: PortMapQuery = {}): Promise<PortMapView> {
  return session.client.sendRequest('routerSpec/portMap', { uri: await session.open(text), ...query });
}

/** The first line of what a range holds. */
function textAt(text: string, range: Range): string {
  const lines = new LineIndex(text);
  return text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end)).split('\n')[0] ?? '';
}

const span = ({ first, last }: { first: number; last: number }): string => `${first}-${last}`;

function describeMap({ title, missing, facts, map }: PortMapView, text: string): string[] {
  return [
    `# ${title}`,
    ...(missing === undefined ? [] : [missing]),
    ...facts.map(({ label, value }) => `${label}: ${value}`),
    ...(map === undefined
      ? []
      : [
          `${65536 / map.rowSize} rows, PSID ${map.psid === undefined ? 'none' : `${map.psid.own} of 0-${map.psid.largest}`}`,
          `bits: ${map.bits.map(({ kind, width, label }) => `${kind} ${width} (${label})`).join(', ')}`,
          ...(map.nobody === undefined ? [] : [`nobody: ${span(map.nobody)} (${map.nobody.label})`]),
          ...map.own.map((each) => `${span(each)} ${each.label} [free: ${each.free ?? 'none'}]`),
          ...map.uses.map((use) => `${use.own ? 'use' : 'STRAY'} ${use.text} <- ${textAt(text, use.place)}`),
          ...map.hosts.map(({ name, address }) => `host ${name} ${address}`),
        ]),
  ];
}

function describeTopology(
  { title, missing, rows, frames, links, legend }: TopologyView,
  text: string,
): string[] {
  const place = (range: Range | undefined): string =>
    range === undefined ? '' : ` <- ${textAt(text, range)}`;
  return [
    `# ${title}`,
    ...(missing === undefined ? [] : [missing]),
    ...frames.map((each) => `frame ${each.id}: ${each.what} ${each.name}${place(each.place)}`),
    ...rows.flatMap(({ frame, boxes }) => [
      `row${frame === undefined ? '' : ` in ${frame}`}`,
      ...boxes.map(
        ({ id, what, name, at, facts, place: range }) =>
          `  ${id} (${at}): ${what} ${name}; ${facts.map(({ label, value }) => `${label} ${value}`).join(', ')}${place(range)}`,
      ),
    ]),
    ...links.map(({ from, to, kind, label }) => `${from} -${kind}- ${to} ${label}`.trim()),
    `legend: ${legend.map(({ kind, label }) => `${kind} ${label}`).join(', ')}`,
  ];
}

describe.each(['en', 'ja'])('in %s', (locale) => {
  let session: TestSession;
  beforeAll(async () => {
    session = await TestSession.start({ locale });
  });
  afterAll(() => session.close());

  test.each(specs)('the port map of %s', async (name) => {
    const { text } = fixture(name);
    const lines = describeMap(await portMapOf(session, text), text);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(golden(name, `ports.${locale}.txt`));
  });

  test.each(specs)('the topology of %s', async (name) => {
    const { text } = fixture(name);
    const view = await session.client.sendRequest<TopologyView>('routerSpec/topology', {
      uri: await session.open(text),
    });
    const ids = new Set([...view.frames, ...view.rows.flatMap(({ boxes }) => boxes)].map(({ id }) => id));
    for (const { from, to } of view.links) expect([ids.has(from), ids.has(to)]).toEqual([true, true]);
    const lines = describeTopology(view, text);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(golden(name, `topology.${locale}.txt`));
  });
});

describe('the port map', () => {
  let session: TestSession;
  beforeAll(async () => {
    session = await TestSession.start();
  });
  afterAll(() => session.close());

  const v6plus = fixture('v6plus.router.yaml').text;

  test.each([
    [5480, undefined, 'Port 5480 is yours: it lies in range 1.'],
    [80, undefined, 'Port 80 belongs to no line: nothing sent to it arrives anywhere.'],
    [8080, 249, 'Port 8080 belongs to PSID 249, another line that shares 106.72.18.52.'],
  ])('says whose port %i is', async (port, psid, text) => {
    const { map } = await portMapOf(session, v6plus, { port });
    expect(map?.found).toEqual({ port, text });
    expect(map?.neighbour?.psid).toBe(psid);
  });

  test('compares with another PSID, and with none that there is not', async () => {
    const { map } = await portMapOf(session, v6plus, { psid: 85 });
    expect(map?.neighbour?.ranges.slice(0, 2)).toEqual([
      { first: 5456, last: 5471 },
      { first: 9552, last: 9567 },
    ]);
    for (const query of [
      { psid: 86 },
      { psid: 256 },
      { psid: -1 },
      { psid: 1.5 },
      { port: 65536 },
      { port: -1 },
    ])
      expect((await portMapOf(session, v6plus, query)).map?.neighbour, JSON.stringify(query)).toBeUndefined();
  });

  test('shows as many ranges as one can look at, and says how many there are beyond', async () => {
    const rule = '{ ipv6-prefix: "2001:db8::/40", ipv4-prefix: 192.0.2.0/24, ea-length: 9, psid-offset: 15 }';
    const tunnel = `{ provider: custom, rule: ${rule} }`;
    const { map } = await portMapOf(session, `wan: { prefix: "2001:db8:12:3400::/56" }\ntunnel: ${tunnel}\n`);
    expect(map?.own.length).toBe(1024);
    expect(map?.more).toBe(32767 - 1024);
  });

  test('says what is missing for it', async () => {
    const { missing, map } = await portMapOf(session, 'version: 1\n');
    expect(map).toBeUndefined();
    expect(missing).toBe('There is no prefix to compute from: set `wan.prefix`.');
  });
});

describe('a forward that is added', () => {
  let session: TestSession;
  beforeAll(async () => {
    session = await TestSession.start();
  });
  afterAll(() => session.close());

  const add = async (text: string, forward: Record<string, string>): Promise<AddedForward> =>
    session.client.sendRequest('routerSpec/addForward', {
      uri: await session.open(text),
      protocol: 'tcp',
      port: '5480',
      host: 'nas',
      hostPort: '443',
      ...forward,
    });
  const after = (text: string, { edit }: AddedForward): string => {
    const [change] = edit?.documentChanges ?? [];
    return edited(text, (change as { edits: TextEdit[] }).edits);
  };

  const HEAD = `version: 1
wan: { interface: eth0, prefix: "240b:10:1234:5600::/64" }
tunnel: { provider: v6plus }
lan:
  ports: [eth1]
  address: 10.0.0.1/24
  dhcp: { reservations: [{ name: nas, mac: "52:54:00:12:34:56", address: 10.0.0.10 }] }
`;

  test.each([
    ['there are none', '', 'nat:\n  forwards:\n    - tcp 5480 -> nas:443\n'],
    [
      'there are some, with comments',
      'nat: # translation\n  forwards: # in\n    - tcp 5472 -> nas:22 # ssh\n    # the end\n',
      'nat: # translation\n  forwards: # in\n    - tcp 5472 -> nas:22 # ssh\n    - tcp 5480 -> nas:443\n    # the end\n',
    ],
    [
      'the list is in flow style',
      'nat: { forwards: [tcp 5472 -> nas:22] }\n',
      'nat: { forwards: [tcp 5472 -> nas:22, tcp 5480 -> nas:443] }\n',
    ],
  ])('leaves the rest of the text as it is where %s', async (_, before, expected) => {
    const added = await add(HEAD + before, {});
    expect(added.message).toBe('Added: tcp 5480 -> nas:443');
    const text = after(HEAD + before, added);
    expect(text).toBe(HEAD + expected);
    expect(added.place && textAt(text, added.place)).toBe('tcp 5480 -> nas:443');
    const { map } = await portMapOf(session, text);
    expect(map?.uses.at(-1)).toMatchObject({ port: 5480, text: 'tcp 5480 → nas:443', own: true });
    expect(map?.own[0]?.free).toBe(before === '' ? 5472 : 5473);
  });

  test('may leave out the port of the host', async () => {
    expect(after(HEAD, await add(HEAD, { hostPort: ' ' }))).toContain('- tcp 5480 -> nas\n');
  });

  test.each([
    ['a port of somebody else', { port: '5470' }, /^Port 5470 is not one of this line's/],
    ['a host that has no name', { host: 'tv' }, /tv/],
    ['a host outside the LAN', { host: '192.0.2.1' }, /192\.0\.2\.1/],
    ['no host', { host: '' }, /^The LAN host is missing/],
    ['no port', { port: '' }, /is not a forward/],
    ['another protocol', { protocol: 'icmp' }, /cannot be forwarded/],
    ['what would be YAML of its own', { host: 'nas:1\n- tcp 5481 -> nas' }, /./],
    ['a comment', { hostPort: '443 # x' }, /./],
    ['the same forward again', { port: '5472', hostPort: '22' }, /5472/],
  ])('is refused with the reason for %s', async (_, forward, message) => {
    const text = `${HEAD}nat:\n  forwards:\n    - tcp 5472 -> nas:22\n`;
    const { edit, message: said } = await add(text, forward);
    expect(edit).toBeUndefined();
    expect(said).toMatch(message);
  });

  test('is refused on a line whose provider does NAT, and where the list is written elsewhere or broken', async () => {
    const ds = HEAD.replace('v6plus', 'transix').replace('240b:10', '2409:10');
    expect((await add(ds, {})).message).toMatch(/DS-Lite/);
    const alias = `${HEAD}x: &f [tcp 5472 -> nas:22]\nnat: { forwards: *f }\n`;
    expect((await add(alias, {})).message).toMatch(/alias/);
    const broken = `${HEAD}nat: { forwards: tcp 5472 -> nas:22 }\n`;
    expect((await add(broken, {})).message).toMatch(/mistake/);
  });
});

test('a document that is not open has no pictures', async () => {
  const session = await TestSession.start();
  for (const method of ['portMap', 'topology', 'addForward'])
    expect(await session.client.sendRequest(`routerSpec/${method}`, { uri: 'file:///nowhere' })).toBeNull();
  await session.close();
});
