import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  contains,
  formatPrefix,
  ipv6,
  ipv6Prefix,
  parseIpv6Prefix,
} from '../../../server/src/core/net/address.ts';
import { computeCe } from '../../../server/src/core/net/map-e.ts';
import {
  PROVIDERS,
  findProviders,
  findRule,
  foreignService,
  ngnInternal,
  providerById,
  providerOfBorderRelay,
  rulesOf,
} from '../../../server/src/core/isp/index.ts';
import type { MapEProvider, Provider } from '../../../server/src/core/isp/index.ts';
import { anyIpv6, p4, p6, v6, value, vectors } from '../net/support.ts';

interface IspVector {
  prefix: string;
  provider: string;
  rule: { ipv6Prefix: string; ipv4Prefix: string; eaLength: number; psidOffset: number; psidLength: number };
}

interface Reject {
  kind: string;
  id: string;
  provider: string;
  enduser_prefix: string;
}

const MAP_E = PROVIDERS.filter((provider): provider is MapEProvider => provider.method === 'map-e');
const ISP = vectors('isp-vectors.json') as IspVector[];
const UNKNOWN = (vectors('collected.json') as { vectors: Reject[] }).vectors.filter(
  ({ kind, provider }) => kind === 'reject' && provider === 'auto',
);

/** A provider by its id, which the test knows. */
function provider(id: string): Provider {
  const found = providerById(id);
  if (found === undefined) throw new Error(`no provider ${id}`);
  return found;
}

function found(prefix: string): string[] {
  return findProviders(p6(prefix)).map(({ provider: { id }, basis }) => `${id} by ${basis}`);
}

describe('findRule', () => {
  test.each(ISP)('$prefix', (vector) => {
    const { rule } = vector;
    const match = findRule(provider(vector.provider), p6(vector.prefix));
    expect(match?.rule).toEqual({
      ...rule,
      ipv6Prefix: p6(rule.ipv6Prefix),
      ipv4Prefix: p4(rule.ipv4Prefix),
    });
    expect(found(vector.prefix)).toEqual([`${vector.provider} by rule`]);
  });

  test('BIGLOBE: /38 rules beside /31 rules, each with the border relay of its area', () => {
    const show = (prefix: string) => {
      const match = findRule(provider('biglobe'), p6(prefix));
      return match && `${formatPrefix(match.rule.ipv6Prefix)} ${match.area ?? ''}`;
    };
    expect(show('2404:7a81:9db2:fd00::/56')).toBe('2404:7a80::/31 east');
    expect(show('2404:7a82:ff81:3600::/56')).toBe('2404:7a82:fc00::/38 east');
    expect(show('2404:7a84:f9cc:ca00::/56')).toBe('2404:7a84::/31 west');
    expect(show('2404:7a86:f9:ca00::/56')).toBe('2404:7a86::/38 west');
  });

  test('the longest rule wins, and is what a scan of the whole table finds', () => {
    const inTable = fc.constantFrom(...MAP_E).chain((owner) =>
      fc
        .tuple(fc.constantFrom(...rulesOf(owner)), anyIpv6, fc.integer({ min: 16, max: 128 }))
        .map(([entry, random, length]) => {
          const { address, length: ruleLength } = entry.rule.ipv6Prefix;
          // Half of the bits after the rule's are random, so that neighbours come up too.
          const noise = BigInt.asUintN(128 - ruleLength + (random.value & 1n ? 4 : 0), random.value);
          return { owner, prefix: ipv6Prefix(ipv6(address.value ^ noise), length) };
        }),
    );
    fc.assert(
      fc.property(inTable, ({ owner, prefix }) => {
        const scan = rulesOf(owner)
          .filter(({ rule }) => contains(rule.ipv6Prefix, prefix))
          .sort((a, b) => b.rule.ipv6Prefix.length - a.rule.ipv6Prefix.length);
        expect(findRule(owner, prefix)).toBe(scan[0]);
      }),
      { numRuns: 500 },
    );
  });

  test('of nested rules the longer one, wherever it stands in the table', () => {
    const base = MAP_E[0];
    if (base === undefined) throw new Error('no MAP-E provider');
    const outer = '2001:db8::/31 10.0.0.0/15';
    const inner = '2001:db8:400::/38 192.0.0.0/22';
    for (const rules of [
      [outer, inner],
      [inner, outer],
    ]) {
      const nested: MapEProvider = {
        ...base,
        ruleTables: [{ borderRelay: '2001:db8:ffff::64', area: null, rules }],
      };
      const show = (prefix: string) => {
        const match = findRule(nested, p6(prefix));
        return match && formatPrefix(match.rule.ipv6Prefix);
      };
      expect(show('2001:db8:412:3400::/56')).toBe('2001:db8:400::/38');
      expect(show('2001:db8:812:3400::/56')).toBe('2001:db8::/31');
      expect(show('2001:db8::/32')).toBe('2001:db8::/31');
      expect(show('2001:db8::/24')).toBeUndefined();
    }
  });

  test('takes an address that was copied from the line', () => {
    const match = findRule(provider('v6plus'), p6('240b:10:1234:5600:5054:ff:fe12:3456/64'));
    expect(match && formatPrefix(match.rule.ipv6Prefix)).toBe('240b:10::/31');
  });

  test('gives the rule for a prefix that is too short for it, so that the reason can be told', () => {
    const match = findRule(provider('v6plus'), p6('240b:10:1234::/48'));
    if (match === undefined) throw new Error('no rule');
    const result = computeCe({
      prefix: p6('240b:10:1234::/48'),
      rule: match.rule,
      form: match.interfaceIdForm,
    });
    expect(result).toMatchObject({ ok: false, kind: 'prefix-too-short' });
    expect(findRule(provider('v6plus'), p6('240b::/16'))).toBeUndefined();
  });

  test('providers without rules have none', () => {
    for (const id of ['transix', 'xpass', 'v6-connect', 'ocx']) {
      expect(findRule(provider(id), p6('240b:10:1234:5600::/56'))).toBeUndefined();
    }
  });
});

