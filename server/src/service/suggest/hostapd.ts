import { ht40Direction } from '../../core/net/wifi-channels.ts';
import { HOSTAPD_OPTIONS } from '../explain/hostapd.ts';
import type { SuggestContext } from './suggestion.ts';
import { radioOf } from './wifi.ts';

/** Keys that mean something only where the radio is set so. */
const NEEDS: Readonly<Record<string, (radio: ReturnType<typeof radioOf>) => boolean>> = {
  acs_num_scans: ({ channel }) => channel === 'auto',
  chanlist: ({ channel }) => channel === 'auto',
  // WPA3 brings it along.
  ieee80211w: ({ security }) => security === 'wpa2',
  ht_capab: ({ band }) => band !== '6GHz',
  vht_capab: ({ standards }) => standards?.includes('ac') === true,
  he_su_beamformer: ({ standards }) => standards?.includes('ax') === true,
  he_bss_color: ({ standards }) => standards?.includes('ax') === true,
};

/** The keys of hostapd.conf that fit an access point, each with a value to begin with. */
export function hostapdOptions(context: SuggestContext): { key: string; value: string }[] {
  const radio = radioOf(context);
  return [...HOSTAPD_OPTIONS]
    .filter(([key]) => NEEDS[key]?.(radio) ?? true)
    .map(([key, { value }]) => ({
      key,
      value: key === 'ht_capab' ? wideCapabilities(radio) : value,
    }));
}

/** The direction of the second half of a 40 MHz channel follows from the first; without it the channel has 20 MHz. */
function wideCapabilities({ channel, width }: ReturnType<typeof radioOf>): string {
  const side = channel === 'auto' || channel === undefined ? '+' : ht40Direction(channel);
  return width === 20 || side === undefined ? '[SHORT-GI-20]' : `[HT40${side}][SHORT-GI-20][SHORT-GI-40]`;
}
