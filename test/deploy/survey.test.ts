import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { analyze } from '../../server/src/core/analysis.ts';
import type { RouterFacts } from '../../server/src/core/survey/facts.ts';
import { survey } from '../../server/src/deploy/index.ts';
import { newSpec } from '../../server/src/service/new-spec/index.ts';
import { SHELLS } from './rig/layout.ts';
import { RigRouter } from './rig/router.ts';

const FIXTURES = resolve(import.meta.dirname, '../fixtures/survey');

/** What `iw` said on the practice router (mac80211_hwsim, Linux 6.1), without the lines that nobody looks at. */
const iw = (name: string): string => readFileSync(join(FIXTURES, name), 'utf8');

describe.each(SHELLS)('with %s on the router', (shell) => {
  let router: RigRouter;

  beforeEach(async () => {
    router = await RigRouter.start({ shell });
    const link = (name: string, type: string, carrier = '1', more: Record<string, string> = {}): void => {
      const files = { type: '1', address: `52:54:00:12:34:0${name.length}`, carrier, uevent: type, ...more };
      for (const [file, text] of Object.entries(files))
        router.write(`/sys/class/net/${name}/${file}`, `${text}\n`);
    };
    link('lo', '', '1', { type: '772' });
    link('eth0', 'INTERFACE=eth0');
    link('eth1', 'INTERFACE=eth1');
    link('lan2', 'DEVTYPE=dsa', '0');
    link('eth1.10', 'DEVTYPE=vlan');
    link('br0', 'DEVTYPE=bridge');
    link('wlan0', 'DEVTYPE=wlan', '0', { 'phy80211/name': 'phy0' });
    link('ip6tnl1', '', '1', { type: '769' });
    for (const name of ['eth1', 'lan2']) {
      const master = join(router.root, `sys/class/net/${name}/master`);
      mkdirSync(dirname(master), { recursive: true });
      symlinkSync('../br0', master);
    }
    router.setLive(
      'addresses6',
      '2: eth0    inet6 240b:10:1234:5600:6a:4812:3400:5600/128 scope global deprecated \\       valid_lft forever preferred_lft 0sec\n' +
        '2: eth0    inet6 240b:10:1234:5600:5054:ff:fe12:3456/64 scope global dynamic mngtmpaddr \\       valid_lft 2591998sec preferred_lft 604798sec\n' +
        '6: br0    inet6 240b:10:9999:5600::1/64 scope global tentative \\       valid_lft forever preferred_lft forever\n',
    );
    router.setLive(
      'addresses4',
      '6: br0    inet 10.100.0.1/24 brd 10.100.0.255 scope global br0\\       valid_lft forever\n',
    );
    router.setLive(
      'routes6',
      '240b:10:1234:5600::/64 dev eth0 proto kernel metric 256 pref medium\ndefault via fe80::1 dev eth0 proto ra metric 1024 expires 1795sec pref medium\n',
    );
    router.setLive('iw-reg', iw('iw-reg.txt'));
    router.setLive('iw-phy', iw('iw-phy.txt'));
  });
  afterEach(() => router.stop());

  const ask = (): Promise<RouterFacts> => {
    const { target } = router.request([]);
    return survey({ user: 'root', host: '127.0.0.1', port: target.port }, target, router.env);
  };
  const specOf = (facts: RouterFacts, more: Record<string, string> = {}): string => {
    const answers: Record<string, string> = { ...more };
    for (;;) {
      const { question, text } = newSpec(answers, { locale: 'en' }, { facts });
      if (text !== undefined) return text;
      expect(question.problem).toBeUndefined();
      answers[question.id] = question.suggested;
    }
  };

  test('a router says what it is made of, over one connection, and is left as it is', async () => {
    const before = router.snapshot();
    const connections = (): number => router.log.filter((line) => line.includes('->')).length;
    const made = connections();
    const facts = await ask();
    expect(connections() - made).toBe(1);
    expect(router.snapshot()).toEqual(before);
    expect(router.calls().filter((call) => !/^(?:ip |iw |$)/.test(call))).toEqual([]);
    await expect(`${JSON.stringify({ ...facts, address: '' }, null, 1)}\n`).toMatchFileSnapshot(
      join(FIXTURES, 'facts.json'),
    );
    const text = specOf({ ...facts, address: 'root@borealis' });
    expect(
      analyze(text)
        .problems()
        .filter(({ severity }) => severity === 'error'),
    ).toEqual([]);
    await expect(text).toMatchFileSnapshot(join(FIXTURES, 'router.yaml'));
  });

  test('a delegated prefix is known by what keeps it from going back', async () => {
    router.setLive(
      'routes6',
      'unreachable default dev lo metric 4294967295\nunreachable 2400:4151:8000:aa00::/56 dev lo proto dhcp metric 1024\n',
    );
    expect((await ask()).prefixes.map(({ prefix }) => prefix)).toEqual([
      '2400:4151:8000:aa00::/56',
      '240b:10:1234:5600::/64',
    ]);
  });

  test('hostile texts of a router are no values', async () => {
    router.write('/proc/sys/kernel/hostname', 'x","event":"end","state":"\nlan: {}\n');
    router.write('/etc/alpine-release', '$(reboot)\n');
    router.write('/etc/lbu/lbu.conf', "LBU_MEDIA='sda1; reboot'\n");
    router.write('/sys/class/net/eth0/address', '"}\n@rs {"event":"link","name":"evil0"}\n');
    router.setLive('iw-reg', 'country $(: DFS\n');
    router.setLive('iw-phy', 'Wiphy $(reboot)\n\tBand 1:\n\t\t\t* 9e99 MHz [1]\n\t\t\t* `id` MHz [2]\n');
    router.setLive(
      'addresses6',
      '2: eth0;reboot    inet6 ::/0 scope global\n2: eth0    inet6 %n/64 scope global\n',
    );
    const facts = await ask();
    expect(facts).toMatchObject({
      hostname: undefined,
      release: undefined,
      media: undefined,
      country: undefined,
      prefixes: [],
      radios: [{ interface: 'wlan0', bands: [] }],
    });
    expect(facts.links.find(({ name }) => name === 'eth0')?.mac).toBeUndefined();
    expect(facts.links.map(({ name }) => name)).not.toContain('evil0');
    expect(specOf({ ...facts, address: 'root@borealis' }, { prefix: '240b:10:1234:5600::/64' })).not.toMatch(
      /reboot|evil|event/,
    );
  });

  test('a router without iw, and without anything else, still answers', async () => {
    router.remove('/sys/class/net');
    router.setLive('addresses6', '');
    router.setLive('addresses4', '');
    router.setLive('routes6', '');
    router.setLive('iw-phy', '');
    expect(await ask()).toMatchObject({ prefixes: [], links: [], radios: [] });
  });
});
