import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hover } from 'vscode-languageserver-types';
import type { RenderResult } from '../../server/src/lsp/protocol.ts';
import { CASES } from '../unit/render/cases.ts';
import { fixture } from './support/markers.ts';
import { TestSession } from './support/session.ts';

// What the hover says is open is what the rules let in, read off the generated file: neither may say more.

const MORE = `
  allow:
    - { service: https, from: wan }
    - { protocol: udp, port: 51820, to: "::1234", from: wan }
    - { port: 8443, to: "2001:db8::5", from: wan }
    - { protocol: udp, to: "::99", from: wan }
    - { to: "::aa", from: wan }
    - { protocol: udp, from: wan }
    - { from: wan }
    - { service: ping, from: wan }
    - { service: ntp, from: lan }
    - { protocol: tcp, port: 80, to: 10.0.0.2, from: wan }
`;
const withMore = (text: string, inbound: string): string =>
  `${text.replace(/^firewall:\n(?: .*\n|\n)*/m, '')}\nfirewall:\n  inbound-ipv6: ${inbound}${MORE}`;

/** Services of the router itself behind ports of the set: WireGuard, and SSH. */
const toRouter = (tunnel: string): string => `version: 1
wan: { interface: eth0, prefix: "240b:10:1234:5600::/64" }
tunnel: ${tunnel}
lan: { ports: [eth1], address: 192.168.1.1/24, dhcp: {} }
nat:
  forwards: [udp 5472 -> 192.168.1.1:51820, tcp 5473 -> 192.168.1.1:22, tcp 5474 -> 192.168.1.10:22]
`;

const SPECS = [
  ...CASES,
  { name: 'forwards to the router', text: toRouter('{ provider: v6plus }') },
  {
    name: 'forwards to the router at a whole address',
    text: toRouter('{ provider: v6plus, method: ipip, address: 203.0.113.5, border-relay: "2001:db8::1" }'),
  },
  {
    name: 'forwards to the router alone',
    text: toRouter('{ provider: v6plus }').replace(', tcp 5474 -> 192.168.1.10:22', ''),
  },
  { name: 'the firewall of the hovers', text: fixture('firewall.router.yaml').text },
].flatMap(({ name, text }) => [
  { name, text },
  { name: `${name}, more open`, text: withMore(text, 'deny') },
  { name: `${name}, wide open`, text: withMore(text, 'allow') },
]);

let session: TestSession;
beforeAll(async () => {
  session = await TestSession.start();
});
afterAll(() => session.close());

