import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { diagnose } from '../../server/src/core/diagnosis/diagnose.ts';
import type { Diagnosis } from '../../server/src/core/diagnosis/diagnose.ts';
import type { LiveFacts } from '../../server/src/core/diagnosis/facts.ts';
import { analyze } from '../../server/src/core/analysis.ts';
import type { Router } from '../../server/src/core/derive/router.ts';
import { kernelSettings } from '../../server/src/core/render/kernel.ts';
import { servicesOf } from '../../server/src/core/render/services.ts';
import { deploy, liveFacts } from '../../server/src/deploy/index.ts';
import { SHELLS } from './rig/layout.ts';
import { RigRouter } from './rig/router.ts';

const SPEC = `
version: 1
hostname: borealis
wan: { interface: eth0, prefix: "240b:10:1234:5600::/64", prefix-source: ra }
tunnel: { provider: v6plus }
lan: { interface: br0, ports: [eth1], address: 10.100.0.1/24 }
dns: { serve: true, upstream: ["2606:4700:4700::1111"] }
deploy: { host: borealis }
`;

const CE = '240b:10:1234:5600:6a:4812:3400:5600';
const RELAY = '2404:9200:225:100::64';

/** A connection as /proc/net/nf_conntrack has it: out to the internet, with the port that its answers come to. */
const outward = (protocol: 'tcp' | 'udp', port: number, server = '198.51.100.10'): string =>
  `ipv4     2 ${protocol} ${protocol === 'tcp' ? '     6 431999 ESTABLISHED' : '    17 25'} src=10.100.0.20 dst=${server} sport=50000 dport=443 src=${server} dst=106.72.18.52 sport=443 dport=${port} [ASSURED] mark=0 zone=0 use=2\n`;

