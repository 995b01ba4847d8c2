/**
 * How Wi-Fi channels are numbered and joined to wider ones: arithmetic and blocks of IEEE 802.11-2020 annex E. What a
 * country allows is in wifi-regulation.ts.
 */

export type WifiBand = '2.4GHz' | '5GHz' | '6GHz';

/** The width of a channel in MHz. */
export type WifiWidth = 20 | 40 | 80 | 160;

export const WIFI_BANDS: readonly WifiBand[] = ['2.4GHz', '5GHz', '6GHz'];
export const WIFI_WIDTHS: readonly WifiWidth[] = [20, 40, 80, 160];

/**
 * Where each band's 20 MHz channels are: runs of channel numbers from `first` to `last`, `step` apart. A number is
 * 5 MHz above `base` (IEEE 802.11-2020 annex E, tables E-4 and E-1 to E-3: 2407, 5000 and 5950 MHz). Wider channels join
 * neighbours of one run.
 */
const BANDS: Readonly<
  Record<
    WifiBand,
    {
      /** MHz. */
      readonly base: number;
      readonly step: number;
      readonly runs: readonly { readonly first: number; readonly last: number }[];
    }
  >
> = {
  '2.4GHz': { base: 2407, step: 1, runs: [{ first: 1, last: 13 }] },
  '5GHz': {
    base: 5000,
    step: 4,
    runs: [
      { first: 36, last: 64 },
      { first: 100, last: 144 },
      { first: 149, last: 177 },
    ],
  },
  '6GHz': { base: 5950, step: 4, runs: [{ first: 1, last: 233 }] },
};

/** 802.11b alone, in Japan alone: its centre is not on the grid of the others (2484 MHz). */
const CHANNEL_14 = { channel: 14, frequency: 2484 };

/** The lowest and the highest channel in 5 GHz that is shared with radar (W53, W56; 5250-5330 and 5490-5730 MHz). */
const RADAR = { first: 52, last: 144 };

/** The seconds that a radio listens for radar before it sends (ETSI EN 301 893 and the Japanese rules; hostapd's default). */
export const RADAR_CHECK_SECONDS = 60;

const CHANNELS: Readonly<Record<WifiBand, readonly number[]>> = {
  '2.4GHz': [...runsOf('2.4GHz'), CHANNEL_14.channel],
  '5GHz': runsOf('5GHz'),
  '6GHz': runsOf('6GHz'),
};

function runsOf(band: WifiBand): number[] {
  const { runs, step } = BANDS[band];
  return runs.flatMap(({ first, last }) =>
    Array.from({ length: (last - first) / step + 1 }, (_, index) => first + index * step),
  );
}

/** The channel numbers of a band in ascending order; those that are one 20 MHz channel each. */
export function channelsOf(band: WifiBand): readonly number[] {
  return CHANNELS[band];
}

/** Whether a number is a 20 MHz channel of the band. */
export function isChannelOf(band: WifiBand, channel: number): boolean {
  return channelsOf(band).includes(channel);
}

/** The centre frequency in MHz of a channel number (a 20 MHz channel, or the centre of a wider one). */
export function frequencyOf(channel: number, band: WifiBand): number {
  return band === '2.4GHz' && channel === CHANNEL_14.channel
    ? CHANNEL_14.frequency
    : BANDS[band].base + 5 * channel;
}

/**
 * The 20 MHz channels, ascending, that a primary channel joins to make `width` MHz. Undefined where there is no such
 * channel: a number that is not of the band, 132 at 160 MHz, whose block would not be whole, more than 40 MHz in 2.4 GHz. In
 * 2.4 GHz the two channels of 40 MHz overlap others; the second one is four numbers away.
 */
