// What is expected of every router, and what its numbers make of it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { generatedScenario } from './generated.ts';
import type { Lab } from './lab.ts';
import { observe } from './observe.ts';
import { runScenario } from './scenario.ts';
import type { Scenario } from './scenario.ts';

const RESULTS = 'test-results/lab';

/**
 * Runs a scenario and leaves what came of it beside the other results of the tests: its observations as JSON, what the
 * WAN cable carried as a capture, and the state of the router at the end, whether it got that far or not.
 */
export function run(name: string, scenario: Scenario) {
  return runWith(observe, name, scenario);
}

/** The same with less to look at. */
export async function runWith<Seen>(
  look: (lab: Lab, scenario: Scenario) => Promise<Seen>,
  name: string,
  scenario: Scenario,
): Promise<Seen> {
  mkdirSync(RESULTS, { recursive: true });
  const result = await runScenario(scenario, look, ({ capture, state }) => {
    writeFileSync(`${RESULTS}/${name}.pcap`, capture);
    writeFileSync(`${RESULTS}/${name}.txt`, state);
  });
  writeFileSync(`${RESULTS}/${name}.json`, `${JSON.stringify(result, null, 2)}\n`);
  return result;
}

export function exampleText(name: string): string {
  return readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8');
}

/** A spec of the lab's own. */
export function routerText(name: string): string {
  return readFileSync(new URL(`routers/${name}.router.yaml`, import.meta.url), 'utf8');
}

export function example(name: string): Scenario {
  return generatedScenario(exampleText(name));
}

export function router(name: string): Scenario {
  return generatedScenario(routerText(name));
}

/** What every router must do. */
export const GOOD = {
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
export const SHARED = {
  ...GOOD,
  unsolicited: { answered: 0 },
  relay: { outside: 0, foreign: 0, protocol: 0 },
};

/** The packets of a tunnel of that MTU: their path MTU, and the segments of TCP with its timestamps (12 bytes). */
export function sizes(mtu: number): object {
  return { pathMtu: { mtu, answered: mtu }, tcp: { answered: 40, outside: 0, segments: [mtu - 40 - 12] } };
}
