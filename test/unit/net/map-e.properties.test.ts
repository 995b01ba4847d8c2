import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contains, ipv6, ipv6Prefix } from '../../../server/src/core/net/address.ts';
import {
  INTERFACE_ID_FORMS,
  ceForPort,
  computeCe,
  decodeCe,
  decodeInterfaceId,
  encodeInterfaceId,
  endUserPrefixLength,
  psidIsProvisioned,
} from '../../../server/src/core/net/map-e.ts';
import { excludedPortCount, isInSet, portCount, portSet } from '../../../server/src/core/net/port-set.ts';
import { anyLine, anyRule, value } from './support.ts';

const form = fc.constantFrom(...INTERFACE_ID_FORMS);

describe('properties', () => {
  test('an interface identifier is read back in both forms', () => {
    fc.assert(
      fc.property(fc.nat({ max: 0xffffffff }), fc.nat({ max: 0xffff }), form, (ipv4, psid, idForm) => {
        expect(decodeInterfaceId(encodeInterfaceId({ ipv4, psid }, idForm), idForm)).toEqual({ ipv4, psid });
      }),
    );
    expect(decodeInterfaceId(1n << 48n, 'rfc7597')).toBeUndefined();
    expect(decodeInterfaceId(1n, 'map-draft-03')).toBeUndefined();
  });

  test('CE address -> prefix, IPv4 address, PSID: what it was computed from, in both forms', () => {
    fc.assert(
      fc.property(anyLine, form, fc.nat(), ({ rule, address }, idForm, number) => {
        const psid = number % 2 ** rule.psidLength;
        const prefix = ipv6Prefix(address, 128);
        const result = value(computeCe({ prefix, rule, form: idForm, psid }));
        expect(value(decodeCe(result.ceIpv6, idForm, rule))).toEqual({
          prefix: result.endUserPrefix,
          ipv4: result.ceIpv4,
          psid: result.psid,
        });
        // The CE address is itself an address of the line: computed again from it, nothing changes.
        const again = value(computeCe({ prefix: ipv6Prefix(result.ceIpv6, 128), rule, form: idForm, psid }));
        expect(again.ceIpv6).toEqual(result.ceIpv6);
        expect(again.offLink).toBe(false);
      }),
    );
  });

  test('the border relay sends every port of a CE to that CE', () => {
    fc.assert(
      fc.property(anyLine, form, fc.nat(), ({ rule, address }, idForm, number) => {
        fc.pre(!psidIsProvisioned(rule));
        const result = value(computeCe({ prefix: ipv6Prefix(address, 128), rule, form: idForm }));
        const range = result.portRanges[number % result.portRanges.length];
        const port = (range?.first ?? 0) + (number % ((range?.last ?? 0) - (range?.first ?? 0) + 1));
        expect(value(ceForPort(rule, result.ceIpv4, port, idForm))).toEqual({
          prefix: result.endUserPrefix,
          psid: result.psid,
          ceIpv6: result.ceIpv6,
        });
      }),
    );
  });

  test('the port sets of all CEs of an address partition the ports above the excluded range', () => {
    fc.assert(
      fc.property(anyRule, ({ psidOffset: offset, psidLength }) => {
        const sets = Array.from({ length: 2 ** psidLength }, (_, psid) =>
          portSet({ offset, psidLength, psid }),
        );
        const ranges = sets.flat().sort((a, b) => a.first - b.first);
        let next = excludedPortCount({ offset, psidLength });
        for (const { first, last } of ranges) {
          if (first !== next) expect.fail(`a gap or an overlap at port ${next}`);
          next = last + 1;
        }
        expect(next).toBe(65536);
      }),
      { numRuns: 30 },
    );
  });

  test('offLink says whether the /64 of an address holds the CE address', () => {
    fc.assert(
      fc.property(anyLine, ({ rule, address }) => {
        const result = value(computeCe({ prefix: ipv6Prefix(address, 128), rule, form: 'rfc7597', psid: 0 }));
        expect(result.offLink).toBe(!contains(ipv6Prefix(address, 64), result.ceIpv6));
        const inside = ipv6Prefix(ipv6(result.endUserPrefix.address.value), endUserPrefixLength(rule));
        expect(value(computeCe({ prefix: inside, rule, form: 'rfc7597', psid: 0 })).offLink).toBe(false);
      }),
    );
  });

  test('the port ranges of a CE hold as many ports as it says, and none of the excluded', () => {
    fc.assert(
      fc.property(anyLine, ({ rule, address }) => {
        const result = value(computeCe({ prefix: ipv6Prefix(address, 128), rule, form: 'rfc7597', psid: 0 }));
        const { psidOffset: offset, psidLength } = rule;
        const excluded = excludedPortCount({ offset, psidLength });
        expect(result.portCount).toBe(portCount(result.portRanges));
        expect(result.portCount).toBe((65536 - excluded) / 2 ** psidLength);
        expect(isInSet(result.portRanges, excluded - 1)).toBe(false);
      }),
    );
  });
});