/** The rules of each chain, as `table chain` and its lines. */
function chainsOf(ruleset: string): Map<string, string[]> {
  const chains = new Map<string, string[]>();
  let table = '';
  let current: string[] | undefined;
  for (const line of ruleset.split('\n').map((each) => each.trim())) {
    const opened = /^(table|chain) (.*) \{$/.exec(line);
    if (opened?.[1] === 'table') table = opened[2] ?? '';
    if (opened?.[1] === 'chain') chains.set(`${table} ${opened[2] ?? ''}`, (current = []));
    else current?.push(line);
  }
  return chains;
}

/** What a chain lets in: `tcp 443`, `both 53 on ::1234`, `all udp`, `everything`; what is always let in is left out. */
function acceptedBy(lines: readonly string[] = []): string[] {
  return lines.flatMap((line) => {
    if (!/(?:^| )accept$/.test(line) || /icmp|ipencap|sport 547|ct stat/.test(line)) return [];
    const [, host, rest = ''] =
      /^(?:ip6 daddr (?:& \S+ == )?(\S+) ?)?(.*)$/.exec(line.replace(/ ?accept$/, '')) ?? [];
    const what = rest
      .replace(/^(tcp|udp) dport /, '$1 ')
      .replace('meta l4proto { tcp, udp } th dport', 'both')
      .replace('meta l4proto', 'all');
    return [`${what === '' ? 'everything' : what}${host === undefined ? '' : ` on ${host}`}`];
  });
}

/** The same as a line of the hover says it. */
function toldBy(line: string): string[] {
  const found = line.matchAll(
    /(?:(TCP\/UDP|TCP|UDP) (\d+)\b(?! →)|(all) (TCP|UDP)|(everything))\)?(?: on `([^`]+)`)?/g,
  );
  return [...found].map(([, protocol, port, all, of, everything, host]) => {
    const what =
      everything ?? (all === undefined ? `${protocol?.replace('TCP/UDP', 'both')} ${port}` : `all ${of}`);
    return `${what.replace(/TCP|UDP/, (name) => name.toLowerCase())}${host === undefined ? '' : ` on ${host}`}`;
  });
}

const set = (values: Iterable<string>): string[] => [...new Set(values)].sort();

describe.each(SPECS)('$name', ({ text }) => {
  test('the hover and the rules say the same', async () => {
    const uri = await session.open(text);
    const { files } = await session.client.sendRequest<RenderResult>('routerSpec/render', { uri });
    const rules = files.find(({ path }) => path === '/etc/nftables.nft')?.content ?? '';
    const chains = chainsOf(rules);
    const line = text.split('\n').findIndex((each) => each.startsWith('wan:'));
    const hover = await session.ask<Hover>('textDocument/hover', uri, { position: { line, character: 1 } });
    const { value } = hover.contents as { value: string };
    const said = (label: string): string => {
      const found = value.split('\n').find((each) => each.startsWith(`- **${label}**: `));
      expect(found, label).toBeDefined();
      return found?.split('**: ')[1] ?? '';
    };

    const filter = (chain: string) => chains.get(`inet router_filter ${chain}`);
    const ipv4 = said('IPv4 from the internet');
    expect(set(toldBy(ipv4))).toEqual(set(acceptedBy(filter('from_tunnel'))));
    expect(set(toldBy(said('IPv6 from the internet to the router')))).toEqual(
      set(acceptedBy(filter('from_wan'))),
    );
    const hosts = [filter('to_lan'), chains.get('bridge router_wan from_wan')].flatMap(acceptedBy);
    expect(set(toldBy(said('IPv6 from the internet to LAN hosts')))).toEqual(set(hosts));
    expect(set(toldBy(said('From the LAN to the router')))).toEqual(set(acceptedBy(filter('from_lan'))));

    // A port map has turned the port of the wire into an internal one by then.
    const wire = new Map(
      [
        ...(/map to_outside \{[^}]*elements = \{([^}]*)\}/.exec(rules)?.[1] ?? '').matchAll(/(\d+) : (\d+)/g),
      ].map(([, inside = '', outside = '']) => [inside, outside]),
    );
    const forwards =
      chains.get('ip router_nat prerouting')?.filter((rule) => rule.includes(' dnat ip to ')) ?? [];
    const written = forwards.map((rule) => {
      const [, protocol, port = '', to, named] =
        /(tcp|udp) dport (\d+) dnat ip to (\S+)(?: comment "port (\d+)")?$/.exec(rule) ?? [];
      expect(named).toBe(wire.get(port));
      return `${protocol} ${wire.get(port) ?? port} ${to}`;
    });
    const told = [...ipv4.matchAll(/(TCP|UDP) (\d+) → `([^`]+)`/g)].map(
      ([, protocol = '', port, to]) => `${protocol.toLowerCase()} ${port} ${to}`,
    );
    expect(set(written)).toEqual(set(told));

    // Where a forward leads to the router itself, the packet comes to the input chain; else it is forwarded.
    const own = /lan:.*?address: ([\d.]+)/s.exec(text)?.[1] ?? '';
    const [mine, others] = [true, false].map((which) =>
      written.filter((rule) => rule.split(' ')[2]?.startsWith(`${own}:`) === which),
    );
    const taken = mine?.map((rule) => {
      const [protocol, , to = ''] = rule.split(' ');
      return `ip daddr ${to.replace(':', ` ${protocol} dport `)} ct status dnat accept`;
    });
    const led = (chain: string) => filter(chain)?.filter((rule) => rule.includes('ct status dnat')) ?? [];
    expect(set(led('from_tunnel'))).toEqual(set(taken ?? []));
    expect(set(led('from_lan'))).toEqual(set(taken ?? []));
    expect(led('forward').length > 0).toBe(others !== undefined && others.length > 0);
    expect(
      chains.get('ip router_nat postrouting')?.some((rule) => rule.includes('masquerade')) ?? false,
    ).toBe(others !== undefined && others.length > 0);

    const tunnel = filter('from_wan')?.find((rule) => rule.includes('ipencap')) ?? '';
    for (const [, address] of tunnel.matchAll(/ip6 [sd]addr (\S+)/g))
      expect(value).toContain(`\`${address}\``);
    const [, types = ''] = /icmpv6 type \{ (.*) \} accept/.exec(filter('from_wan')?.join('\n') ?? '') ?? [];
    expect(value).toContain(types.replace(/[\w-]+/g, '`$&`'));
    expect(value.includes('DHCPv6 client')).toBe(
      filter('from_wan')?.some((rule) => rule.includes('sport 547')),
    );
  });
});

test('beside another uplink, the answers of the router itself find the way back into the tunnel', async () => {
  const rulesOf = async (text: string) => {
    const uri = await session.open(text);
    const { files } = await session.client.sendRequest<RenderResult>('routerSpec/render', { uri });
    return chainsOf(files.find(({ path }) => path === '/etc/nftables.nft')?.content ?? '');
  };
  const text = toRouter('{ provider: v6plus, route: { mark: 0x64 } }');
  const answers = 'inet router_filter answers';
  expect((await rulesOf(text)).get(answers)).toEqual([
    'type route hook output priority mangle; policy accept;',
    'ct direction reply ct mark 0x64 meta mark set 0x64',
    '}',
    '',
  ]);
  const others = text.replaceAll('192.168.1.1:', '192.168.1.9:');
  expect((await rulesOf(others)).has('inet router_filter prerouting')).toBe(true);
  expect((await rulesOf(others)).has(answers)).toBe(false);
  expect((await rulesOf(toRouter('{ provider: v6plus }'))).has(answers)).toBe(false);
});
