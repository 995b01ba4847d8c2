import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyze } from '../../server/src/core/analysis.ts';
import { afterCompletion, completionsAt } from './support/expect.ts';
import { TestSession } from './support/session.ts';

/** What completion computes from the rest of the spec, also while the text is half typed. */

const HEAD = `version: 1
hostname: borealis
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64
tunnel:
  provider: v6plus
`;
const LAN = `lan:
  ports: [eth1, eth2]
  address: 10.100.0.1/24
  dhcp:
    range: 10.100.0.100-10.100.0.254
    reservations:
      - { name: nas, mac: "52:54:00:12:34:56", address: 10.100.0.10 }
`;
const NAT = `nat:
  forwards:
    - tcp 5472 -> nas:22
`;
const SPEC = HEAD + LAN + NAT;

let session: TestSession;
beforeAll(async () => {
  session = await TestSession.start();
});
afterAll(() => session.close());

async function labels(source: string, most = 4): Promise<string[]> {
  return (await completionsAt(session, source)).slice(0, most).map(({ label }) => label);
}

describe('what fits this router comes first', () => {
  test.each<[string, string, string[]]>([
    [
      'the next free address, behind the last reservation and outside of the range',
      `${HEAD}${LAN}      - name: tv\n        address: <|>\n`,
      ['10.100.0.11', '10.100.0.12', '10.100.0.13', '10.100.0.14'],
    ],
    [
      'none of the range, however low it begins',
      `${HEAD}${LAN.replace('0.100-', '0.11-')}      - name: tv\n        address: <|>\n`.replace(
        '.254',
        '.250',
      ),
      ['10.100.0.251', '10.100.0.252', '10.100.0.253', '10.100.0.254', '10.100.0.2'],
    ],
    [
      'without those of hosts that forwards go to',
      `${HEAD}${LAN}      - name: tv\n        address: <|>\nnat:\n  forwards:\n    - tcp 5472 -> 10.100.0.11:22\n`,
      ['10.100.0.12', '10.100.0.13', '10.100.0.14', '10.100.0.15'],
    ],
    [
      'its own address too, where one is changed',
      SPEC.replace('address: 10.100.0.10 }', 'address: <|>10.100.0.10 }'),
      ['10.100.0.2', '10.100.0.3', '10.100.0.4', '10.100.0.5'],
    ],
    [
      'inside the range, where there is nothing else',
      `${HEAD}lan:\n  ports: [eth1]\n  address: 10.0.0.1/30\n  dhcp:\n    reservations:\n      - address: <|>\n`,
      ['10.0.0.2'],
    ],
    [
      'a reservation that a forward already uses',
      `${HEAD}${LAN}      - name: <|>\nnat:\n  forwards:\n    - tcp 5472 -> web:80\n`,
      ['web'],
    ],
    [
      'the DHCP range of this subnet',
      `${HEAD}lan:\n  address: 192.168.1.1/24\n  dhcp:\n    range: <|>\n`,
      ['192.168.1.128-192.168.1.254', '192.168.1.2-192.168.1.254'],
    ],
    [
      'the router as DNS server',
      `${HEAD}lan:\n  address: 192.168.1.1/24\n  dhcp:\n    dns: <|>\n`,
      ['[192.168.1.1]'],
    ],
    [
      'IPv6 servers where ports are shared',
      `${HEAD}dns:\n  upstream: <|>\n`,
      ['[2606:4700:4700::1111, 2606:4700:4700::1001]'],
    ],
    [
      'ports that no other block has',
      `${HEAD}lan:\n  ports: [eth1, <|>]\n`,
      ['eth2', 'eth3', 'eth4', 'eth5'],
    ],
    [
      'no port of a machine whose ports have other names',
      HEAD.replace('eth0', 'enp1s0') + 'lan:\n  ports: [<|>]\n',
      [],
    ],
    [
      'a radio that has no access point yet',
      `${SPEC}wifi:\n  - interface: wlan0\n  - interface: <|>\n`,
      ['wlan1', 'wlan2'],
    ],
    ['how the LAN can get IPv6', `${HEAD}lan:\n  ipv6: <|>\n`, ['bridge', 'ndp-proxy', 'off']],
    [
      'how a /56 comes',
      'wan:\n  prefix: 2400:4050:5c84:7600::/56\n  prefix-source: <|>\n',
      ['dhcpv6-pd', 'ra'],
    ],
    ['the values of the provider, to override one', `${HEAD}  rule:\n    ea-length: <|>\n`, ['25']],
    ['names of the router for a deploy', `${SPEC}deploy:\n  host: <|>\n`, ['borealis', '10.100.0.1']],
    [
      'kernel settings of the interfaces',
      `${SPEC}sysctl:\n  <|>\n`,
      [
        'net.ipv4.conf.all.rp_filter',
        'net.ipv4.conf.eth0.rp_filter',
        'net.ipv4.conf.eth1.rp_filter',
        'net.ipv4.conf.eth2.rp_filter',
      ],
    ],
  ])('%s', async (_, source, wanted) => {
    expect(await labels(source, Math.max(wanted.length, 1))).toEqual(wanted);
  });
});

