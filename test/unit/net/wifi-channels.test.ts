import { describe, expect, test } from 'vitest';
import {
  centreChannel,
  channelBlock,
  channelsOf,
  frequencyOf,
  ht40Direction,
  isPreferredScanningChannel,
  needsRadarCheck,
  operatingClass6GHz,
} from '../../../server/src/core/net/wifi-channels.ts';
import type { WifiBand, WifiWidth } from '../../../server/src/core/net/wifi-channels.ts';
import { KNOWN_COUNTRIES, legalChannels } from '../../../server/src/core/net/wifi-regulation.ts';

/** The primaries of one row all have the centre in front of them (IEEE 802.11-2020 table E-4). */
const CENTRES: readonly (readonly [WifiBand, WifiWidth, number, readonly number[]])[] = [
  ['5GHz', 40, 38, [36, 40]],
  ['5GHz', 40, 46, [44, 48]],
  ['5GHz', 40, 54, [52, 56]],
  ['5GHz', 40, 62, [60, 64]],
  ['5GHz', 40, 102, [100, 104]],
  ['5GHz', 40, 110, [108, 112]],
  ['5GHz', 40, 118, [116, 120]],
  ['5GHz', 40, 126, [124, 128]],
  ['5GHz', 40, 134, [132, 136]],
  ['5GHz', 40, 142, [140, 144]],
  ['5GHz', 40, 151, [149, 153]],
  ['5GHz', 40, 159, [157, 161]],
  ['5GHz', 40, 167, [165, 169]],
  ['5GHz', 40, 175, [173, 177]],
  ['5GHz', 80, 42, [36, 40, 44, 48]],
  ['5GHz', 80, 58, [52, 56, 60, 64]],
  ['5GHz', 80, 106, [100, 104, 108, 112]],
  ['5GHz', 80, 122, [116, 120, 124, 128]],
  ['5GHz', 80, 138, [132, 136, 140, 144]],
  ['5GHz', 80, 155, [149, 153, 157, 161]],
  ['5GHz', 80, 171, [165, 169, 173, 177]],
  ['5GHz', 160, 50, [36, 40, 44, 48, 52, 56, 60, 64]],
  ['5GHz', 160, 114, [100, 104, 108, 112, 116, 120, 124, 128]],
  ['5GHz', 160, 163, [149, 153, 157, 161, 165, 169, 173, 177]],
  ['6GHz', 40, 3, [1, 5]],
  ['6GHz', 40, 91, [89, 93]],
  ['6GHz', 40, 227, [225, 229]],
  ['6GHz', 80, 7, [1, 5, 9, 13]],
  ['6GHz', 80, 39, [33, 37, 41, 45]],
  ['6GHz', 80, 87, [81, 85, 89, 93]],
  ['6GHz', 80, 215, [209, 213, 217, 221]],
  ['6GHz', 160, 15, [1, 5, 9, 13, 17, 21, 25, 29]],
  ['6GHz', 160, 79, [65, 69, 73, 77, 81, 85, 89, 93]],
  ['6GHz', 160, 207, [193, 197, 201, 205, 209, 213, 217, 221]],
];

describe('centre channels', () => {
  test.each(CENTRES)('%s, %i MHz: %i', (band, width, centre, primaries) => {
    for (const primary of primaries) {
      expect(centreChannel(primary, width, band)).toBe(centre);
      expect(channelBlock(primary, width, band)).toEqual(primaries);
    }
  });

  test('every centre of 5 GHz, and no other', () => {
    const centres = ([40, 80, 160] as const).map((width) => [
      ...new Set(channelsOf('5GHz').flatMap((channel) => centreChannel(channel, width, '5GHz') ?? [])),
    ]);
    expect(centres).toEqual([
      [38, 46, 54, 62, 102, 110, 118, 126, 134, 142, 151, 159, 167, 175],
      [42, 58, 106, 122, 138, 155, 171],
      [50, 114, 163],
    ]);
  });

  test.each([
    ['5GHz', 132, 160],
    ['5GHz', 144, 160],
    ['5GHz', 38, 20],
    ['5GHz', 6, 20],
    ['5GHz', 184, 20],
    ['6GHz', 2, 20],
    ['6GHz', 233, 40],
    ['6GHz', 225, 80],
    ['2.4GHz', 6, 80],
    ['2.4GHz', 6, 160],
    ['2.4GHz', 14, 40],
    ['2.4GHz', 36, 20],
  ] as const)('%s has no channel %i at %i MHz', (band, channel, width) => {
    expect(channelBlock(channel, width, band)).toBeUndefined();
    expect(centreChannel(channel, width, band)).toBeUndefined();
  });

  test('a channel of 20 MHz is its own centre', () => {
    for (const band of ['2.4GHz', '5GHz', '6GHz'] as const)
      for (const channel of channelsOf(band)) expect(centreChannel(channel, 20, band)).toBe(channel);
  });

  test('40 MHz in 2.4 GHz', () => {
    expect(channelsOf('2.4GHz').map((channel) => centreChannel(channel, 40, '2.4GHz'))).toEqual([
      3,
      4,
      5,
      6,
      7,
      8,
      9,
      6,
      7,
      8,
      9,
      10,
      11,
      undefined,
    ]);
  });
});

