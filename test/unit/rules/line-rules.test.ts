import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../server/src/core/analysis.ts';
import { PROVIDERS } from '../../../server/src/core/isp/index.ts';
import { RULES } from '../../../server/src/core/rules/index.ts';
import { complete } from './complete.ts';

const READER = new URL('../../../server/src/core/spec/', import.meta.url);

function codesOf(text: string): string[] {
  return analyze(text)
    .problems()
    .map((problem) => problem.code);
}

describe('what the reader of the text reports', () => {
  const reported = new Set(
    readdirSync(READER)
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => [
        ...readFileSync(new URL(name, READER), 'utf8').matchAll(/'((?:yaml|spec)\/[a-z-]+)'/g),
      ])
      .map((match) => match[1] ?? ''),
  );

  it('is in the catalogue, as rules without a check of their own', () => {
    const withoutCheck = RULES.filter((rule) => rule.check === undefined).map((rule) => rule.code);
    expect([...reported, 'suppression/unused'].sort()).toEqual(withoutCheck);
  });

  it('a file of another kind', () => {
    expect(codesOf('x'.repeat(400_001))).toEqual(['yaml/too-large']);
  });
});

describe('a spec without a router', () => {
  const some = (...values: string[]): fc.Arbitrary<string> => fc.constantFrom(...values);
  const key = (name: string, ...values: string[]): fc.Arbitrary<string> =>
    some('', ...values).map((value) => (value === '' ? '' : `  ${name}: ${value}\n`));
  const ownRule = '{ ipv6-prefix: "2001:db8::/40", ipv4-prefix: 192.0.2.0/24, ea-length: 16 }';
  const wholeAddress =
    '{ ipv6-prefix: "2001:db8:12::/48", ipv4-prefix: 192.0.2.1/32, ea-length: 0, psid-length: 8 }';
  const tunnel = fc
    .tuple(
      key('method', 'map-e', 'ds-lite', 'ipip'),
      key('provider', 'custom', ...PROVIDERS.map((provider) => provider.id)),
      key('rule', ownRule, wholeAddress, '{ ipv6-prefix: "2001:db8::/40" }', 'none'),
      key('psid', '52', '300'),
      key('aftr', 'gw.transix.jp', '2404:8e00::feed:100', '10.0.0.1'),
      key('border-relay', '2404:9200:225:100::64', 'relay'),
      key('address', '203.0.113.5', 'mine'),
    )
    .map((keys) => keys.join(''));
  const wan = fc
    .tuple(
      some(
        '240b:10:1234:5600::/64',
        '240b:10:1234:5600::/56',
        '240b::/16',
        '2400:4052:f000:5600::/64',
        '2409:10:1234:5600::/64',
        '2408:210:1234:5600::/64',
        '2001:db8:12:3400::/56',
        '2001:db8:12::/32',
        '2a00::/48',
        'fe80::1',
      ),
      key('prefix-source', 'ra', 'dhcpv6-pd'),
    )
    .map(([prefix, source]) => `  interface: eth0\n  prefix: ${prefix}\n${source}`);
  const mode = key('ipv6', 'bridge', 'ndp-proxy', 'delegated', 'off');

  it('has an error that says why', () => {
    fc.assert(
      fc.property(wan, tunnel, mode, (wanBlock, tunnelBlock, lanMode) => {
        const text = `version: 1\nwan:\n${wanBlock}tunnel:\n  interface: ip6tnl1\n${tunnelBlock}lan:\n  ports: [eth1]\n  address: 10.100.0.1/24\n${lanMode}`;
        const analysis = analyze(text);
        const errors = analysis.problems().filter((problem) => problem.severity === 'error');
        if (analysis.router === undefined) expect(errors, text).not.toEqual([]);
      }),
      { numRuns: 1000 },
    );
  }, 60_000);
});

describe('the sizes of the tunnel', () => {
  it('are too large or uncounted exactly when a packet does not fit', () => {
    const limit = fc.constantFrom('none', '0', '4', '255');
    fc.assert(
      fc.property(
        fc.integer({ min: 1280, max: 1500 }),
        fc.integer({ min: 576, max: 1600 }),
        limit,
        (wan, mtu, encap) => {
          const codes = codesOf(
            complete(
              `wan: { interface: eth0, prefix: "240b:10:1234:5600::/64", mtu: ${wan} }\ntunnel: { provider: v6plus, mtu: ${mtu}, encapsulation-limit: ${encap} }\n`,
            ),
          ).filter((code) => /mtu-too-large|uncounted/.test(code));
          const room = wan - 40 - (encap === 'none' ? 0 : 8);
          expect(codes).toEqual(
            mtu <= room
              ? []
              : [mtu <= wan - 40 ? 'tunnel/encapsulation-limit-uncounted' : 'tunnel/mtu-too-large'],
          );
        },
      ),
    );
  });
});

describe('what a message counts', () => {
  const messageOf = (code: string, fragment: string): string | undefined =>
    analyze(complete(fragment))
      .problems()
      .find((problem) => problem.code === code)?.message.en;

  it.each([
    ['none', 'the IPv6 header takes 40: packets above 1460'],
    ['4', 'the IPv6 header takes 40 and the encapsulation limit 8: packets above 1452'],
  ])('the room in the tunnel, with the limit %s', (limit, expected) => {
    const tunnel = `{ provider: v6plus, mtu: 1490, encapsulation-limit: ${limit} }`;
    expect(messageOf('tunnel/mtu-too-large', `tunnel: ${tunnel}\n`)).toContain(expected);
  });

  it('a block that the LAN is larger than', () => {
    expect(messageOf('lan/subnet-not-private', 'lan: { ports: [eth1], address: 192.0.0.1/24 }\n')).toContain(
      '192.0.0.0/24 overlaps 192.0.0.0/29',
    );
  });
});

/** Measured: a request from the LAN got its answer through the tunnel, which has an IPv4 address. */
describe('the reverse-path filter', () => {
  const values = ['0', '1', '2'] as const;
  const combinations = values.flatMap((all) => values.map((tunnel) => [all, tunnel] as const));

  it.each(combinations)('with a route by mark, all %s and tunnel %s', (all, tunnel) => {
    const drops = Math.max(Number(all), Number(tunnel)) === 1;
    expect(codesOf(specWith('{ mark: 0x64 }', all, tunnel)).includes('sysctl/rp-filter-mark-routing')).toBe(
      drops,
    );
  });

  it.each(combinations)('with any other route passes, all %s and tunnel %s', (all, tunnel) => {
    for (const route of ['default', '{ from: [10.100.0.0/24] }'])
      expect(codesOf(specWith(route, all, tunnel))).not.toContain('sysctl/rp-filter-mark-routing');
  });

  it('says nothing about strict with one default route', () => {
    for (const tunnel of ['1', '2']) expect(codesOf(specWith('default', '1', tunnel))).toEqual([]);
  });

  it('says nothing where marks count on the way back, since who sets them is not known', () => {
    expect(codesOf(`${specWith('{ mark: 0x64 }', '1', '1')}  net.ipv4.conf.all.src_valid_mark: 1\n`)).toEqual(
      [],
    );
  });

  function specWith(route: string, all: string, tunnel: string): string {
    return complete(
      `tunnel:\n  provider: v6plus\n  route: ${route}\nsysctl:\n  net.ipv4.conf.all.rp_filter: ${all}\n  net.ipv4.conf.ip6tnl1.rp_filter: ${tunnel}\n`,
    );
  }
});
