import { channelBlock, channelsOf, WIFI_WIDTHS } from '../../net/wifi-channels.ts';
import type { WifiBand, WifiWidth } from '../../net/wifi-channels.ts';
import { legalChannels } from '../../net/wifi-regulation.ts';
import { setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import { hostapdSource, WIRELESS_REGDB } from '../sources.ts';
import { radiosOf } from '../spec-values.ts';
import { bandText } from '../wifi-text.ts';

/** Whether the channel (or any of the band, where hostapd chooses) can be that wide in the country, as far as the country is known. */
function isPossible(channel: number | 'auto', width: WifiWidth, band: WifiBand, country: string): boolean {
  const candidates = channel === 'auto' ? channelsOf(band) : [channel];
  const legal = legalChannels(country, band, width);
  return candidates.some(
    (each) => channelBlock(each, width, band) !== undefined && (legal === undefined || legal.includes(each)),
  );
}

export const widthNotPossible = defineRule({
  code: 'wifi/width-not-possible',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'The channel cannot be that wide', ja: 'このチャネルではその帯域幅を使えない' },
  explanation: {
    en: `A wide channel is made of neighbouring 20 MHz channels, in fixed blocks that must lie inside what the country allows:

- 2.4 GHz: 20 MHz, at most 40.
- 5 GHz, 80 MHz: 36-48, 52-64, 100-112, 116-128, 132-144.
- 5 GHz, 160 MHz: 36-64 and 100-128; 132 to 144 have no neighbours left.
- 6 GHz: every block from 1 on.

A width for which there is no block cannot be had: the channel stays at 20 MHz, or hostapd does not start. Choose a smaller width, or a channel in a block that is wide enough.`,
    ja: `広い帯域幅は、隣り合う 20 MHz チャネルを決まった組み合わせで束ねて使います。その全体が国の許可する範囲に収まっている必要があります。

- 2.4 GHz: 20 MHz、最大 40 MHz
- 5 GHz の 80 MHz: 36～48、52～64、100～112、116～128、132～144
- 5 GHz の 160 MHz: 36～64 と 100～128（132～144 では取れません）
- 6 GHz: 1 から順に区切った組

組み合わせのない帯域幅は使えません。20 MHz のままになるか、hostapd が起動しません。帯域幅を狭くするか、その幅を取れるチャネルに変更してください。`,
  },
  sources: [
    { title: 'IEEE 802.11-2020, annex E' },
    hostapdSource('src/common/hw_features_common.c', 'hostapd_set_freq_params'),
    WIRELESS_REGDB,
  ],
  examples: [
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    band: 2.4GHz
    channel: 6
    width: 80
`,
      good: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    band: 2.4GHz
    channel: 6
    width: 20
`,
    },
  ],
  check(context) {
    const { document, report } = context;
    for (const { path, band, channel, width, country } of radiosOf(context)) {
      if (band === undefined || channel === undefined || width === undefined || country === undefined)
        continue;
      // A channel that cannot be used at all is a problem of its own.
      if (!isPossible(channel, 20, band, country) || isPossible(channel, width, band, country)) continue;
      const at = [...path, 'width'];
      const written = document.entry(at) !== undefined;
      // 40 MHz in 2.4 GHz is possible, but hardly ever wanted.
      const best =
        band === '2.4GHz'
          ? 20
          : [...WIFI_WIDTHS]
              .reverse()
              .find((each) => each < width && isPossible(channel, each, band, country));
      const where = channel === 'auto' ? bandText(band) : `${channel}`;
      report({
        at: written ? at : [...path, 'channel'],
        message: {
          en: `${channel === 'auto' ? where : `Channel ${where}`} cannot be ${width} MHz wide${written ? '' : ', which is the default'}${best === undefined ? '' : `; ${best} MHz is possible`}.`,
          ja: `${channel === 'auto' ? where : `チャネル ${where}`} では${written ? '' : '既定値の'} ${width} MHz 幅を使えません${best === undefined ? '' : `（${best} MHz は使えます）`}。`,
        },
        ...(written && channel !== 'auto' && document.entry([...path, 'channel']) !== undefined
          ? { related: [{ at: [...path, 'channel'], message: { en: 'The channel.', ja: 'チャネルです。' } }] }
          : {}),
        fixes: [
          {
            title: { en: `Use ${best ?? 20} MHz`, ja: `${best ?? 20} MHz にする` },
            edits: best === undefined ? undefined : setValue(document, at, String(best)),
          },
        ],
      });
    }
  },
});
