// Routers with another IPv4 uplink beside the tunnel, which here leads nowhere.
import { expect, test } from 'vitest';
import { router, runWith } from './expected.ts';
import { INTERNET } from './lab.ts';
import type { Lab } from './lab.ts';
import { observeLeaks, observeWays, sorted } from './observe.ts';
import type { Scenario } from './scenario.ts';

const UPLINK =
  'ip link add uplink type dummy && ip link set uplink up && ip -4 addr add 192.0.2.2/24 dev uplink && ip -4 route add default via 192.0.2.1';

/** What the user adds: TCP from the LAN shall go into the tunnel. */
const MARKS = `nft 'table inet mine { chain marks { type filter hook prerouting priority mangle; iifname "br0" meta l4proto tcp meta mark set 0x64; }; }'`;

test('by mark: what is marked goes into the tunnel, in the port set; nothing else does', async () => {
  const look = async (lab: Lab, scenario: Scenario) => {
    await lab.output('router', `${UPLINK} && ${MARKS}`);
    for (const protocol of ['tcp', 'udp'] as const) await lab.serve('inet', protocol, INTERNET.port);
    await lab.output(
      'c1',
      `ip link set dev eth0 down address ${scenario.lan.mac} && ip link set dev eth0 up`,
    );
    const lease = await lab.lease('c1');
    const tcp = sorted(await lab.tcp('c1', INTERNET.ipv4, INTERNET.port, 40), scenario.shared);
    const udp = await lab.udp('c1', INTERNET.ipv4, INTERNET.port, 4, 3);
    await lab.serve('c1', 'tcp', 7100);
    const forwarded = await lab.tcp('inet', scenario.shared?.address ?? '', 5472, 1);
    return { lease, tcp, udp, forwarded, ...(await observeLeaks(lab, scenario)) };
  };
  const result = await runWith(look, 'by-mark', router('by-mark'));
  expect(result).toMatchObject({
    lease: { ip: '10.100.0.3' },
    tcp: { answered: 40, outside: 0 },
    udp: { answered: 0 },
    // Its answers find the way back into the tunnel without a mark of the user's.
    forwarded: { answered: 1 },
    relay: { outside: 0, foreign: 0, protocol: 0 },
    wan: { seen_ipv4: 0, seen_arp: 0, seen_dhcp: 0, seen_other: 0 },
    wanLease: false,
  });
});

test('by source: the LAN has the tunnel, whatever the main route is', async () => {
  const look = async (lab: Lab, scenario: Scenario) => {
    await lab.output('router', UPLINK);
    return { ...(await observeWays(lab, scenario)), ...(await observeLeaks(lab, scenario)) };
  };
  expect(await runWith(look, 'by-source', router('by-source'))).toMatchObject({
    tcp: { answered: 40, outside: 0 },
    udp: { answered: 40, outside: 0 },
    icmp: { answered: 40 },
    ipv6: { answered: 1 },
    forwarded: [{ port: 5472, answered: 1 }],
    relay: { outside: 0, foreign: 0, protocol: 0 },
    wan: { seen_ipv4: 0, seen_arp: 0, seen_dhcp: 0, seen_other: 0 },
  });
});
