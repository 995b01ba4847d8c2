import { setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import { hostapdConf, hostapdSource } from '../sources.ts';
import { radiosOf } from '../spec-values.ts';

export const width2ghz = defineRule({
  code: 'wifi/width-2ghz',
  severity: 'hint',
  certainty: 'hint',
  title: { en: '40 MHz takes up half of the 2.4 GHz band', ja: '2.4 GHz 帯で 40 MHz 幅は帯域の半分を占める' },
  explanation: {
    en: 'The whole 2.4 GHz band is 80 MHz wide and shared with everybody around. At its start hostapd looks for neighbours on the channels that 40 MHz would overlap, and falls back to 20 MHz where it finds one; devices on Bluetooth suffer as well. 20 MHz is what remains in most places, and steadier. Speed is to be had in 5 and 6 GHz.',
    ja: '2.4 GHz 帯は全体で 80 MHz しかなく、周囲の全員で共有しています。hostapd は起動時に、40 MHz 幅と重なるチャネルにほかのネットワークがないか調べ、見つかると 20 MHz に切り替えます。Bluetooth 機器にも影響します。ほとんどの場所では結局 20 MHz になり、そのほうが安定します。速度が必要なら 5 GHz や 6 GHz を使ってください。',
  },
  sources: [
    hostapdConf('obss_interval, 20/40 MHz coexistence'),
    hostapdSource('src/ap/hw_features.c', 'Fallback to 20 MHz'),
  ],
  examples: [
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    band: 2.4GHz
    channel: 1
    width: 40
`,
      good: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    band: 2.4GHz
    channel: 1
    width: 20
`,
    },
  ],
  check(context) {
    const { document, report } = context;
    for (const { path, band, width } of radiosOf(context)) {
      if (band !== '2.4GHz' || width !== 40) continue;
      const at = [...path, 'width'];
      report({
        at,
        message: {
          en: '40 MHz is half of the 2.4 GHz band: where there are neighbours, hostapd falls back to 20 MHz.',
          ja: '40 MHz 幅は 2.4 GHz 帯の半分を占めます。周囲にほかのネットワークがあると、hostapd は 20 MHz に切り替えます。',
        },
        fixes: [{ title: { en: 'Use 20 MHz', ja: '20 MHz にする' }, edits: setValue(document, at, '20') }],
      });
    }
  },
});