describe.each(SHELLS)('with %s on the router', (shell) => {
  let router: RigRouter;
  let spec: Router;

  beforeEach(async () => {
    router = await RigRouter.start({ shell });
    const analyzed = analyze(SPEC).router;
    if (analyzed === undefined) throw new Error('no router');
    spec = analyzed;
    for (const [name, operstate, mtu] of [
      ['eth0', 'up', 1500],
      ['ip6tnl1', 'unknown', 1460],
    ] as const) {
      router.write(`/sys/class/net/${name}/flags`, '0x1003\n');
      router.write(`/sys/class/net/${name}/operstate`, `${operstate}\n`);
      router.write(`/sys/class/net/${name}/mtu`, `${mtu}\n`);
    }
    const { boot, late } = kernelSettings(spec);
    for (const { path, value } of [...boot, ...late]) router.write(`/proc/sys/${path}`, `${value}\n`);
    router.write('/proc/sys/net/netfilter/nf_conntrack_count', '3\n');
    router.write('/proc/sys/net/netfilter/nf_conntrack_max', '65536\n');
    router.write(
      '/proc/net/nf_conntrack',
      // Two of them share a port, the third came in from outside, and the fourth is no business of the tunnel's.
      outward('tcp', 16384) +
        outward('tcp', 16384, '198.51.100.11') +
        'ipv4     2 tcp      6 100 ESTABLISHED src=203.0.113.5 dst=106.72.18.52 sport=1024 dport=16385 src=10.100.0.10 dst=203.0.113.5 sport=22 dport=1024 [ASSURED] mark=0 zone=0 use=2\n' +
        'ipv4     2 tcp      6 100 ESTABLISHED src=10.100.0.20 dst=10.100.0.1 sport=1024 dport=22 src=10.100.0.1 dst=10.100.0.20 sport=22 dport=1024 [ASSURED] mark=0 zone=0 use=2\n' +
        'ipv6     10 tcp      6 100 ESTABLISHED src=2001:db8::1 dst=2001:db8::2 sport=1024 dport=22 src=2001:db8::2 dst=2001:db8::1 sport=22 dport=1024 [ASSURED] mark=0 zone=0 use=2\n' +
        outward('udp', 16399) +
        'ipv4     2 icmp     1 29 src=10.100.0.20 dst=198.51.100.10 type=8 code=0 id=77 src=198.51.100.10 dst=106.72.18.52 type=0 code=0 id=16384 mark=0 zone=0 use=2\n',
    );
    router.setLive(
      'addresses6',
      `2: eth0    inet6 ${CE}/128 scope global deprecated \\       valid_lft forever preferred_lft 0sec\n` +
        '2: eth0    inet6 240b:10:1234:5600:5054:ff:fe12:3456/64 scope global dynamic mngtmpaddr \\       valid_lft 2591998sec preferred_lft 604798sec\n',
    );
    router.setLive(
      'route6',
      'default via fe80::1 dev eth0 proto ra metric 1024 expires 1795sec pref medium\n',
    );
    router.setLive(
      'tunnel',
      `ip6tnl1: ip/ipv6 remote ${RELAY} local ${CE} dev eth0 encaplimit none hoplimit 64 tclass 0x00 flowlabel 0x00000 (flowinfo 0x00000000)\n`,
    );
    router.setLive('route4', '198.51.100.10 from 106.72.18.52 dev ip6tnl1 uid 0 \n    cache \n');
    for (const { name, runlevel } of servicesOf(spec)) {
      router.write(`/etc/init.d/${name}`, '#!/sbin/openrc-run\n');
      router.setLive(`services/${name}`, '');
      router.enable(name, runlevel);
    }
  });
  afterEach(() => router.stop());

  const look = async (): Promise<{ facts: LiveFacts; diagnosis: Diagnosis; wrong: string[] }> => {
    const facts = await liveFacts(spec, router.request([]).target, router.env);
    const diagnosis = diagnose(spec, facts);
    const wrong = diagnosis.findings
      .filter(({ state }) => state !== 'good')
      .map(({ code, state }) => `${state} ${code}`);
    return { facts, diagnosis, wrong };
  };

  test('a router in order is found to be so, over one connection, and left as it is', async () => {
    expect(await deploy(await router.plan(), router.env, { confirm: 'auto' })).toMatchObject({
      state: 'kept',
    });
    router.setLive('answered', '1460');
    const before = router.snapshot();
    const connections = (): number => router.log.filter((line) => line.includes('->')).length;
    const made = connections();
    const { diagnosis, wrong } = await look();
    expect(connections() - made).toBe(1);
    expect(router.snapshot()).toEqual(before);
    // The deploy of the rig has other services and settings than this spec, which is no matter of this test.
    expect(wrong.filter((each) => !/kernel|services/.test(each))).toEqual([]);
    expect(diagnosis.ports?.total).toEqual({ tcp: 2, udp: 1, icmp: 1 });
    // Internal ports go round the ranges: the first two stand in the first and the second, the sixteenth in the first.
    expect(diagnosis.ports?.ranges.slice(0, 2)).toEqual([
      { first: 5472, last: 5487, used: { tcp: 1, udp: 1, icmp: 1 } },
      { first: 9568, last: 9583, used: { tcp: 1, udp: 0, icmp: 0 } },
    ]);
    router.write('/etc/dnsmasq.conf', 'interface=br0\nport=5353\n');
    expect((await look()).facts.drift).toEqual(['/etc/dnsmasq.conf']);
  });

  test('without a deploy, all else is in order', async () => {
    expect((await look()).wrong).toEqual(['warning drift']);
  });

  test('a path that is narrower than the tunnel is measured, whether or not somebody tells', async () => {
    router.setLive('answered', '1454');
    const untold = await look();
    expect(untold.facts.pathMtu).toBeGreaterThan(1454 - 8);
    expect(untold.facts.pathMtu).toBeLessThanOrEqual(1454);
    expect(untold.wrong).toContain('warning path-mtu');
    router.fault('told');
    expect((await look()).facts.pathMtu).toBe(1454);
  });

  test('a relay that does not answer pings is none the worse for it', async () => {
    router.fault(`ping-${RELAY}`);
    expect((await look()).wrong).toEqual(['warning drift']);
    router.fault('ping-198.51.100.10');
    expect((await look()).wrong).toEqual([
      'error far-end',
      'error ipv4',
      'unknown path-mtu',
      'warning drift',
    ]);
  });

  test('what is missing is told, not stumbled over', async () => {
    router.setLive('addresses6', '');
    router.setLive('route6', '');
    router.setLive('tunnel', '');
    router.setLive('route4', '');
    router.remove('/sys/class/net/ip6tnl1');
    router.remove('/proc/net/nf_conntrack');
    router.remove('/proc/sys/net/netfilter');
    router.setLive('uncommitted', '');
    const { wrong, diagnosis } = await look();
    expect(diagnosis.ports).toBeUndefined();
    expect(wrong).toEqual([
      'error wan',
      'error prefix',
      'error near-end',
      'error tunnel',
      'error ipv4',
      'warning kernel',
      'unknown conntrack',
      'warning drift',
    ]);
  });
});
