import { RADAR_CHECK_SECONDS, needsRadarCheck } from '../net/wifi-channels.ts';
import type { AccessPoint } from './router.ts';

/** Seconds that a router waits for the confirmation of a deploy where nothing holds the network up. */
export const PLAIN_WINDOW = 120;

/** Seconds until a port of a bridge with spanning tree forwards: two forward delays (IEEE 802.1D-2004 section 17.14). */
export const STP_SECONDS = 30;

/**
 * How long a router waits for the confirmation where the spec does not say, in seconds: two minutes, and what passes after
 * a change before anybody gets in again, through a bridge with spanning tree or over a channel that is shared with radar.
 */
export function defaultWindow(stp: boolean, wifi: readonly AccessPoint[]): number {
  const radar = wifi.some(({ band, channel, width }) =>
    // Left to itself a radio may choose a channel that is shared.
    channel === 'auto' ? band === '5GHz' : needsRadarCheck(channel, width, band),
  );
  return PLAIN_WINDOW + (stp ? STP_SECONDS : 0) + (radar ? RADAR_CHECK_SECONDS : 0);
}
