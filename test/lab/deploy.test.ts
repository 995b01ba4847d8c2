import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { history, rollback } from '../../server/src/deploy/index.ts';
import { Deployer } from './deployer.ts';
import { generatedScenario } from './generated.ts';
import { Lab } from './lab.ts';
import { observe } from './observe.ts';
import { lineOf } from './scenario.ts';

const SPEC = readFileSync(new URL('../../examples/router.yaml', import.meta.url), 'utf8');

/** Rules of a hand-made router, which end with the deploy and come back with the rollback. */
const OLD_RULES = 'table ip by_hand {\n\tchain input {\n\t\ttype filter hook input priority 0;\n\t}\n}\n';

describe('the reference router, deployed to the router of a factory', () => {
  const scenario = generatedScenario(SPEC);
  let lab: Lab;
  let deployer: Deployer;

  beforeAll(async () => {
    lab = await Lab.boot({ line: lineOf(scenario), address: scenario.lan.address });
    deployer = await Deployer.of(lab, SPEC);
    await lab.output(
      'router',
      `printf '${OLD_RULES.replaceAll('\n', '\\n').replaceAll('\t', '\\t')}' >/etc/nftables.nft && nft -f /etc/nftables.nft`,
    );
  });
  afterAll(async () => {
    await lab.stop();
    deployer.stop();
  });

  const rules = (): Promise<string> => lab.output('router', 'nft list tables');

  test('is confirmed and saved, and replaces what was there', async () => {
    expect((await deployer.plan()).facts).toMatchObject({ diskless: true, missingTools: [] });
    const outcome = await deployer.deploy();
    expect(outcome, outcome.detail.en).toMatchObject({ state: 'kept' });
    expect(await rules()).not.toContain('by_hand');
    expect((await deployer.plan()).nothingToDo).toBe(true);
  });

  test('carries traffic after a power cut, as the one that booted with these files', async () => {
    await lab.restart();
    expect((await deployer.plan()).nothingToDo).toBe(true);
    expect(await observe(lab, scenario)).toMatchObject({
      lease: { ip: '10.100.0.10', router: '10.100.0.1' },
      tcp: { answered: 40, inside: 40, outside: 0 },
      udp: { answered: 40, inside: 40, outside: 0 },
      icmp: { answered: 40 },
      ipv6: { answered: 1 },
      forwarded: [{ answered: 1 }, { answered: 1 }],
      relay: { outside: 0, foreign: 0, protocol: 0 },
      wan: { seen_ipv4: 0, seen_arp: 0, seen_dhcp: 0, seen_other: 0 },
    });
  });

  test('is in the history, and goes back to what was there before', async () => {
    expect(await history(deployer.request.target, deployer.env)).toHaveLength(2);
    const outcome = await rollback(deployer.request.target, deployer.env);
    expect(outcome, outcome.detail.en).toMatchObject({ state: 'kept' });
    expect(await rules()).toBe('table ip by_hand\n');
    expect((await lab.run('router', 'ip link show ip6tnl1')).code).not.toBe(0);
  });
});
