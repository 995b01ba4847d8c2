import {
  centreChannel,
  channelBlock,
  channelsOf,
  isChannelOf,
  WIFI_BANDS,
  WIFI_WIDTHS,
} from '../../net/wifi-channels.ts';
import type { WifiBand } from '../../net/wifi-channels.ts';
import { setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import type { RuleFix } from '../rule.ts';
import { hostapdSource } from '../sources.ts';
import { radiosOf } from '../spec-values.ts';
import { bandText, channelText } from '../wifi-text.ts';

/** The lowest primary of the wide channel that has this number as its centre: for who copied 42 from a list of 80 MHz channels. */
function primaryOf(
  centre: number,
  band: WifiBand,
): { primary: number; block: readonly number[] } | undefined {
  for (const width of WIFI_WIDTHS) {
    for (const primary of channelsOf(band)) {
      const block = channelBlock(primary, width, band);
      if (block !== undefined && width > 20 && centreChannel(primary, width, band) === centre)
        return { primary, block };
    }
  }
  return undefined;
}

export const channelNotInBand = defineRule({
  code: 'wifi/channel-not-in-band',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'The band has no such channel', ja: 'この周波数帯に存在しないチャネル' },
  explanation: {
    en: `Each band numbers its channels in its own way, and hostapd does not start with a number that the band does not have ("Configured channel … not found from the channel list").

- 2.4 GHz: 1 to 13
- 5 GHz: 36, 40, … 64 and 100, 104, … 144 (elsewhere also 149 to 177)
- 6 GHz: 1, 5, 9, … 93 (elsewhere up to 233)

The number is always that of the 20 MHz channel on which the access point announces itself (the primary). Lists of wide channels show their centre, such as 42 for 80 MHz on 36 to 48: write 36 and \`width: 80\`, and the centre is computed.`,
    ja: `チャネル番号の付け方は周波数帯ごとに異なり、その帯域にない番号を指定すると hostapd は起動しません（"Configured channel … not found from the channel list"）。

- 2.4 GHz: 1～13
- 5 GHz: 36、40、…、64 と 100、104、…、144（国によっては 149～177 も）
- 6 GHz: 1、5、9、…、93（国によっては 233 まで）

ここに書くのは、アクセスポイントがビーコンを送る 20 MHz チャネル（プライマリチャネル）の番号です。帯域幅の広いチャネルの一覧には中心の番号（36～48 の 80 MHz なら 42）が載っていることがありますが、その場合は 36 と \`width: 80\` を指定してください。中心は自動で計算します。`,
  },
  sources: [
    { title: 'IEEE 802.11-2020, annex E' },
    hostapdSource('src/ap/hw_features.c', 'hostapd_check_chans'),
  ],
  examples: [
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    channel: 11
`,
      good: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    channel: 11
    band: 2.4GHz
`,
    },
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    band: 5GHz
    channel: 42
    width: 80
`,
      good: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    band: 5GHz
    channel: 36
    width: 80
`,
    },
  ],
  check(context) {
    const { document, spec, report } = context;
    for (const { path, band, channel } of radiosOf(context)) {
      if (band === undefined || typeof channel !== 'number' || isChannelOf(band, channel)) continue;
      const at = [...path, 'channel'];
      const centre = primaryOf(channel, band);
      const bandPath = [...path, 'band'];
      const written = document.entry(bandPath) !== undefined;
      const fixes: RuleFix[] = [];
      if (centre !== undefined) {
        fixes.push({
          title: { en: `Change to ${centre.primary}`, ja: `${centre.primary} に変更` },
          edits: setValue(document, at, String(centre.primary)),
        });
      }
      const others = WIFI_BANDS.filter((each) => each !== band && isChannelOf(each, channel));
      for (const other of others) {
        fixes.push({
          title: { en: `Use the band ${bandText(other)}`, ja: `周波数帯を ${bandText(other)} にする` },
          edits: setValue(document, bandPath, other),
          // Where the band was left out, the channel tells it; 6 GHz has to be asked for.
          preferred: fixes.length === 0 && !written && other !== '6GHz',
          safe: !hasOther(spec.wifi?.[Number(path[1])]),
        });
      }
      const list = channelText(channelsOf(band), band);
      report({
        at,
        message:
          centre === undefined
            ? {
                en: `${bandText(band)} has no channel ${channel}. Its channels are ${list}.`,
                ja: `${bandText(band)} にチャネル ${channel} はありません。使えるのは ${list} です。`,
              }
            : {
                en: `${channel} is the centre of ${centre.block.join(', ')}; write the primary channel, such as ${centre.primary}, and the width.`,
                ja: `${channel} は ${centre.block.join('、')} の中心です。${centre.primary} のようなプライマリチャネルと、チャネル幅を指定してください。`,
              },
        ...(written
          ? { related: [{ at: bandPath, message: { en: 'The band.', ja: '周波数帯です。' } }] }
          : {}),
        fixes,
      });
    }
  },
});

/** Whether an access point has settings that depend on the band, so that changing the band alone may break them. */
function hasOther(spec: { readonly width?: unknown; readonly standards?: unknown } | undefined): boolean {
  return spec?.width !== undefined || spec?.standards !== undefined;
}