describe('Wi-Fi', () => {
  const radio = (more: string): string => `${SPEC}wifi:\n  - interface: wlan0\n${more}`;

  test.each<[string, string, string[]]>([
    [
      'channels of 5 GHz in Japan, those without radar first',
      '    channel: <|>\n',
      ['36', '40', '44', '48', '52', '56', '60', '64', '100'],
    ],
    [
      'channels of 2.4 GHz that do not overlap',
      '    band: 2.4GHz\n    channel: <|>\n',
      ['1', '6', '11', '2', '3'],
    ],
    [
      'where clients look first in 6 GHz',
      '    band: 6GHz\n    channel: <|>\n',
      ['5', '21', '37', '53', '69', '85'],
    ],
    ['those whose block is whole', '    width: 160\n    channel: <|>\n', ['36', '40', '44', '48']],
    [
      'those of the country',
      '    country: US\n    width: 20\n    channel: <|>\n',
      ['36', '40', '44', '48', '149'],
    ],
    ['widths of 2.4 GHz', '    band: 2.4GHz\n    width: <|>\n', ['20', '40']],
    ['widths that the channel allows', '    channel: 144\n    width: <|>\n', ['80', '20', '40']],
    ['standards of 6 GHz', '    band: 6GHz\n    standards: <|>\n', ['[ax]']],
    ['the security of 6 GHz', '    band: 6GHz\n    security: <|>\n', ['wpa3']],
    [
      'the country of the other radio',
      '    country: US\n  - interface: wlan1\n    country: <|>\n',
      ['US', 'JP'],
    ],
    [
      'the name of the other radio',
      '    ssid: Borealis\n  - interface: wlan1\n    ssid: <|>\n',
      ['Borealis'],
    ],
  ])('%s', async (_, more, wanted) => {
    expect(await labels(radio(more), wanted.length)).toEqual(wanted);
  });

  test.each<[string, string]>([
    ['5 GHz', '    channel: 36\n'],
    ['2.4 GHz', '    band: 2.4GHz\n    channel: 6\n'],
    ['6 GHz', '    band: 6GHz\n    channel: 5\n    security: wpa3\n'],
    ['any channel that is free', '    channel: auto\n'],
    ['40 MHz', '    channel: 40\n    width: 40\n'],
  ])('options of hostapd that give no problem: %s', async (_, more) => {
    const whole = radio(
      `    ssid: Borealis\n    passphrase: \${secret:wifi}\n${more}    options:\n      <|>\n`,
    );
    const offered = await completionsAt(session, whole);
    expect(offered.length).toBeGreaterThan(12);
    for (const { label } of offered) {
      const text = await afterCompletion(session, whole, label);
      expect(text).toMatch(new RegExp(`^      ${label}: .`, 'm'));
      expect(
        analyze(text)
          .problems({})
          .map(({ code, message }) => `${label}: ${code} ${message.en}`),
      ).toEqual([]);
    }
  });

  test('an option of hostapd in braces, and what is there already is not offered again', async () => {
    const braces = radio('    ssid: x\n    options: { dtim_period: 3, <|> }\n');
    expect(await labels(braces, 99)).not.toContain('dtim_period');
    expect(await afterCompletion(session, braces, 'max_num_sta')).toBe(
      braces.replace('<|>', 'max_num_sta: 32'),
    );
  });

  test('no channel that is illegal', async () => {
    const items = await completionsAt(session, radio('    channel: <|>\n'));
    expect(items.map(({ label }) => label)).not.toContain('149');
    expect(items.map(({ label }) => label)).toContain('auto');
    expect(items.find(({ label }) => label === '52')?.detail).toBe('5260 MHz, 60 s radar check');
  });

  test('in Japanese', async () => {
    const japanese = await TestSession.start({ locale: 'ja' });
    const items = await completionsAt(japanese, radio('    channel: <|>\n'));
    expect(items.find(({ label }) => label === '52')?.detail).toBe('5260 MHz, レーダー確認 60 秒');
    const [country] = await completionsAt(japanese, radio('    country: <|>\n'));
    expect(country).toMatchObject({ label: 'JP', detail: '日本' });
    await japanese.close();
  });
});

