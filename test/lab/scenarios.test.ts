import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generatedScenario } from './generated.ts';
import { leakyRouter } from './leaky-router.ts';
import { runScenario } from './scenario.ts';
import type { Scenario, ScenarioResult } from './scenario.ts';

/** Runs a scenario and leaves its result as JSON beside the other results of the tests. */
async function run(name: string, scenario: Scenario): Promise<ScenarioResult> {
  const result = await runScenario(scenario);
  const text = JSON.stringify(result, null, 2);
  mkdirSync('test-results/lab', { recursive: true });
  writeFileSync(`test-results/lab/${name}.json`, `${text}\n`);
  console.log(name, text);
  return result;
}

function example(name: string): Scenario {
  return generatedScenario(readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8'));
}

/** On a line with a /64; the prefix delegation of examples/transix.router.yaml the practice line does not have. */
const DS_LITE = `version: 1
hostname: mori
wan: { interface: eth0, prefix: 2409:10:a000:1200::/64 }
tunnel: { provider: transix }
lan:
  ports: [eth1, eth2]
  address: 192.168.20.1/24
  dhcp: {}
`;

/** What every router must do. */
const GOOD = {
  resolved: ['198.51.100.10', '2001:db8:1::10'],
  tcp: { answered: 40, outside: 0 },
  udp: { answered: 40, outside: 0 },
  icmp: { answered: 40 },
  large: { answered: 4, outside: 0 },
  mapping: { answered: 7 },
  // A path that is narrower behind the tunnel, which only an ICMP error from the internet can tell.
  narrowPath: { mtu: 1300, answered: 1300 },
  bulk: { same: true },
  ipv6: { answered: 1 },
  scanned: { router6: [], client6: [] },
  wanLease: false,
  // A WAN cable on which nothing but IPv6 was ever seen.
  wan: { seen_ipv4: 0, seen_arp: 0, seen_dhcp: 0, seen_other: 0 },
  restarted: ['', ''],
};

/** The same where the address is shared and this router translates. */
const SHARED = {
  ...GOOD,
  unsolicited: { answered: 0 },
  relay: { outside: 0, foreign: 0, protocol: 0 },
};

/** The packets of a tunnel of that MTU: their path MTU, and the segments of TCP with its timestamps (12 bytes). */
function sizes(mtu: number): object {
  return { pathMtu: { mtu, answered: mtu }, tcp: { answered: 40, outside: 0, segments: [mtu - 40 - 12] } };
}

test('the reference router: everything passes, nothing leaves the port set, nothing but IPv6 reaches the line', async () => {
  const result = await run('reference', example('router.yaml'));
  expect(result).toMatchObject({
    ...SHARED,
    ...sizes(1460),
    lease: {
      ip: '10.100.0.10',
      router: '10.100.0.1',
      dns: '10.100.0.1',
      domain: 'home.arpa',
      lease: '43200',
    },
    forwarded: [
      { port: 5472, answered: 1 },
      { port: 5473, answered: 1 },
    ],
    hairpin: { answered: 1 },
    scanned: { ipv4: [5472, 5473], router6: [], client6: [] },
    trace: ['10.100.0.1', expect.any(String), '198.51.100.10'],
  });
  expect(result.relay.inside).toBeGreaterThan(120);
  // RFC 4787 REQ-1: one socket is one port, whoever it talks to.
  expect(new Set(result.mapping.ports).size).toBe(1);
});

test('OCN: 1,008 ports, a port forward to a host without a reservation, another LAN', async () => {
  const result = await run('ocn', example('ocn.router.yaml'));
  expect(result).toMatchObject({
    ...SHARED,
    ...sizes(1460),
    lease: { router: '192.168.10.1', dns: '192.168.10.1' },
  });
  expect(new Set(result.mapping.ports).size).toBe(1);
});

test('DS-Lite: the AFTR is found by its name, and translates what the router does not', async () => {
  const result = await run('ds-lite', generatedScenario(DS_LITE));
  expect(result).toMatchObject({ ...GOOD, ...sizes(1460), lease: { router: '192.168.20.1' } });
});

// The judge is judged: a router with the mistakes of the article must not pass.
test('a router without the filters: the lab sees every leak', async () => {
  const result = await run('leaky', leakyRouter());
  expect(result).toMatchObject({ lease: { ip: '10.100.0.107' }, wanLease: true });
  expect(result.tcp.answered).toBeLessThan(result.tcp.asked);
  expect(result.relay.outside).toBeGreaterThan(0);
  expect(result.relay.foreign).toBeGreaterThan(0);
  expect(result.wan.seen_arp).toBeGreaterThan(0);
  expect(result.wan.seen_dhcp).toBeGreaterThan(0);
});
