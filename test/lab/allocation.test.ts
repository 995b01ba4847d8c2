// How much of a port set each `nat.allocation` uses at the first try; test-results/lab/allocation.json has the figures.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generatedScenario } from './generated.ts';
import { INTERNET, Lab } from './lab.ts';
import { lineOf } from './scenario.ts';

/** The ports of the set that nothing is forwarded to. */
const PORTS = 240;

interface Figures {
  /** As many flows as there are ports, to one destination. */
  readonly all: number;
  /** After a part of them has ended unevenly: as many as there are free ports then, and how many of them succeed. */
  readonly free: number;
  readonly refilled: number;
  /** The external ports of one UDP socket that talks to several hosts. */
  readonly mappings: number;
}

async function measure(allocation: string): Promise<Figures> {
  const spec = readFileSync(new URL('routers/rfc7597.router.yaml', import.meta.url), 'utf8');
  const v6plus = spec
    .replace(/^wan:.*$/m, 'wan: { interface: eth0, prefix: "240b:10:1234:5600::/64" }')
    .replace(/^tunnel:\n( .*\n)+/m, 'tunnel: { provider: v6plus }\n')
    .replace(/^ {2}forwards:.*$/m, `  allocation: ${allocation}`);
  const scenario = generatedScenario(v6plus);
  const lab = await Lab.boot({
    saved: scenario.saved,
    line: lineOf(scenario),
    address: scenario.lan.address,
  });
  try {
    await lab.serve('inet', 'udp', INTERNET.port);
    expect(await lab.lease('c1')).toBeDefined();
    // Whoever is not answered at the first try must not be saved by a flow that ends meanwhile.
    const timeouts = ['udp_timeout', 'udp_timeout_stream'].map(
      (name) => `net.netfilter.nf_conntrack_${name}=600`,
    );
    await lab.output('router', `sysctl -w ${timeouts.join(' ')}`);
    expect((await lab.once('c1', INTERNET.ipv4, INTERNET.port, 19999, 1)).answered).toBe(1);
    await lab.output('router', 'conntrack -F');
    const all = await lab.once('c1', INTERNET.ipv4, INTERNET.port, 20000, PORTS);
    // The hundred with the lowest ports end: whole ranges are free, and the others are full.
    const ended = [...all.pairs].sort((a, b) => a[1] - b[1]).slice(0, 100);
    await lab.output(
      'router',
      `for port in ${ended.map(([local]) => local).join(' ')}; do conntrack -D -p udp --orig-port-src $port; done >/dev/null 2>&1`,
    );
    const free = PORTS - (all.answered - ended.length);
    const refilled = await lab.once('c1', INTERNET.ipv4, INTERNET.port, 30000, free);
    await lab.output('router', 'conntrack -F');
    const mapping = await lab.mapping('c1', INTERNET.port, INTERNET.others);
    return {
      all: all.answered,
      free,
      refilled: refilled.answered,
      mappings: new Set(mapping.ports).size,
    };
  } finally {
    await lab.stop();
  }
}

test('a port map finds nearly every free port at the first try, also when the set has become uneven', async () => {
  const [portMap, roundRobin] = [await measure('port-map'), await measure('round-robin')];
  mkdirSync('test-results/lab', { recursive: true });
  writeFileSync('test-results/lab/allocation.json', JSON.stringify({ portMap, roundRobin }, null, 2));
  // The kernel gives up after some attempts from a port that it picks at random, so the last few may not be found.
  expect(portMap.all).toBeGreaterThanOrEqual(PORTS * 0.97);
  expect(portMap.refilled).toBeGreaterThanOrEqual(portMap.free * 0.9);
  expect(portMap.mappings).toBe(1);
  expect(roundRobin.refilled / roundRobin.free).toBeLessThan(portMap.refilled / portMap.free);
  expect(roundRobin.mappings).toBeGreaterThan(1);
});
