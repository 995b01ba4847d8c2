import { isChannelOf } from '../../net/wifi-channels.ts';
import { legalChannels } from '../../net/wifi-regulation.ts';
import { setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import type { RuleFix } from '../rule.ts';
import { hostapdSource, WIRELESS_REGDB } from '../sources.ts';
import { radiosOf } from '../spec-values.ts';
import { bandText, channelText } from '../wifi-text.ts';

export const channelIllegal = defineRule({
  code: 'wifi/channel-illegal',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'The country does not allow this channel', ja: 'この国では使えないチャネル' },
  explanation: {
    en: `Each country opens other parts of the spectrum to Wi-Fi, and the kernel keeps to its rules: a channel that the country does not allow is disabled, and hostapd does not start on it.

In Japan these are allowed: 1 to 13 in 2.4 GHz; 36 to 48 (W52), 52 to 64 (W53) and 100 to 144 (W56) in 5 GHz; 1 to 93 in 6 GHz. Channels 149 to 177, which many guides from abroad recommend, are not for Wi-Fi in Japan, and channel 14 is for 802.11b alone.`,
    ja: `Wi-Fi に使える周波数は国ごとに異なり、カーネルはその規則に従います。許可されていないチャネルは無効になり、hostapd はそのチャネルでは起動しません。

日本で使えるのは、2.4 GHz の 1～13、5 GHz の 36～48（W52）、52～64（W53）、100～144（W56）、6 GHz の 1～93 です。海外の記事でよく勧められる 149～177 は日本では Wi-Fi に使えません。チャネル 14 は 802.11b 専用です。`,
  },
  sources: [
    WIRELESS_REGDB,
    {
      title: '総務省 電波利用ホームページ、無線 LAN の屋外利用について',
      url: 'https://www.tele.soumu.go.jp/j/sys/others/wlan_outdoor/',
    },
    hostapdSource('src/ap/hw_features.c', 'HOSTAPD_CHAN_DISABLED'),
  ],
  examples: [
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    country: JP
    band: 5GHz
    channel: 149
`,
      good: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    country: JP
    band: 5GHz
    channel: 36
`,
    },
  ],
  check(context) {
    const { document, report } = context;
    for (const { path, band, channel, country } of radiosOf(context)) {
      if (band === undefined || typeof channel !== 'number' || country === undefined) continue;
      const legal = legalChannels(country, band, 20);
      if (legal === undefined || legal.length === 0 || !isChannelOf(band, channel) || legal.includes(channel))
        continue;
      const at = [...path, 'channel'];
      // What a plain access point takes: no radar check in 5 GHz, a channel where clients look first in 6 GHz.
      const usual = ({ '2.4GHz': 11, '5GHz': 36, '6GHz': 37 } as const)[band];
      const fix: RuleFix = {
        title: { en: `Change to ${usual}`, ja: `${usual} に変更` },
        edits: setValue(document, at, String(usual)),
        safe: false,
      };
      report({
        at,
        message:
          channel === 14
            ? {
                en: 'Channel 14 is for 802.11b alone, in Japan alone. Use 1 to 13.',
                ja: 'チャネル 14 は日本の 802.11b 専用です。1～13 を使ってください。',
              }
            : {
                en: `Channel ${channel} is not allowed in ${country}; in ${bandText(band)} these are: ${channelText(legal, band)}.`,
                ja: `チャネル ${channel} は ${country} では使えません。${bandText(band)} で使えるのは ${channelText(legal, band)} です。`,
              },
        ...(document.entry([...path, 'country']) === undefined
          ? {}
          : {
              related: [{ at: [...path, 'country'], message: { en: 'The country.', ja: '国の指定です。' } }],
            }),
        fixes: [fix],
      });
    }
  },
});
