import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkPortParameters,
  checkPsid,
  isInSet,
  nearestPort,
  portCount,
  portSet,
  psidOfPort,
} from '../../../server/src/core/net/port-set.ts';
import { anyPortParameters, pairs } from './support.ts';

const anyPort = fc.integer({ min: 0, max: 65535 });

describe('portSet', () => {
  test('PSID length 0 is all ports, whatever the offset', () => {
    for (let offset = 0; offset <= 15; offset++) {
      expect(pairs(portSet({ offset, psidLength: 0, psid: 0 }))).toEqual([[0, 65535]]);
    }
  });

  test('offset 0 is one range, and PSID 0 has the system ports', () => {
    expect(pairs(portSet({ offset: 0, psidLength: 4, psid: 0 }))).toEqual([[0, 4095]]);
    expect(pairs(portSet({ offset: 0, psidLength: 4, psid: 15 }))).toEqual([[61440, 65535]]);
  });

  test('a PSID may have ranges of one port, and one port in all', () => {
    expect(pairs(portSet({ offset: 1, psidLength: 15, psid: 1 }))).toEqual([[32769, 32769]]);
    expect(pairs(portSet({ offset: 0, psidLength: 16, psid: 443 }))).toEqual([[443, 443]]);
  });

  test.each([
    { offset: 16, psidLength: 0, psid: 0 },
    { offset: 4, psidLength: 13, psid: 0 },
    { offset: 4, psidLength: 8, psid: 256 },
    { offset: 4, psidLength: 0, psid: 1 },
    { offset: 4.5, psidLength: 8, psid: 0 },
    { offset: 4, psidLength: 8, psid: Number.NaN },
  ])('is empty for what makes no sense: $offset, $psidLength, $psid', (parameters) => {
    expect(portSet(parameters)).toEqual([]);
  });

  test('is ascending, and every port in it leads back to the PSID', () => {
    fc.assert(
      fc.property(anyPortParameters, fc.nat(), fc.nat(), ({ offset, psidLength }, number, pick) => {
        const psid = number % 2 ** psidLength;
        const ranges = portSet({ offset, psidLength, psid });
        ranges.slice(1).forEach((range, index) => {
          if (range.first <= (ranges[index]?.last ?? Infinity)) expect.fail('ranges out of order');
        });
        const range = ranges[pick % ranges.length];
        for (const port of [range?.first, range?.last]) {
          expect(psidOfPort(port ?? -1, { offset, psidLength })).toBe(psid);
        }
      }),
    );
  });
});

describe('psidOfPort', () => {
  test('port -> PSID -> port set holds the port; a port without a PSID is in no set', () => {
    fc.assert(
      fc.property(anyPort, anyPortParameters, fc.nat(), (port, parameters, number) => {
        const psid = psidOfPort(port, parameters);
        if (psid !== undefined) {
          expect(isInSet(portSet({ ...parameters, psid }), port)).toBe(true);
        } else {
          expect(port).toBeLessThan(2 ** (16 - parameters.offset));
          const other = number % 2 ** parameters.psidLength;
          expect(isInSet(portSet({ ...parameters, psid: other }), port)).toBe(false);
        }
      }),
    );
  });

  test.each([-1, 65536, 1.5, Number.NaN, Infinity])('%s is no port', (port) => {
    expect(psidOfPort(port, { offset: 4, psidLength: 8 })).toBeUndefined();
  });
});

describe('nearestPort', () => {
  const ranges = portSet({ offset: 4, psidLength: 8, psid: 86 });

  test.each([
    [0, 5472],
    [443, 5472],
    [5472, 5472],
    [5480, 5480],
    [5488, 5487],
    [7520, 5487],
    [7536, 9568],
    [65535, 62831],
  ])('%i -> %i', (port, nearest) => {
    expect(nearestPort(ranges, port)).toBe(nearest);
  });

  test('the lower of two that are equally near', () => {
    expect(
      nearestPort(
        [
          { first: 10, last: 10 },
          { first: 20, last: 20 },
        ],
        15,
      ),
    ).toBe(10);
    expect(
      nearestPort(
        [
          { first: 20, last: 20 },
          { first: 10, last: 10 },
        ],
        15,
      ),
    ).toBe(20);
  });

  test('an empty set has none', () => {
    expect(nearestPort([], 80)).toBeUndefined();
  });

  test('is in the set, and no port of the set is nearer', () => {
    fc.assert(
      fc.property(anyPort, anyPortParameters, fc.nat(), (port, { offset, psidLength }, number) => {
        const set = portSet({ offset, psidLength, psid: number % 2 ** psidLength });
        const nearest = nearestPort(set, port) ?? -1;
        expect(isInSet(set, nearest)).toBe(true);
        const distance = Math.abs(nearest - port);
        const nearer = set.some(({ first, last }) => Math.max(first - port, port - last, 0) < distance);
        expect(nearer).toBe(false);
      }),
    );
  });
});

describe('limits', () => {
  test('offset 0 to 15, PSID length 0 to 16, at most 16 together', () => {
    for (let offset = -1; offset <= 17; offset++) {
      for (let psidLength = -1; psidLength <= 17; psidLength++) {
        const good =
          offset >= 0 && offset <= 15 && psidLength >= 0 && psidLength <= 16 && offset + psidLength <= 16;
        expect(checkPortParameters({ offset, psidLength }).ok).toBe(good);
      }
    }
  });

  test('a PSID fits its length', () => {
    expect([0, 63].map((psid) => checkPsid(psid, 6).ok)).toEqual([true, true]);
    expect([-1, 64, 0.5].map((psid) => checkPsid(psid, 6).ok)).toEqual([false, false, false]);
    expect([0, 1].map((psid) => checkPsid(psid, 0).ok)).toEqual([true, false]);
  });

  test('ports are counted with both ends', () => {
    expect(
      portCount([
        { first: 1, last: 1 },
        { first: 5, last: 9 },
      ]),
    ).toBe(6);
  });
});
