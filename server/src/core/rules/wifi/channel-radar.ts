import { needsRadarCheck, RADAR_CHECK_SECONDS } from '../../net/wifi-channels.ts';
import { setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import type { RuleFix } from '../rule.ts';
import { hostapdConf, hostapdSource, WIRELESS_REGDB } from '../sources.ts';
import { radiosOf } from '../spec-values.ts';

export const channelRadar = defineRule({
  code: 'wifi/channel-radar',
  severity: 'hint',
  certainty: 'hint',
  title: {
    en: 'The channel is shared with radar',
    ja: 'レーダーと共用のチャネル',
  },
  explanation: {
    en: `Channels 52 to 64 (W53) and 100 to 144 (W56) are shared with weather and aviation radar. Before it sends, the access point listens for 60 seconds, at each start and after each change: the network is not there for a minute, and whoever deploys by Wi-Fi waits that long for the confirmation. Where it hears a radar it has to leave the channel at once and stay away for 30 minutes. Some radios cannot do this at all ("DFS-CAC … failed").

At 160 MHz the channels 36 to 48 are affected as well, since the block reaches to 64. Without the wait: 36 to 48 at up to 80 MHz (W52, indoors).`,
    ja: `チャネル 52～64（W53）と 100～144（W56）は、気象レーダーや航空レーダーと共用です。アクセスポイントは起動や設定変更のたびに、送信を始める前に 60 秒間レーダーの有無を確認します。その間は Wi-Fi が使えないため、Wi-Fi 経由でデプロイすると確認もそれだけ待つことになります。レーダーを検知すると直ちにチャネルを離れ、30 分間は戻れません。この機能に対応していない無線もあります（"DFS-CAC … failed"）。

160 MHz 幅では 64 まで使うため、36～48 も対象になります。待ち時間がないのは、80 MHz 幅までの 36～48（W52、屋内用）です。`,
  },
  sources: [
    WIRELESS_REGDB,
    hostapdSource('src/ap/dfs.c', 'channel availability check, 60 s'),
    hostapdConf('ieee80211h'),
  ],
  examples: [
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    channel: 100
`,
      good: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    channel: 36
`,
    },
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    channel: 36
    width: 160
`,
      good: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    channel: 36
    width: 80
`,
    },
  ],
  check(context) {
    const { document, report } = context;
    for (const { path, band, channel, width } of radiosOf(context)) {
      if (band === undefined || typeof channel !== 'number' || width === undefined) continue;
      if (!needsRadarCheck(channel, width, band)) continue;
      // Only the width brings a channel of W52 into this.
      const byWidth = !needsRadarCheck(channel, 20, band);
      const at = [...path, byWidth ? 'width' : 'channel'];
      const quiet = byWidth ? '80' : '36';
      const fix: RuleFix = {
        title: byWidth
          ? { en: 'Use 80 MHz', ja: '80 MHz にする' }
          : { en: 'Change to 36, which has no radar check', ja: 'DFS（レーダー検知）の不要な 36 に変更' },
        edits: width === 160 && !byWidth ? undefined : setValue(document, at, quiet),
      };
      report({
        at,
        message: byWidth
          ? {
              en: `At 160 MHz channel ${channel} reaches into those shared with radar (52-64): the network is silent for ${RADAR_CHECK_SECONDS} seconds at each start.`,
              ja: `160 MHz 幅ではチャネル ${channel} もレーダーと共用の 52～64 にかかるため、起動のたびに ${RADAR_CHECK_SECONDS} 秒間 Wi-Fi が使えません。`,
            }
          : {
              en: `Channel ${channel} is shared with radar: the network is silent for ${RADAR_CHECK_SECONDS} seconds at each start, and may have to leave the channel.`,
              ja: `チャネル ${channel} はレーダーと共用です。起動のたびに ${RADAR_CHECK_SECONDS} 秒間 Wi-Fi が使えず、レーダーを検知するとチャネルを移動します。`,
            },
        ...(byWidth
          ? {
              related: [
                {
                  at: [...path, 'channel'],
                  message: { en: 'The channel that it begins at.', ja: '起点となるチャネルです。' },
                },
              ],
            }
          : {}),
        fixes: [fix],
      });
    }
  },
});