describe('findProviders', () => {
  test.each([
    ['2409:10:1234:5600::/56', ['transix by hint']],
    ['2409:250:1234:5600::/64', ['transix by hint']],
    ['2001:f71:1234:5600::/56', ['xpass by hint']],
    ['2405:6585:1234:5600::/56', ['v6-connect by hint']],
    ['2001:db8:12:3400::/56', []],
    ['2409:20:1234:5600::/56', []],
    ['::/0', []],
  ])('%s: %j', (prefix, expected) => {
    expect(found(prefix)).toEqual(expected);
  });

  test('a prefix in an operator range without a rule is a hint', () => {
    const gap = value(parseIpv6Prefix('2400:4052:f123:4500::/56'));
    expect(findRule(provider('ocn'), gap)).toBeUndefined();
    expect(found(formatPrefix(gap))).toEqual(['ocn by hint']);
  });

  test.each(UNKNOWN)('$id: no rule of any provider', ({ enduser_prefix }) => {
    expect(findProviders(p6(enduser_prefix))).toEqual([]);
    for (const entry of PROVIDERS) {
      expect(findRule(entry, p6(enduser_prefix))).toBeUndefined();
    }
  });

  test('the rejections are all there', () => {
    expect(UNKNOWN.map(({ id }) => id)).toEqual(['neg-2408-pending', 'neg-240b-14', 'neg-240b-254']);
  });

  test('never throws, and no prefix matches two tables', () => {
    fc.assert(
      fc.property(anyIpv6, fc.integer({ min: 0, max: 128 }), (address, length) => {
        expect(
          findProviders(ipv6Prefix(address, length)).filter(({ basis }) => basis === 'rule').length,
        ).toBeLessThan(2);
      }),
    );
    const all = MAP_E.flatMap((owner) => rulesOf(owner));
    for (const { provider: owner, rule } of all) {
      const prefix = ipv6Prefix(rule.ipv6Prefix.address, 56);
      expect(findProviders(prefix).map((match) => match.provider.id)).toEqual([owner.id]);
    }
  });
});

describe('providerOfBorderRelay', () => {
  test.each([
    ['2404:9200:225:100::64', 'v6plus', 'map-e', null],
    ['2404:9200:225:100::65', 'v6plus', 'ipip', null],
    ['2001:380:a120::9', 'ocn', 'map-e', null],
    ['2001:380:a120::a', 'ocn', 'ipip', null],
    ['2001:260:700:1::1:275', 'biglobe', 'map-e', 'east'],
    ['2001:260:700:1::1:276', 'biglobe', 'map-e', 'west'],
    ['2001:3b8:200:ff9::1', 'nuro', 'map-e', null],
    ['2404:8e01::feed:100', 'transix', 'ds-lite', 'west'],
    ['2001:f60:0:200::1:1', 'xpass', 'ds-lite', null],
    ['2001:c28:5:301::11', 'v6-connect', 'ds-lite', null],
  ])('%s is of %s, for %s', (address, id, method, area) => {
    expect(providerOfBorderRelay(v6(address))).toMatchObject({ provider: { id }, method, area });
  });

  test('an address that is not known is of nobody', () => {
    expect(providerOfBorderRelay(v6('2001:db8:ffff::64'))).toBeUndefined();
    expect(providerOfBorderRelay(v6('2404:9200:225:100::66'))).toBeUndefined();
  });
});

describe('prefixes without a service of the catalogue', () => {
  test.each([
    ['2408:210:1234:5600::/56', 'east'],
    ['2408:3ff::/32', 'east'],
    ['2404:1a8:7f01::/48', 'east'],
    ['2001:c90::/48', 'east'],
    ['2001:d73::/48', 'west'],
    ['2001:a7ff::/32', 'west'],
    ['2408:400::/32', undefined],
    ['2001:a800::/32', undefined],
    ['240b:10:1234:5600::/56', undefined],
    // Too short to say: it holds other addresses too.
    ['2408::/16', undefined],
  ])("%s is in the access network of NTT's side %s", (prefix, area) => {
    expect(ngnInternal(p6(prefix))?.area).toBe(area);
  });

  test('a line of another operator is named', () => {
    expect(foreignService(p6('2400:2410:1234:5600::/56'))?.what.en).toContain('SoftBank');
    expect(foreignService(p6('2400:4050:1234:5600::/56'))).toBeUndefined();
  });

  test('no rule of a provider lies in such a prefix', () => {
    for (const { rule } of MAP_E.flatMap((owner) => rulesOf(owner))) {
      expect(ngnInternal(rule.ipv6Prefix)).toBeUndefined();
      expect(foreignService(rule.ipv6Prefix)).toBeUndefined();
    }
  });
});
