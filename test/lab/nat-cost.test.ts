// What each way of translating costs the router, in instructions: they are the same on every machine, other than time.
// test-results/lab/nat-cost.json has the figures, and docs/nat.md those of one run.
import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generatedScenario } from './generated.ts';
import { INTERNET, Lab } from './lab.ts';
import { ARTICLE, natSchemes, specWith } from './nat-schemes.ts';
import { lineOf } from './scenario.ts';

/** Flows at once: most of a set of 240 ports. */
const FLOWS = 200;
/** Rounds of datagrams through them. */
const ROUNDS = 6;
/** Nanoseconds of the counting machine for an instruction. */
const INSTRUCTION = 4;

interface Cost {
  /** The flows that were answered: those of a scheme that has run out of ports do not count. */
  readonly flows: number;
  /** Instructions for the first datagram of a flow and its answer, in all that it passes through, both ends included. */
  readonly first: number;
  /** The same for a later one. */
  readonly later: number;
}

test('the port map costs less than the rules of the article for a new flow, and as much after that', async () => {
  const scenario = generatedScenario(specWith('port-map'));
  const schemes = [...natSchemes()];
  const rules = schemes.map(([, content], index) => ({
    path: `/etc/nat/${index}.nft`,
    mode: 0o644,
    content,
  }));
  const lab = await Lab.boot({
    saved: { ...scenario.saved, files: [...(scenario.saved.files ?? []), ...rules] },
    line: lineOf(scenario),
    address: scenario.lan.address,
    counted: true,
  });
  const costs: Record<string, Cost> = {};
  try {
    await lab.serve('inet', 'udp', INTERNET.port);
    expect(await lab.lease('c1')).toBeDefined();
    // The first time all are warmed up: whatever the router begins with is over then.
    for (const [index, [name]] of [...schemes.entries(), ...schemes.entries()]) {
      await lab.output('router', `nft flush ruleset && nft -f /etc/nat/${index}.nft && conntrack -F`);
      // Neighbours are found before the first datagram that counts.
      await lab.udp('c1', INTERNET.ipv4, INTERNET.port, 1);
      const seen = await lab.rounds('c1', INTERNET.ipv4, INTERNET.port, 20000, FLOWS, ROUNDS);
      const [first = 0, ...later] = seen.nanoseconds.map((time) => Math.round(time / INSTRUCTION));
      costs[name] = { flows: seen.answered, first, later: Math.min(...later) };
    }
  } finally {
    await lab.stop();
  }
  mkdirSync('test-results/lab', { recursive: true });
  writeFileSync('test-results/lab/nat-cost.json', `${JSON.stringify(costs, null, 2)}\n`);
  const [map, article] = [costs['port-map'], costs[ARTICLE]];
  if (map === undefined || article === undefined) throw new Error('A scheme has another name.');
  expect(map.first).toBeLessThanOrEqual(article.first);
  // The same scheme differs by 0.3 % from run to run.
  expect(map.later).toBeLessThanOrEqual(article.later * 1.005);
});
