import { channelsOf } from '../net/wifi-channels.ts';
import type { WifiBand } from '../net/wifi-channels.ts';

/** A name for a band in a sentence: `5 GHz`. */
export function bandText(band: WifiBand): string {
  return band.replace('GHz', ' GHz');
}

/** A list of channels in a sentence, with runs drawn together: `36-64, 100-144`. */
export function channelText(channels: readonly number[], band: WifiBand): string {
  const all = channelsOf(band);
  const runs: [number, number][] = [];
  for (const channel of channels) {
    const last = runs.at(-1);
    const follows = last !== undefined && all.indexOf(channel) === all.indexOf(last[1]) + 1;
    // A gap of the band itself, such as the one between 64 and 100, ends a run.
    if (last !== undefined && follows && channel - last[1] <= 4) last[1] = channel;
    else runs.push([channel, channel]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
}
