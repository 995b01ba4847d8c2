// Every router after the line has got another prefix and its spec was deployed for that, and once more after a restart.
import { expect, test } from 'vitest';
import { exampleText, routerText, runWith } from './expected.ts';
import { Deployer } from './deployer.ts';
import { generatedScenario } from './generated.ts';
import type { Lab } from './lab.ts';
import { observeLeaks, observeWays } from './observe.ts';
import { lineOf } from './scenario.ts';
import type { Scenario } from './scenario.ts';

/** Each with a prefix of its spec, and another one that has the same ports: another customer's IPv4 address. */
const ROUTERS = [
  ['reference', exampleText('router.yaml'), '240b:10:1234:5600::/64', '240b:10:5678:5600::/64'],
  ['ocn', exampleText('ocn.router.yaml'), '2400:4053:4394:ef00::/64', '2400:4053:4594:ef00::/64'],
  [
    'biglobe-ndp-proxy',
    routerText('biglobe-ndp-proxy'),
    '2404:7a83:2fb1:c00::/64',
    '2404:7a83:2eb1:c00::/64',
  ],
  ['nuro-delegated', routerText('nuro-delegated'), '240d:f:100:200::/56', '240d:f:301:200::/56'],
  ['rfc7597', routerText('rfc7597'), '2001:db8:12:3400::/64', '2001:db8:99:3400::/64'],
  ['whole-address', routerText('whole-address'), '2001:db8:4d::/64', '2001:db8:5e::/64'],
  ['transix', routerText('transix'), '2409:10:a000:1200::/64', '2409:10:b000:1200::/64'],
] as const;

test.concurrent.each(ROUTERS)(
  '%s: another prefix, and a restart with it',
  async (name, spec, prefix, another) => {
    expect(spec).toContain(prefix);
    const moved = spec.replace(prefix, another);
    const before = generatedScenario(spec);
    const after = generatedScenario(moved);
    const result = await runWith((lab) => look(lab, moved, before, after), `${name}-moved`, before);
    expect(result.deployed, result.deployed.detail.en).toMatchObject({ state: 'kept' });
    for (const { lease, tcp, udp, icmp, ipv6, forwarded } of [
      result.before,
      result.after,
      result.restarted,
    ]) {
      expect(lease).toBeDefined();
      expect({ tcp, udp, icmp, ipv6 }).toMatchObject({
        tcp: { answered: 40, outside: 0 },
        udp: { answered: 40, outside: 0 },
        icmp: { answered: 40 },
        ipv6: { answered: 1 },
      });
      expect(forwarded).toMatchObject(
        after.shared === undefined ? [] : after.forwards.map(({ port }) => ({ port, answered: 1 })),
      );
    }
    // Nothing of the old line is left, and nothing new is lost.
    expect(result.state.moved).not.toContain(before.lan.router6);
    expect(result.state.restarted).toBe(result.state.moved);
    for (const { relay, wan, wanLease } of result.leaks) {
      expect(wanLease).toBe(false);
      if (after.shared !== undefined) expect(relay).toMatchObject({ outside: 0, foreign: 0, protocol: 0 });
      expect(wan).toMatchObject({ seen_ipv4: 0, seen_arp: 0, seen_dhcp: 0, seen_other: 0 });
    }
  },
);

async function look(lab: Lab, moved: string, old: Scenario, scenario: Scenario) {
  const before = await observeWays(lab, old);
  const leaks = [await observeLeaks(lab, old)];
  await lab.moveLine(lineOf(scenario));
  const deployer = await Deployer.of(lab, moved);
  try {
    const deployed = await deployer.deploy();
    const after = await observeWays(lab, scenario);
    const state = await lab.state();
    leaks.push(await observeLeaks(lab, scenario));
    await lab.restart(lineOf(scenario));
    const restarted = await observeWays(lab, scenario);
    await lab.within(20, async () => (await lab.state()) === state);
    leaks.push(await observeLeaks(lab, scenario));
    return {
      before,
      deployed,
      after,
      restarted,
      leaks,
      state: { moved: state, restarted: await lab.state() },
    };
  } finally {
    deployer.stop();
  }
}
