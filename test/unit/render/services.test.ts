import { describe, expect, test } from 'vitest';
import { renderRouter } from '../../../server/src/core/render/index.ts';
import { packagesOf, replacedServices, servicesOf } from '../../../server/src/core/render/services.ts';
import { CASES, caseOf, routerOf } from './cases.ts';

describe.each(CASES)('$name', ({ text }) => {
  const router = routerOf(text);
  const services = servicesOf(router);
  const names = services.map(({ name }) => name);
  const paths = renderRouter(router)
    .filter(({ deployed }) => deployed)
    .map(({ path }) => path);

  test('the packet filter is there before the network, at boot', () => {
    const boot = services.filter(({ runlevel }) => runlevel === 'boot').map(({ name }) => name);
    expect(boot.indexOf('nftables')).toBeGreaterThanOrEqual(0);
    expect(boot.indexOf('nftables')).toBeLessThan(boot.indexOf('networking'));
  });

  test('each service once, none of those that are in its way, each of ours with its init script', () => {
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => replacedServices(router).includes(name))).toEqual([]);
    for (const path of paths.filter((each) => each.startsWith('/etc/init.d/'))) {
      expect(names).toContain(path.slice('/etc/init.d/'.length));
    }
  });

  test('every file that a service reads has a service that is started anew for it', () => {
    const reads = services.flatMap((service) => service.reads);
    const read = (path: string) =>
      reads.some((each) => (each.endsWith('/') ? path.startsWith(each) : path === each));
    const passive = [
      // Read anew at each use, or at the next boot.
      /^\/etc\/(?:apk|lbu)\//,
      /^\/etc\/(?:hosts|resolv\.conf|dhcpcd\.exit-hook)$/,
      /^\/etc\/router-spec\/update\.conf$/,
    ];
    expect(paths.filter((path) => !read(path) && !passive.some((each) => each.test(path)))).toEqual([]);
  });

  test('packages stand in /etc/apk/world, in order and once', () => {
    const packages = packagesOf(router);
    expect([...new Set(packages)].sort()).toEqual(packages);
    const world = renderRouter(router).find(({ path }) => path === '/etc/apk/world');
    expect(world?.lines.map(({ text: line }) => line)).toEqual(packages);
  });
});

test('s6 and OpenRC supervise the same programs', () => {
  const { text } = caseOf('reference');
  const supervised = (supervisor: string) =>
    servicesOf(routerOf(text.replace('supervisor: s6', `supervisor: ${supervisor}`))).map(({ name }) => name);
  const only = (a: string[], b: string[]) => a.filter((name) => !b.includes(name));
  const s6 = supervised('s6');
  const openrc = supervised('openrc');
  expect(only(s6, openrc)).toEqual(['s6-svscan', 'dnsmasq-s6']);
  expect(only(openrc, s6)).toEqual(['dnsmasq']);
});