describe('parts of short forms', () => {
  const forward = (text: string): string =>
    `${HEAD}${LAN}nat:\n  forwards:\n    - tcp 5472 -> nas:22\n    - ${text}\n`;

  test.each<[string, string, string, string]>([
    ['the protocol', 'u<|>', 'udp', 'udp'],
    ['the port outside', 'tcp <|>', '5473', 'tcp 5473'],
    ['another port instead', 'tcp 54<|>72 -> nas:23', '5473', 'tcp 5473 -> nas:23'],
    ['the host', 'tcp 5473 -> <|>', 'nas', 'tcp 5473 -> nas'],
    ['the host before its port', 'tcp 5473 -> n<|>:443', 'nas', 'tcp 5473 -> nas:443'],
    ['in quotes', '"tcp 5473 -> <|>"', 'nas', '"tcp 5473 -> nas"'],
    [
      'of the long form',
      '{ protocol: tcp, port: 5473, to: n<|> }',
      'nas',
      '{ protocol: tcp, port: 5473, to: nas }',
    ],
  ])('%s', async (_, typed, label, after) => {
    expect(await afterCompletion(session, forward(typed), label)).toBe(forward(after));
  });

  test('nothing else is offered behind the first part', async () => {
    expect(await labels(forward('tcp 5473 -> <|>'), 9)).toEqual(['nas']);
  });

  test('in brackets', async () => {
    const source = `${HEAD}${LAN}nat: { forwards: [tcp 5473 -> <|>] }\n`;
    expect(await afterCompletion(session, source, 'nas')).toBe(source.replace('<|>', 'nas'));
  });
});

