import { expect, test } from 'vitest';
import { GOOD, SHARED, router, run, runWith, sizes } from './expected.ts';
import type { Lab } from './lab.ts';
import { leakyRouter } from './leaky-router.ts';
import { observeLeaks, observeOutbound } from './observe.ts';
import type { Scenario } from './scenario.ts';

test('BIGLOBE on a /64 by NDP proxy: clients have IPv6 of their own, and one service is open', async () => {
  expect(await run('biglobe-ndp-proxy', router('biglobe-ndp-proxy'))).toMatchObject({
    ...SHARED,
    ...sizes(1460),
    lease: { router: '172.16.5.254', domain: 'lan.example.org', lease: '5400' },
    scanned: { ipv4: [], router6: [], client6: [7000] },
  });
});

test('NURO on a /56 by DHCPv6: the LAN has a /64 of it', async () => {
  expect(await run('nuro-delegated', router('nuro-delegated'))).toMatchObject({
    ...SHARED,
    ...sizes(1460),
    lease: { ip: '10.0.0.2', router: '10.0.0.1' },
    forwarded: [{ port: 4128, answered: 1 }],
    hairpin: { answered: 1 },
    scanned: { ipv4: [4128], router6: [], client6: [] },
  });
});

test('DS-Lite: the AFTR is found by its name, and translates what the router does not', async () => {
  expect(await run('transix', router('transix'))).toMatchObject({
    ...GOOD,
    ...sizes(1460),
    lease: { router: '192.168.20.1' },
  });
});

// The judge is judged: a router with the mistakes of the article must not pass.
test('a router without the filters: the lab sees every leak', async () => {
  const look = async (lab: Lab, scenario: Scenario) => ({
    ...(await observeOutbound(lab, scenario)),
    ...(await observeLeaks(lab, scenario)),
  });
  const result = await runWith(look, 'leaky', leakyRouter());
  expect(result).toMatchObject({ lease: { ip: '10.100.0.107' }, wanLease: true });
  expect(result.tcp.answered).toBeLessThan(result.tcp.asked);
  expect(result.relay.outside).toBeGreaterThan(0);
  expect(result.relay.foreign).toBeGreaterThan(0);
  expect(result.wan.seen_arp).toBeGreaterThan(0);
  expect(result.wan.seen_dhcp).toBeGreaterThan(0);
});