export function channelBlock(
  channel: number,
  width: WifiWidth,
  band: WifiBand,
): readonly number[] | undefined {
  if (!isChannelOf(band, channel)) return undefined;
  if (width === 20) return [channel];
  if (band === '2.4GHz') {
    if (width !== 40 || channel === CHANNEL_14.channel) return undefined;
    return ht40Direction(channel) === '+' ? [channel, channel + 4] : [channel - 4, channel];
  }
  const { runs, step } = BANDS[band];
  const run = runs.find(({ first, last }) => first <= channel && channel <= last);
  if (run === undefined) return undefined;
  const count = width / 20;
  const lowest = run.first + Math.floor((channel - run.first) / (step * count)) * step * count;
  return lowest + (count - 1) * step > run.last
    ? undefined
    : Array.from({ length: count }, (_, index) => lowest + index * step);
}

/**
 * The number of the centre of the channel that `channel` (the primary) is part of at `width` MHz: what hostapd calls
 * `…_oper_centr_freq_seg0_idx`. 36 at 80 MHz gives 42, at 160 MHz 50. Undefined where there is no such channel.
 */
export function centreChannel(channel: number, width: WifiWidth, band: WifiBand): number | undefined {
  const block = channelBlock(channel, width, band);
  const [lowest] = block ?? [];
  const highest = block?.at(-1);
  return lowest === undefined || highest === undefined ? undefined : (lowest + highest) / 2;
}

/**
 * On which side of a primary channel in 2.4 or 5 GHz the second 20 MHz of a 40 MHz channel lies: `HT40+` above it,
 * `HT40-` below. In 5 GHz the pairs are fixed. In 2.4 GHz channels 5 to 9 may do either: above up to 7 and below from 8 on
 * is right in every country, also where the band ends at 11. Undefined for a number that is no such channel, and for 14.
 */
export function ht40Direction(channel: number): '+' | '-' | undefined {
  const { runs, step } = BANDS['5GHz'];
  if (channel < CHANNEL_14.channel) {
    if (!isChannelOf('2.4GHz', channel)) return undefined;
    return channel <= 7 ? '+' : '-';
  }
  const run = runs.find(({ first, last }) => first <= channel && channel <= last);
  if (run === undefined || (channel - run.first) % step !== 0) return undefined;
  return ((channel - run.first) / step) % 2 === 0 ? '+' : '-';
}

/**
 * Whether a radio has to listen for radar (DFS) before it may send: a 5 GHz channel of which any 20 MHz lies in 52 to 144.
 * At 160 MHz the channels 36 to 48 do too, since the block reaches to 64.
 */
export function needsRadarCheck(channel: number, width: WifiWidth, band: WifiBand = '5GHz'): boolean {
  if (band !== '5GHz') return false;
  const block = channelBlock(channel, width, band) ?? [channel];
  return block.some((each) => RADAR.first <= each && each <= RADAR.last);
}

/** The operating class that tells hostapd a 6 GHz channel from one of another band (IEEE 802.11-2020 table E-4, `op_class`). */
export function operatingClass6GHz(width: WifiWidth): 131 | 132 | 133 | 134 {
  return ({ 20: 131, 40: 132, 80: 133, 160: 134 } as const)[width];
}

/** Preferred scanning channels (PSC) of 6 GHz: where clients look first (IEEE 802.11ax-2021 section 26.17.2.3): 5, 21, 37, … */
export function isPreferredScanningChannel(channel: number): boolean {
  return isChannelOf('6GHz', channel) && channel % 16 === 5;
}

/**
 * Which channels a home is better off with, the lowest first: those on which the radio sends at once; in 2.4 GHz those that
 * do not overlap, in 6 GHz those where clients look first.
 */
export function channelRank(channel: number, width: WifiWidth, band: WifiBand): 0 | 1 {
  const good =
    band === '2.4GHz'
      ? [1, 6, 11].includes(channel)
      : band === '6GHz'
        ? isPreferredScanningChannel(channel)
        : !needsRadarCheck(channel, width, band);
  return good ? 0 : 1;
}
