import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ipv6Prefix } from '../../../server/src/core/net/address.ts';
import { ceForPort, checkMapRule, computeCe, decodeCe } from '../../../server/src/core/net/map-e.ts';
import type { MapRule } from '../../../server/src/core/net/map-e.ts';
import { PROVISIONED, V6PLUS, anyLine, p4, p6, v4, v6 } from './support.ts';

describe('checkMapRule', () => {
  const good: MapRule = {
    ipv6Prefix: p6('2001:db8::/40'),
    ipv4Prefix: p4('192.0.2.0/24'),
    eaLength: 16,
    psidOffset: 6,
    psidLength: 8,
  };

  test('accepts the rules of RFC 7597 and of an ISP', () => {
    for (const rule of [good, V6PLUS, PROVISIONED]) {
      expect(checkMapRule(rule)).toEqual([]);
    }
  });

  test.each<[string, Partial<MapRule>, string, keyof MapRule]>([
    ['host bits in the IPv6 prefix', { ipv6Prefix: p6('2001:db8::1/40') }, 'ipv6-host-bits', 'ipv6Prefix'],
    ['host bits in the IPv4 prefix', { ipv4Prefix: p4('192.0.2.1/24') }, 'ipv4-host-bits', 'ipv4Prefix'],
    ['49 EA bits', { eaLength: 49 }, 'ea-length-range', 'eaLength'],
    ['half an EA bit', { eaLength: 15.5 }, 'ea-length-range', 'eaLength'],
    ['no number of EA bits', { eaLength: Number.NaN }, 'ea-length-range', 'eaLength'],
    ['a PSID of more than 16 bits', { eaLength: 25 }, 'ea-length-range', 'eaLength'],
    ['offset 16', { psidOffset: 16 }, 'psid-offset-range', 'psidOffset'],
    ['a negative offset', { psidOffset: -1 }, 'psid-offset-range', 'psidOffset'],
    ['PSID length 17', { psidLength: 17 }, 'psid-length-range', 'psidLength'],
    ['offset and PSID length beyond a port', { psidOffset: 9 }, 'port-bits', 'psidOffset'],
    ['a PSID length that the EA bits contradict', { psidLength: 6 }, 'psid-length-mismatch', 'psidLength'],
    ['a PSID without bits for it', { eaLength: 8 }, 'psid-length-mismatch', 'psidLength'],
    ['too many bits', { ipv6Prefix: p6('2001:db8::/113') }, 'end-user-prefix-too-long', 'eaLength'],
  ])('refuses %s', (_name, change, kind, field) => {
    const rule = { ...good, ...change };
    const problems = checkMapRule(rule);
    expect(problems.map((problem) => [problem.kind, problem.field])).toEqual([[kind, field]]);
    expect(computeCe({ prefix: p6('2001:db8:12:3400::/56'), rule, form: 'rfc7597' })).toMatchObject({
      ok: false,
      kind: 'invalid-rule',
    });
    expect(decodeCe(v6('2001:db8:12:3400:0:c000:212:34'), 'rfc7597', rule).ok).toBe(false);
    expect(ceForPort(rule, v4('192.0.2.18'), 1232).ok).toBe(false);
  });

  test('names the value that would mend a rule', () => {
    expect(checkMapRule({ ...good, psidLength: 6 })[0]?.expected).toBe(8);
    expect(checkMapRule({ ...good, ipv4Prefix: p4('192.0.2.1/24') })[0]?.expected).toEqual(
      p4('192.0.2.0/24'),
    );
  });

  test('reports every field that is wrong on its own', () => {
    const problems = checkMapRule({
      ipv6Prefix: p6('2001:db8::1/40'),
      ipv4Prefix: p4('192.0.2.1/24'),
      eaLength: 50,
      psidOffset: 17,
      psidLength: 18,
    });
    expect(problems.map(({ field }) => field)).toEqual([
      'ipv6Prefix',
      'ipv4Prefix',
      'eaLength',
      'psidOffset',
      'psidLength',
    ]);
  });

  test('never throws, and what it accepts can be computed', () => {
    const number = fc.oneof(fc.integer({ min: -2, max: 50 }), fc.double(), fc.integer());
    fc.assert(
      fc.property(anyLine, number, number, number, ({ rule, address }, eaLength, psidOffset, psidLength) => {
        const changed = { ...rule, eaLength, psidOffset, psidLength };
        const result = computeCe({
          prefix: ipv6Prefix(address, 128),
          rule: changed,
          form: 'rfc7597',
          psid: 0,
        });
        expect(result.ok).toBe(checkMapRule(changed).length === 0);
      }),
    );
  });
});
