import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/core/analysis.ts';
import type { RouterFacts } from '../../../server/src/core/survey/facts.ts';
import { routerFacts } from '../../../server/src/core/survey/read-facts.ts';
import type { Said } from '../../../server/src/core/survey/read-facts.ts';
import { newSpec } from '../../../server/src/service/new-spec/index.ts';
import type { Question } from '../../../server/src/service/new-spec/question.ts';

type Answers = Record<string, string>;

const ADDRESS = 'root@borealis';
const fact = (key: string, value: string): Said => ({ event: 'fact', key, value });
const link = (name: string, more: Partial<Said> = {}): Said => ({
  event: 'link',
  name,
  kind: 'wired',
  mac: '52:54:00:12:34:56',
  carrier: '1',
  bridge: '',
  phy: '',
  ...more,
});
const address = (name: string, value: string): Said => ({
  event: 'address',
  interface: name,
  address: value,
});
const route = (kind: string, value: string): Said => ({ event: 'route', kind, value });
const band = (phy: string, standards: string, width: string, frequencies: string, ap = 'yes'): Said => ({
  event: 'band',
  phy,
  ap,
  width,
  standards,
  frequencies,
});

const LOW = '2412 2417 2422 2427 2432 2437 2442 2447 2452 2457 2462';
const HIGH = '5180 5200 5220 5240 5260 5280 5300 5320 5500 5745';

/** A router with the line at eth0, a bridge, and a radio for both bands. */
const PLAIN: readonly Said[] = [
  fact('host', 'borealis'),
  fact('alpine', '3.21.3'),
  fact('media', 'sda1'),
  fact('country', 'JP'),
  link('br0', { kind: 'bridge' }),
  link('eth0'),
  link('eth1', { bridge: 'br0' }),
  link('eth2', { bridge: 'br0', carrier: '0' }),
  link('eth3', { carrier: '' }),
  link('wlan0', { kind: 'radio', phy: 'phy0' }),
  address('eth0', '240b:10:1234:5600:5054:ff:fe12:3456/64'),
  address('br0', '10.100.0.1/24'),
  address('br0', 'fd00:1:2::1/64'),
  route('default', 'eth0'),
  band('phy0', 'n', '40', LOW),
  band('phy0', 'nc', '80', HIGH),
];