describe('in the right form', () => {
  const mac = (text: string): string => SPEC.replace('"52:54:00:12:34:56"', text);

  test.each<[string, string, string, string]>([
    ['with hyphens', 'AA-BB-CC-00-11-22<|>', 'aa:bb:cc:00:11:22', 'aa:bb:cc:00:11:22'],
    ['as twelve digits', 'aabbcc001122<|>', 'aa:bb:cc:00:11:22', 'aa:bb:cc:00:11:22'],
    ['as switches write it', '"aabb.cc00.1122<|>"', 'aa:bb:cc:00:11:22', '"aa:bb:cc:00:11:22"'],
    [
      'of digits alone, which YAML 1.1 would take for a number',
      '525400123456<|>',
      '52:54:00:12:34:56',
      '"52:54:00:12:34:56"',
    ],
    ['behind a quote that is still open', '"525400123456<|>', '52:54:00:12:34:56', '"52:54:00:12:34:56"'],
  ])('a MAC address %s', async (_, typed, label, written) => {
    const source = mac(typed);
    const [first] = await completionsAt(session, source);
    expect(first).toMatchObject({ label, preselect: true, filterText: typed.replace(/["]|<\|>/g, '') });
    expect(await afterCompletion(session, source, label)).toBe(mac(written));
  });

  test('a MAC address in block style', async () => {
    const source = `${HEAD}${LAN}      - name: tv\n        mac: AA-BB-CC-00-11-22<|>\n`;
    expect(await afterCompletion(session, source, 'aa:bb:cc:00:11:22')).toBe(
      source.replace('AA-BB-CC-00-11-22<|>', 'aa:bb:cc:00:11:22'),
    );
  });

  test('nothing is said about one that is right', async () => {
    const items = await completionsAt(session, mac('"52:54:00:12:34:56<|>"'));
    expect(items.filter(({ preselect }) => preselect === true)).toEqual([]);
  });

  test('a value with braces stands in quotes inside braces', async () => {
    const source = `${SPEC}wifi:\n  - { interface: wlan0, ssid: a, passphrase: <|> }\n`;
    expect(await afterCompletion(session, source, '${secret:wifi}')).toBe(
      source.replace('<|>', '"${secret:wifi}"'),
    );
  });

  test('an example that has quotes gets no second ones', async () => {
    const source = `${HEAD}${LAN}      - name: tv\n        mac: "<|>"\n`;
    expect(await afterCompletion(session, source, '52:54:00:12:34:56')).toBe(
      source.replace('<|>', '52:54:00:12:34:56'),
    );
  });
});

describe('while the text is broken', () => {
  test.each<[string, string, string[]]>([
    ['braces that are open', `${HEAD}${LAN}      - { name: tv, address: <|>\n${NAT}`, ['10.100.0.11']],
    ['a quote that is open', `${HEAD}${LAN}      - { name: "tv, <|>\n${NAT}`, []],
    ['braces and a quote', `${HEAD}${LAN}      - { name: tv, address: "<|>\n${NAT}`, ['10.100.0.11']],
    [
      'brackets that are open',
      `${SPEC}wifi:\n  - { band: 6GHz, standards: [<|>\ndeploy:\n  user: root\n`,
      ['ax'],
    ],
    [
      'a radio in open braces',
      `${SPEC}wifi:\n  - { interface: wlan0, band: 6GHz, channel: <|>\ndeploy:\n  user: root\n`,
      ['5'],
    ],
    ['a forward in open brackets', `${HEAD}nat:\n  forwards: [tcp 5472 -> nas:22, tcp <|>\n${LAN}`, ['5473']],
    [
      'an entry that is open above others',
      SPEC.replace('reservations:\n', 'reservations:\n      - { name: tv, address: <|>\n'),
      ['10.100.0.11'],
    ],
    [
      'an entry with a quote above others',
      SPEC.replace('reservations:\n', 'reservations:\n      - { name: tv, address: "<|>\n'),
      ['10.100.0.11'],
    ],
    [
      'a key without a colon, above what its block has',
      SPEC.replace('  dhcp:\n', '  dhcp:\n    reser\n    dns: <|>\n'),
      ['[10.100.0.1]'],
    ],
    [
      'a quote that takes in all that follows',
      `${HEAD}nat:\n  forwards:\n    - { protocol: tcp, port: 5472, to: "<|>\n${LAN}`,
      ['nas'],
    ],
    [
      'a quote outside of braces',
      `${HEAD}dns:\n  serve: true\nnat:\n  forwards:\n    - "tcp 5472 -> <|>\n${LAN}`,
      ['nas'],
    ],
    [
      'a forward in braces, above the LAN',
      `${HEAD}nat:\n  forwards:\n    - { protocol: tcp, port: 5472, to: <|>\n${LAN}`,
      ['nas'],
    ],
  ])('%s', async (_, source, wanted) => {
    expect(await labels(source, wanted.length)).toEqual(wanted);
  });
});

describe('whole blocks', () => {
  test.each<[string, string, string, string]>([
    [
      'a reservation, in the style of the others',
      `${HEAD}${LAN}      <|>\n`,
      '- name, mac, address …',
      `${HEAD}${LAN}      - { name: nas, mac: "52:54:00:12:34:56", address: 10.100.0.11 }\n`,
    ],
    [
      'a reservation behind its dash',
      `${HEAD}lan:\n  ports: [eth1]\n  address: 10.0.0.1/24\n  dhcp:\n    reservations:\n      - <|>\n`,
      'name, mac, address …',
      `${HEAD}lan:\n  ports: [eth1]\n  address: 10.0.0.1/24\n  dhcp:\n    reservations:\n      - name: nas\n        mac: "52:54:00:12:34:56"\n        address: 10.0.0.2\n`,
    ],
    ['a forward', `${SPEC}    <|>\n`, '- tcp … -> …', `${SPEC}    - tcp 5473 -> nas:22\n`],
    [
      'a forward in the long form',
      `${SPEC}    <|>\n`,
      '- protocol, port, to',
      `${SPEC}    - protocol: tcp\n      port: 5473\n      to: nas:22\n`,
    ],
    [
      'the first forward',
      `${HEAD}${LAN}na<|>\n`,
      'nat',
      `${HEAD}${LAN}nat:\n  forwards:\n    - tcp 5472 -> nas:22\n`,
    ],
    [
      'the first forward, by a quoted key that nothing closes',
      `${HEAD}"na<|>\n${LAN}`,
      'nat',
      `${HEAD}"nat":\n  forwards:\n    - tcp 5472 -> nas:22\n${LAN}`,
    ],
    [
      'an access point',
      `${SPEC}wifi:\n  <|>\n`,
      '- access point 5 GHz',
      `${SPEC}wifi:\n  - interface: wlan0\n    ssid: borealis\n    passphrase: \${secret:wifi}\n    country: JP\n    band: 5GHz\n    channel: 36\n    width: 80\n    standards: [n, ac]\n    security: wpa2\n`,
    ],
    [
      'another one beside it, under the same name',
      `${SPEC}wifi:\n  - { interface: wlan0, ssid: North, passphrase: "\${secret:home}", country: JP }\n  - <|>\n`,
      'access point 6 GHz',
      `${SPEC}wifi:\n  - { interface: wlan0, ssid: North, passphrase: "\${secret:home}", country: JP }\n  - { interface: wlan1, ssid: North, passphrase: "\${secret:home}", country: JP, band: 6GHz, channel: 37, width: 80, standards: [ax], security: wpa3 }\n`,
    ],
    [
      'an exception of the firewall',
      `${SPEC}firewall:\n  allow:\n    <|>\n`,
      '- service, from …',
      `${SPEC}firewall:\n  allow:\n    - service: ssh\n      from: lan\n`,
    ],
    [
      'the tunnel of the provider that the prefix tells',
      `${HEAD.slice(0, HEAD.indexOf('tunnel:'))}tu<|>\n${LAN}`,
      'tunnel',
      `${HEAD}${LAN}`,
    ],
    [
      'how this line can bring IPv6',
      SPEC.replace('  dhcp:', '  ip<|>\n  dhcp:'),
      'ipv6',
      SPEC.replace('  dhcp:', '  ipv6: bridge\n  dhcp:'),
    ],
    ['the LAN', `${HEAD}la<|>\n`, 'lan', `${HEAD}lan:\n  ports: [eth1, eth2]\n  address: 10.100.0.1/24`],
  ])('%s', async (_, source, label, after) => {
    const text = await afterCompletion(session, source, label);
    expect(text.trimEnd()).toBe(after.trimEnd());
    // What is inserted is a spec that nothing is wrong with, but that a second host has to get its own card.
    const problems = analyze(text).problems();
    expect(problems.map(({ code }) => code).filter((code) => code !== 'dhcp/reservation-duplicate')).toEqual(
      [],
    );
  });

  test('no access point of a band in which the country allows none', async () => {
    const found = await labels(`${SPEC}wifi:\n  - interface: wlan0\n    country: US\n  - <|>\n`, 30);
    expect(found).toContain('access point 5 GHz');
    expect(found).not.toContain('access point 6 GHz');
  });
});

test('a choice has nothing that this line cannot do', async () => {
  const items = await completionsAt(session, SPEC.replace('  dhcp:', '  ip<|>\n  dhcp:'));
  const { textEdit } = items.find(({ label }) => label === 'ipv6') ?? {};
  expect(textEdit?.newText).toBe('ipv6: ${1|bridge,ndp-proxy,off|}');
});

describe('secrets', () => {
  const used = `${SPEC}wifi:\n  - interface: wlan0\n    ssid: a\n    passphrase: \${secret:home}\n`;

  test.each<[string, string, string[]]>([
    ['those of the spec', `${used}  - interface: wlan1\n    passphrase: <|>\n`, ['${secret:home}']],
    [
      'their names inside the form',
      `${used}  - interface: wlan1\n    passphrase: \${secret:<|>}\n`,
      ['home'],
    ],
  ])('%s', async (_, source, wanted) => {
    expect(await labels(source)).toEqual(wanted);
  });

  test('a name replaces a name', async () => {
    const source = `${used}  - interface: wlan1\n    passphrase: \${secret:h<|>}\n`;
    expect(await afterCompletion(session, source, 'home')).toBe(source.replace('h<|>', 'home'));
  });
});
