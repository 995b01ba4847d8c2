import { plainAccessPoint } from '../../core/derive/access-point.ts';
import {
  RADAR_CHECK_SECONDS,
  WIFI_WIDTHS,
  channelBlock,
  channelRank,
  channelsOf,
  frequencyOf,
  isPreferredScanningChannel,
  needsRadarCheck,
} from '../../core/net/wifi-channels.ts';
import type { WifiBand, WifiWidth } from '../../core/net/wifi-channels.ts';
import { REGULATED_COUNTRIES } from '../../core/net/wifi-countries.ts';
import { KNOWN_COUNTRIES, legalChannels } from '../../core/net/wifi-regulation.ts';
import { radiosOf } from '../../core/rules/spec-values.ts';
import type { Radio } from '../../core/rules/spec-values.ts';
import { present } from '../../core/spec/present.ts';
import type { Suggest, SuggestContext } from './suggestion.ts';

/** Values of an access point that its country, its band and its width allow. */

/** The access point that a value is looked for, with its defaults; one that is not there yet has the plain ones. */
export function radioOf({ analysis: { document }, path }: SuggestContext): Partial<Radio> {
  const all = radiosOf({ document, spec: document.spec });
  return (
    all.find((radio) => radio.path[1] === path[1]) ?? {
      country: all[0]?.country ?? 'JP',
      band: '5GHz',
      width: 80,
    }
  );
}

function has({ analysis: { document }, path }: SuggestContext, key: string): boolean {
  return document.entry([...path.slice(0, 2), key]) !== undefined;
}

/** The channels on which an access point may send; where the country is not in the table, all of the band. */
function allowed(country: string, band: WifiBand, width: WifiWidth): readonly number[] {
  return (
    legalChannels(country, band, width) ??
    channelsOf(band).filter((channel) => channelBlock(channel, width, band) !== undefined)
  );
}

export const channels: Suggest = (context) => {
  const { country, band, width = 20 } = radioOf(context);
  if (country === undefined || band === undefined) return [];
  const { t } = context;
  const describe = (channel: number): string =>
    [
      `${frequencyOf(channel, band)} MHz`,
      ...(needsRadarCheck(channel, width, band)
        ? [t(`${RADAR_CHECK_SECONDS} s radar check`, `レーダー確認 ${RADAR_CHECK_SECONDS} 秒`)]
        : []),
      ...(band === '6GHz' && isPreferredScanningChannel(channel)
        ? [t('clients look here first', '端末が最初に探すチャネル')]
        : []),
    ].join(', ');
  return [
    ...[...allowed(country, band, width)]
      .sort((a, b) => channelRank(a, width, band) - channelRank(b, width, band) || a - b)
      .map((channel) => ({ value: String(channel), detail: describe(channel) })),
    { value: 'auto', detail: t('hostapd looks for a free one', 'hostapd が空きを探す') },
  ];
};

export const widths: Suggest = (context) => {
  const { country, band, channel } = radioOf(context);
  if (country === undefined || band === undefined) return [];
  const { t } = context;
  const fitting = WIFI_WIDTHS.filter((width) => {
    const legal = allowed(country, band, width);
    // A channel that only holds by default does not bind the width.
    return typeof channel === 'number' && has(context, 'channel')
      ? legal.includes(channel)
      : legal.length > 0;
  });
  const usual = plainAccessPoint(band).width;
  return [...fitting]
    .sort((a, b) => Number(b === usual) - Number(a === usual) || a - b)
    .map((width) => {
      const block = typeof channel === 'number' ? channelBlock(channel, width, band) : undefined;
      return {
        value: String(width),
        detail: `${width} MHz${block === undefined || block.length < 2 ? '' : `: ${t('channels', 'チャネル')} ${block[0] ?? ''}–${block.at(-1) ?? ''}`}`,
      };
    });
};

/** What hostapd takes in each band (its `hw_mode`, and IEEE 802.11 clauses 19, 21 and 27), the default first. */
const STANDARDS = { '2.4GHz': ['n', 'ax'], '5GHz': ['n', 'ac', 'ax'], '6GHz': ['ax'] } as const;
const NAMES = { n: 'Wi-Fi 4', ac: 'Wi-Fi 5', ax: 'Wi-Fi 6' } as const;

export const standards: Suggest = (context) => {
  const { band } = radioOf(context);
  return band === undefined
    ? []
    : STANDARDS[band].map((value) => ({ value, detail: `802.11${value} (${NAMES[value]})` }));
};

export const standardsList: Suggest = (context) => {
  const { band } = radioOf(context);
  return band === undefined
    ? []
    : [
        {
          value: `[${plainAccessPoint(band).standards.join(', ')}]`,
          detail: context.t('the default', '既定値'),
        },
      ];
};

/** 6 GHz takes WPA3 alone; elsewhere every way is open. */
export const security: Suggest = (context) =>
  radioOf(context).band === '6GHz'
    ? [{ value: 'wpa3', detail: context.t('the only one in 6 GHz', '6 GHz ではこれのみ') }]
    : [];

/** The country of the other access points first, then those whose channels are known here, then all that the kernel knows. */
export const countries: Suggest = ({ analysis: { document }, locale }) => {
  const names = new Intl.DisplayNames([locale], { type: 'region' });
  const others = present(document.spec.wifi).flatMap(({ country }) => country ?? []);
  return [...new Set([...others, ...KNOWN_COUNTRIES, ...REGULATED_COUNTRIES])].map((value) => ({
    value,
    detail: names.of(value) ?? value,
  }));
};

/** The network names of the other access points: one name for all bands lets clients roam. */
export const ssids: Suggest = ({ analysis: { document }, path, t }) => {
  const others = present(document.spec.wifi?.filter((_, index) => index !== path[1]));
  return [...new Set(others.flatMap(({ ssid }) => ssid ?? []))].map((value) => ({
    value,
    detail: t('the name of another access point', '別のアクセスポイントと同じ名前'),
  }));
};
