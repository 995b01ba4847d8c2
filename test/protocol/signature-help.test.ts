import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MarkupContent, SignatureHelp } from 'vscode-languageserver-types';
import { marked } from './support/markers.ts';
import { TestSession } from './support/session.ts';

const LINE = `wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64
tunnel: { provider: v6plus }
lan:
  dhcp: { reservations: [{ name: nas, mac: "52:54:00:12:34:56", address: 10.0.0.10 }] }
`;

async function helpAt(session: TestSession, source: string): Promise<SignatureHelp | null> {
  const { text, positions } = marked(source);
  const uri = await session.open(text);
  return session.ask('textDocument/signatureHelp', uri, { position: positions[0] });
}

/** The label with brackets around the part in which the cursor is. */
function shown(help: SignatureHelp | null): string | null {
  const [signature] = help?.signatures ?? [];
  if (signature === undefined) return null;
  const active = signature.parameters?.[help?.activeParameter ?? -1]?.label;
  expect(Array.isArray(active)).toBe(true);
  const [start, end] = active as [number, number];
  const { label } = signature;
  return `${label.slice(0, start)}[${label.slice(start, end)}]${label.slice(end)}`;
}

/** What is said about the part in which the cursor is. */
function about(help: SignatureHelp | null): string {
  const parameter = help?.signatures[0]?.parameters?.[help.activeParameter ?? -1];
  return (parameter?.documentation as MarkupContent | undefined)?.value ?? '';
}

const forward = (text: string): string => `nat:\n  forwards:\n    - ${text}\n`;

describe('a short form shows its parts', () => {
  let session: TestSession;
  beforeAll(async () => {
    session = await TestSession.start();
  });
  afterAll(() => session.close());

  test.each([
    ['a forward that begins', forward('<|>'), '[protocol] port -> host:port'],
    ['the protocol', forward('tc<|>p 5473 -> nas:443'), '[protocol] port -> host:port'],
    ['the port outside', forward('tcp <|>'), 'protocol [port] -> host:port'],
    ['the arrow belongs to what comes before', forward('tcp 5473 -<|>'), 'protocol [port] -> host:port'],
    ['the host', forward('tcp 5473 -> <|>'), 'protocol port -> [host]:port'],
    [
      'the host in a finished forward',
      forward('tcp 5473 -> na<|>s:443 # web'),
      'protocol port -> [host]:port',
    ],
    ['the port inside', forward('tcp 5473 -> nas:<|>'), 'protocol port -> host:[port]'],
    ['behind an IPv6 host', forward('"tcp 5473 -> [::1]:4<|>"'), 'protocol port -> host:[port]'],
    ['in brackets', 'nat: { forwards: [tcp 5473 -> nas:443, udp <|>] }\n', 'protocol [port] -> host:port'],
    ['the long form', 'nat:\n  forwards:\n    - protocol: tcp\n      to: nas:4<|>\n', 'host:[port]'],
    ['a prefix', 'wan:\n  prefix: 240b:10::<|>\n', '[address]/length'],
    ['its length', 'wan:\n  prefix: 240b:10::/<|>\n', 'address/[length]'],
    ["the router's address", 'lan:\n  address: "10.0.0.1/<|>"\n', 'address/[length]'],
    ['a range', 'lan:\n  dhcp: { range: 10.0.0.2-<|> }\n', 'first-[last]'],
    ['a console', 'system:\n  console: ttyS0,<|>\n', 'port,[speed]'],
    ['a secret', 'wifi:\n  - passphrase: ${secret:<|>\n', '${secret:[name]}'],
  ])('%s', async (_, source, wanted) => {
    expect(shown(await helpAt(session, source))).toBe(wanted);
    // What is broken further down does not matter.
    expect(shown(await helpAt(session, `${source}services: [\n  :\n`))).toBe(wanted);
  });

  test.each([
    ['a key', 'nat:\n  for<|>wards:\n'],
    ['a key of the long form', forward('{ proto<|> }')],
    ['a key below another', forward('protocol: tcp\n      po<|>')],
    ['a value of one part', 'wan:\n  mtu: 15<|>00\n'],
    ['a passphrase in clear', 'wifi:\n  - passphrase: hello <|>\n'],
    ['a comment', forward('tcp 5473 # -> <|>')],
    ['an empty file', '<|>'],
  ])('and nothing else does: %s', async (_, source) => {
    expect(await helpAt(session, source)).toBeNull();
  });
});

describe.each([
  [
    'en',
    {
      port: 'The port outside: one of the port set.\n\nPackets to any other port go to another subscriber, who shares the address.\n\nValue: a port number from 1 to 65535\n\nWould fit: `5472`, `9568`, `13664`',
      host: "Value: an IPv4 address, or a reservation's name\n\nIn this spec: `nas`",
      label: 'protocol port -> [host]:port',
    },
  ],
  [
    'ja',
    {
      port: '外側のポート番号。割り当てられたポートの中から選びます。\n\nそれ以外のポート宛てのパケットは、同じアドレスを共有する別の加入者に届きます。\n\n値: 1 から 65535 までのポート番号\n\n使える値: `5472`, `9568`, `13664`',
      host: '値: IPv4 アドレス、または予約名\n\nこのスペックにある名前: `nas`',
      label: 'プロトコル ポート -> [ホスト]:ポート',
    },
  ],
])('what a part may be is said in %s', (locale, wanted) => {
  test('with the values that fit this line and the names of this spec', async () => {
    const session = await TestSession.start({ locale });
    expect(about(await helpAt(session, LINE + forward('tcp <|>')))).toBe(wanted.port);
    const host = await helpAt(session, LINE + forward('tcp 5473 -> <|>'));
    expect(about(host)).toBe(wanted.host);
    expect(shown(host)).toBe(wanted.label);
    await session.close();
  });
});
