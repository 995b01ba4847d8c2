import { portCount } from '../net/port-set.ts';
import type { PortRange } from '../net/port-set.ts';
import type { Text } from '../text.ts';

/** How many ranges a message shows before it only counts. */
const SHOWN = 3;

/** A port set in a sentence: its first ranges and how many ports it has. */
export function describePorts(ranges: readonly PortRange[]): Text {
  const listed = ranges
    .slice(0, SHOWN)
    .map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`))
    .join(', ');
  const more = ranges.length > SHOWN ? ', …' : '';
  const count = portCount(ranges);
  return {
    en: `${listed}${more} (${count} ${count === 1 ? 'port' : 'ports'} in ${ranges.length} ${ranges.length === 1 ? 'range' : 'ranges'})`,
    ja: `${listed}${more}（${ranges.length} 個の範囲、計 ${count} ポート）`,
  };
}

/** The port of the set nearest to a wanted one that is not taken yet, the lower of two; undefined where all are taken. */
export function nearestFreePort(
  ranges: readonly PortRange[],
  wanted: number,
  taken: ReadonlySet<number>,
): number | undefined {
  let best: number | undefined;
  for (const { first, last } of ranges) {
    for (let port = first; port <= last; port++) {
      if (taken.has(port) || port === 0) continue;
      if (best === undefined || Math.abs(port - wanted) < Math.abs(best - wanted)) best = port;
    }
  }
  return best;
}