test('frequencies', () => {
  expect(frequencyOf(1, '2.4GHz')).toBe(2412);
  expect(frequencyOf(13, '2.4GHz')).toBe(2472);
  expect(frequencyOf(14, '2.4GHz')).toBe(2484);
  expect(frequencyOf(36, '5GHz')).toBe(5180);
  expect(frequencyOf(144, '5GHz')).toBe(5720);
  expect(frequencyOf(1, '6GHz')).toBe(5955);
  expect(frequencyOf(93, '6GHz')).toBe(6415);
});

test('the second half of 40 MHz', () => {
  const above = [36, 44, 52, 60, 100, 108, 116, 124, 132, 140, 149, 157, 165, 173];
  for (const channel of above) expect([channel, ht40Direction(channel)]).toEqual([channel, '+']);
  for (const channel of above) expect([channel + 4, ht40Direction(channel + 4)]).toEqual([channel + 4, '-']);
  expect([1, 2, 3, 4, 5, 6, 7].map(ht40Direction)).toEqual(Array<string>(7).fill('+'));
  expect([8, 9, 10, 11, 12, 13].map(ht40Direction)).toEqual(Array<string>(6).fill('-'));
  for (const channel of [0, 14, 34, 38, 96, 148, 181, 233]) expect(ht40Direction(channel)).toBeUndefined();
});

test('the second half of 40 MHz lies in the block', () => {
  for (const band of ['2.4GHz', '5GHz'] as const) {
    for (const channel of channelsOf(band)) {
      const block = channelBlock(channel, 40, band);
      if (block === undefined) continue;
      const second = channel + (ht40Direction(channel) === '+' ? 4 : -4);
      expect(block).toContain(second);
    }
  }
});

test('the radar check', () => {
  const checked = (width: WifiWidth): number[] =>
    channelsOf('5GHz').filter((channel) => needsRadarCheck(channel, width));
  const w53w56 = [52, 56, 60, 64, 100, 104, 108, 112, 116, 120, 124, 128, 132, 136, 140, 144];
  expect(checked(20)).toEqual(w53w56);
  expect(checked(40)).toEqual(w53w56);
  expect(checked(80)).toEqual(w53w56);
  expect(checked(160)).toEqual([36, 40, 44, 48, ...w53w56]);
  expect(needsRadarCheck(53, 80, '6GHz')).toBe(false);
  expect(needsRadarCheck(6, 20, '2.4GHz')).toBe(false);
});

test('6 GHz operating classes and preferred channels', () => {
  expect(([20, 40, 80, 160] as const).map(operatingClass6GHz)).toEqual([131, 132, 133, 134]);
  expect(channelsOf('6GHz').filter(isPreferredScanningChannel)).toEqual([
    5, 21, 37, 53, 69, 85, 101, 117, 133, 149, 165, 181, 197, 213, 229,
  ]);
});

describe('legal channels', () => {
  const W52 = [36, 40, 44, 48];
  const W53 = [52, 56, 60, 64];
  const W56 = [100, 104, 108, 112, 116, 120, 124, 128, 132, 136, 140, 144];
  const upTo = (last: number): number[] =>
    Array.from({ length: (last + 3) / 4 }, (_, index) => 1 + 4 * index);

  test.each([
    ['JP', '2.4GHz', 20, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]],
    ['JP', '2.4GHz', 40, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]],
    ['JP', '2.4GHz', 80, []],
    ['JP', '5GHz', 20, [...W52, ...W53, ...W56]],
    ['JP', '5GHz', 40, [...W52, ...W53, ...W56]],
    ['JP', '5GHz', 80, [...W52, ...W53, ...W56]],
    ['JP', '5GHz', 160, [...W52, ...W53, 100, 104, 108, 112, 116, 120, 124, 128]],
    ['JP', '6GHz', 20, upTo(93)],
    ['JP', '6GHz', 40, upTo(93)],
    ['JP', '6GHz', 80, upTo(93)],
    ['JP', '6GHz', 160, upTo(93)],
    ['US', '2.4GHz', 20, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
    ['US', '5GHz', 20, [...W52, ...W53, ...W56, 149, 153, 157, 161, 165]],
    ['US', '5GHz', 80, [...W52, ...W53, ...W56, 149, 153, 157, 161]],
    ['US', '6GHz', 80, []],
  ] as const)('%s, %s, %i MHz', (country, band, width, channels) => {
    expect(legalChannels(country, band, width)).toEqual(channels);
  });

  test('a country that the table does not hold', () => {
    expect(KNOWN_COUNTRIES).toEqual(['JP', 'US']);
    expect(legalChannels('XX', '5GHz', 20)).toBeUndefined();
    expect(legalChannels('constructor', '5GHz', 20)).toBeUndefined();
  });
});
