import { channelBlock, channelsOf, frequencyOf } from './wifi-channels.ts';
import type { WifiBand, WifiWidth } from './wifi-channels.ts';

/** A stretch of spectrum that a country opens to Wi-Fi. */
interface SpectrumRule {
  /** MHz, from the lower to the upper edge. */
  readonly from: number;
  readonly to: number;
  /** MHz: the widest channel that may lie in it. */
  readonly maxWidth: number;
  /** A channel may reach into the neighbouring rule that allows it too (AUTO-BW). */
  readonly joins?: boolean;
  /** An access point may not begin to send here (NO-IR). */
  readonly passive?: boolean;
}

/**
 * What the countries allow that this table knows, from wireless-regdb 2026.05.30 (countries JP and US), the very data that
 * the kernel goes by. The stretches in which only 802.11b (channel 14) or licensed stations (4.9 GHz) may send are left out.
 */
const COUNTRIES: Readonly<Partial<Record<string, readonly SpectrumRule[]>>> = {
  JP: [
    { from: 2402, to: 2482, maxWidth: 40 },
    // W52, W53 and W56. There is nothing from 5735 MHz up: channels 149 to 177 are not for Wi-Fi in Japan.
    { from: 5170, to: 5250, maxWidth: 80, joins: true },
    { from: 5250, to: 5330, maxWidth: 80, joins: true },
    { from: 5490, to: 5730, maxWidth: 160 },
    // The database says 5925; the ordinance of September 2022 keeps the first 20 MHz for road traffic.
    { from: 5945, to: 6425, maxWidth: 320 },
  ],
  US: [
    { from: 2400, to: 2472, maxWidth: 40 },
    { from: 5150, to: 5250, maxWidth: 80, joins: true },
    { from: 5250, to: 5350, maxWidth: 80, joins: true },
    { from: 5470, to: 5730, maxWidth: 160 },
    { from: 5730, to: 5850, maxWidth: 80, joins: true },
    { from: 5850, to: 5895, maxWidth: 40, joins: true, passive: true },
    { from: 5925, to: 7125, maxWidth: 320, passive: true },
  ],
};

/** The countries whose rules the table holds. */
export const KNOWN_COUNTRIES: readonly string[] = Object.keys(COUNTRIES);

/**
 * The primary channels on which an access point may send at `width` MHz, ascending; undefined for a country that the table
 * does not hold. Channel 14 (802.11b only) is never among them.
 */
export function legalChannels(
  country: string,
  band: WifiBand,
  width: WifiWidth,
): readonly number[] | undefined {
  const rules = Object.hasOwn(COUNTRIES, country) ? COUNTRIES[country] : undefined;
  if (rules === undefined) return undefined;
  const key = `${country} ${band} ${width}`;
  const known = computed.get(key);
  if (known !== undefined) return known;
  const channels = channelsOf(band).filter((channel) => {
    const block = channelBlock(channel, width, band);
    return block?.every((each) => each !== 14) === true && isOpen(rules, block, width, band);
  });
  computed.set(key, channels);
  return channels;
}

/** What was computed already: at most one list for each country of the table, band and width. */
const computed = new Map<string, readonly number[]>();

/** Whether the spectrum of a block of 20 MHz channels is open to an access point. */
function isOpen(
  rules: readonly SpectrumRule[],
  block: readonly number[],
  width: WifiWidth,
  band: WifiBand,
): boolean {
  const [lowest = 0] = block;
  const from = frequencyOf(lowest, band) - 10;
  const to = frequencyOf(block.at(-1) ?? lowest, band) + 10;
  if (rules.some((rule) => rule.from <= from && to <= rule.to && rule.maxWidth >= width))
    return !rules.some((rule) => rule.passive === true && rule.from <= from && to <= rule.to);
  // Neighbouring rules that may be joined count as one, as wide as they are together.
  let reached = from;
  for (const rule of rules) {
    if (rule.joins === true && rule.passive !== true && rule.from <= reached && reached < rule.to)
      reached = rule.to;
  }
  return reached >= to;
}