/** Takes what is suggested for everything that is not given; every suggestion is one of the choices, if there are any. */
function walk(facts: RouterFacts, given: Answers = {}): { asked: Question[]; text: string } {
  const answers: Answers = {};
  const asked: Question[] = [];
  for (;;) {
    const { question, text } = newSpec(answers, { locale: 'en' }, { facts });
    if (text !== undefined) return { asked, text };
    expect(question.problem).toBeUndefined();
    asked.push(question);
    answers[question.id] = given[question.id] ?? question.suggested;
  }
}
const errorsOf = (text: string): string[] =>
  analyze(text)
    .problems()
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code}: ${message.en}`);

describe('what a router says', () => {
  test('becomes answers, and these a spec', async () => {
    const { asked, text } = walk(routerFacts(ADDRESS, PLAIN));
    expect(errorsOf(text)).toEqual([]);
    await expect(text).toMatchFileSnapshot('../../fixtures/new-spec/router.en.yaml');
    await expect(
      `${JSON.stringify(
        asked.map(({ id, suggested, choices, typed, many }) => ({ id, suggested, typed, many, choices })),
        null,
        1,
      )}\n`,
    ).toMatchFileSnapshot('../../fixtures/new-spec/router.questions.json');
  });

  test.each<[string, readonly Said[], Answers]>([
    [
      'a delegated prefix comes before the parts of it that the router uses',
      [...PLAIN, address('br0', '2400:4151:8000:aa01::1/64'), route('delegated', '2400:4151:8000:aa00::/56')],
      { prefix: '2400:4151:8000:aa00::/56' },
    ],
    [
      'the prefix of the default route comes before others',
      [address('eth1', '2400:4151:8000:aa01::1/64'), ...PLAIN],
      { prefix: '240b:10:1234:5600::/64' },
    ],
    [
      'where the default route goes through a bridge, the line is at its first port with a carrier',
      [
        link('br0', { kind: 'bridge' }),
        link('eth0', { bridge: 'br0', carrier: '0' }),
        link('eth1', { bridge: 'br0' }),
        link('eth2', { bridge: 'br0' }),
        address('br0', '240b:10:1234:5600::1/64'),
        address('br0', '192.168.7.1/24'),
        route('default', 'br0'),
      ],
      { wan: 'eth1', ports: 'eth0 eth2', lan: '192.168.7.1/24' },
    ],
    [
      'without a bridge, the other wired ports are the LAN',
      [
        link('eth0'),
        link('eth1'),
        address('eth1', '203.0.113.1/24'),
        address('eth0', '240b:10:1234:5600::1/64'),
      ],
      { wan: 'eth0', ports: 'eth1', lan: '192.168.10.1/24', hostname: 'router' },
    ],
    [
      'a router whose default route is a VLAN',
      [
        ...PLAIN.filter(({ event }) => event !== 'route'),
        link('eth0.10', { kind: 'other' }),
        route('default', 'eth0.10'),
      ],
      { wan: 'eth0.10' },
    ],
    [
      'a radio that said nothing is taken to do what is usual',
      PLAIN.filter(({ event }) => event !== 'band'),
      { wifi: 'wlan0', 'channel-wlan0': '5GHz/36' },
    ],
    [
      'two radios go to two bands',
      [
        ...PLAIN,
        link('wlan1', { kind: 'radio', phy: 'phy1' }),
        band('phy1', 'ncx', '80', HIGH),
        band('phy1', 'nx', '40', LOW),
      ],
      { 'channel-wlan0': '5GHz/36', 'channel-wlan1': '2.4GHz/1' },
    ],
    [
      '6 GHz needs 802.11ax',
      [
        ...PLAIN.filter(({ event }) => event !== 'band'),
        band('phy0', 'nc', '80', '5955 5975'),
        band('phy0', 'n', '20', '2412'),
      ],
      { 'channel-wlan0': '2.4GHz/1' },
    ],
  ])('%s', (_, said, expected) => {
    const { asked, text } = walk(routerFacts(ADDRESS, said), {
      prefix: '240b:10:1234:5600::/64',
      ...pick(expected),
    });
    expect(Object.fromEntries(asked.map(({ id, suggested }) => [id, suggested]))).toMatchObject(expected);
    expect(errorsOf(text)).toEqual([]);
  });

  /** A prefix is given unless it is what is looked at. */
  function pick({ prefix }: Answers): Answers {
    return prefix === undefined ? {} : { prefix, provider: prefix.startsWith('240b') ? 'v6plus' : 'transix' };
  }

  test('a radio that cannot be an access point is no question, one without a channel is no answer', () => {
    const station = PLAIN.map((each) => (each.event === 'band' ? { ...each, ap: 'no' } : each));
    expect(walk(routerFacts(ADDRESS, station)).asked.map(({ id }) => id)).not.toContain('wifi');
    const { text } = walk(routerFacts(ADDRESS, PLAIN), { wifi: '' });
    expect(text).not.toContain('wifi:');
  });

  test('only channels that the country and the radio both have are offered', () => {
    const { asked } = walk(routerFacts(ADDRESS, PLAIN));
    const values = asked.find(({ id }) => id === 'channel-wlan0')?.choices.map(({ value }) => value) ?? [];
    expect(values).toContain('5GHz/36');
    expect(values).not.toContain('5GHz/149');
    expect(values).not.toContain('5GHz/104');
    const [question] = [
      newSpec(
        Object.fromEntries([
          ...asked.map(({ id, suggested }) => [id, suggested]),
          ['channel-wlan0', '5GHz/149'],
        ]) as Answers,
        { locale: 'en' },
        { facts: routerFacts(ADDRESS, PLAIN) },
      ).question,
    ];
    expect(question).toMatchObject({ id: 'channel-wlan0', problem: expect.any(String) as string });
  });

  test.each([
    ['root@192.168.1.1', 'host: 192.168.1.1'],
    ['admin@borealis:2222', 'host: borealis\n  user: admin\n  port: 2222'],
    ['root@2001:db8::1', 'host: "2001:db8::1"'],
    ['root@null', 'host: "null"'],
  ])('%s is how it is deployed', (at, lines) => {
    const { text } = walk(routerFacts(at, PLAIN));
    expect(text).toContain(`deploy:\n  ${lines}\n`);
    expect(analyze(text).document.spec.deploy?.host).toBe(
      at.slice(at.indexOf('@') + 1).replace(/:2222$/, ''),
    );
  });
});

describe('where a router can be reached', () => {
  const facts = routerFacts(ADDRESS, PLAIN);
  const next = (answers: Answers, of?: RouterFacts) =>
    newSpec(answers, { locale: 'en' }, { reaches: true, facts: of });

  test('the first question offers both ways', () => {
    expect(next({}).question).toMatchObject({ id: 'from', suggested: 'prefix', step: 1 });
    expect(next({}).question?.choices.map(({ label }) => label)).toEqual([
      'From a prefix',
      'From a router over ssh',
    ]);
    expect(next({ from: 'prefix' }, facts).question).toMatchObject({
      id: 'prefix',
      suggested: '',
      choices: [],
    });
  });

  test('the router is asked before the questions go on, and again where another one is named', () => {
    expect(next({ from: 'router' }).question).toMatchObject({ id: 'router', suggested: 'root@' });
    expect(next({ from: 'router', router: 'borealis' })).toMatchObject({ router: ADDRESS });
    expect(next({ from: 'router', router: 'borealis' }, facts).question).toMatchObject({
      id: 'prefix',
      suggested: '240b:10:1234:5600::/64',
    });
    expect(next({ from: 'router', router: 'other' }, facts)).toMatchObject({ router: 'root@other' });
  });

  test.each([
    '',
    'root@',
    '@host',
    'root@-oProxyCommand=x',
    'a b@host',
    'root@host:0',
    'root@h;reboot',
    'root@h\nx',
  ])('%j is no router', (router) => {
    expect(next({ from: 'router', router }).question).toMatchObject({
      id: 'router',
      problem: expect.any(String) as string,
    });
  });
});

describe('a hostile router', () => {
  const HOSTILE = [
    '',
    'null',
    '-oProxyCommand=touch /tmp/x',
    '../../etc/passwd',
    '$(reboot)',
    'a: b',
    'x\n  y: z',
    '"',
    "'",
    '${secret:wifi}',
    '{a: b}',
    '[x]',
    '#',
    '&a',
    '*a',
    '!!js/function',
    '\u0000',
    '\u202e',
    '999999999999999999999',
    '::/0',
    '2000::/3',
    'fe80::1/64',
    '2001:db8::/64',
    '0.0.0.0/0',
    '240b:10:1234:5600::/64\n- evil',
    '__proto__',
    'constructor',
    'eth0',
    'a'.repeat(100_000),
  ];

  test('no value of it reaches the spec but in the form that the spec has for it', () => {
    const values = fc.constantFrom(...HOSTILE);
    const keys = [
      'name',
      'kind',
      'mac',
      'carrier',
      'bridge',
      'phy',
      'interface',
      'address',
      'key',
      'value',
    ] as const;
    const events = fc.constantFrom('fact', 'link', 'address', 'route', 'band');
    const said = fc.record({
      event: events,
      ...Object.fromEntries(keys.map((key) => [key, fc.oneof(values, fc.string({ unit: 'binary' }))])),
    }) as fc.Arbitrary<Said>;
    fc.assert(
      fc.property(fc.array(said, { maxLength: 12 }), (more) => {
        const facts = routerFacts(ADDRESS, [...PLAIN, ...more]);
        const answers: Answers = {
          prefix: '240b:10:1234:5600::/64',
          hostname: 'r',
          wan: 'eth0',
          ports: 'eth1',
        };
        for (;;) {
          const { question, text } = newSpec(answers, { locale: 'en' }, { facts });
          if (text !== undefined) {
            expect(errorsOf(text)).toEqual([]);
            break;
          }
          // What the router said is refused where it is an answer, and nowhere before.
          if (question.problem !== undefined) {
            expect(Object.hasOwn(answers, question.id)).toBe(true);
            break;
          }
          answers[question.id] = question.suggested;
        }
      }),
      { numRuns: 40 },
    );
  });

  test.each(HOSTILE.map((value, index) => [index, value] as const))(
    'alone in every place (%i)',
    (_, value) => {
      const facts = routerFacts(ADDRESS, [
        fact('host', value),
        fact('alpine', value),
        fact('media', value),
        fact('country', value),
        link(value, { bridge: value, mac: value, phy: value, carrier: value }),
        link('wlan0', { kind: 'radio', phy: value }),
        address(value, value),
        address('eth0', value),
        route('default', value),
        route('delegated', value),
        band(value, value, value, value),
      ]);
      const json = JSON.stringify(facts);
      const allowed = [facts.hostname, facts.media, ...facts.links.map(({ name }) => name)];
      if (value.length > 3 && !allowed.includes(value))
        expect(json.replace('2001:db8::/64', '')).not.toContain(JSON.stringify(value).slice(1, -1));
      expect(facts.prefixes.every(({ prefix }) => /^[0-9a-f:]+\/\d+$/.test(prefix))).toBe(true);
    },
  );

  test('floods are cut off', () => {
    const flood = Array.from({ length: 5000 }, (_, index) => [
      link(`eth${index}`),
      link(`wlan${index}`, { kind: 'radio', phy: `phy${index}` }),
      route('delegated', `2400:4151:${index.toString(16)}::/56`),
    ]).flat();
    const facts = routerFacts(ADDRESS, flood);
    expect(facts.links).toHaveLength(64);
    expect(facts.radios).toHaveLength(8);
    expect(facts.prefixes).toHaveLength(16);
  });
});
