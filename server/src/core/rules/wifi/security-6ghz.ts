import { setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import { hostapdSource } from '../sources.ts';
import { radiosOf } from '../spec-values.ts';

export const security6ghz = defineRule({
  code: 'wifi/security-6ghz',
  severity: 'error',
  certainty: 'certain',
  title: { en: '6 GHz is for WPA3 alone', ja: '6 GHz で使えるのは WPA3 だけ' },
  explanation: {
    en: 'In 6 GHz networks have to be protected by WPA3 with management frame protection; WPA2 and the mixed mode are not allowed there, and hostapd does not start ("Management frame protection is required in 6 GHz"). Every device that can do 6 GHz can do WPA3. For older devices add an access point in 5 or 2.4 GHz.',
    ja: '6 GHz のネットワークは、管理フレーム保護付きの WPA3 で保護する必要があります。WPA2 や WPA2/WPA3 混在モードは使えず、hostapd は起動しません（"Management frame protection is required in 6 GHz"）。6 GHz に対応した機器はすべて WPA3 に対応しています。古い機器のためには、5 GHz や 2.4 GHz のアクセスポイントを別に用意してください。',
  },
  sources: [
    { title: 'Wi-Fi Alliance, WPA3 Specification' },
    hostapdSource('src/ap/ap_config.c', 'hostapd_config_check_bss_6g'),
  ],
  examples: [
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    band: 6GHz
    security: wpa2-wpa3
`,
      good: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    band: 6GHz
    security: wpa3
`,
    },
  ],
  check(context) {
    const { document, report } = context;
    for (const { path, band, security } of radiosOf(context)) {
      if (band !== '6GHz' || security === undefined || security === 'wpa3') continue;
      const at = [...path, 'security'];
      report({
        at,
        message: {
          en: `\`${security}\` is not allowed in 6 GHz, and hostapd does not start with it. Use \`wpa3\`.`,
          ja: `6 GHz では \`${security}\` は使えず、hostapd は起動しません。\`wpa3\` を使ってください。`,
        },
        related: [{ at: [...path, 'band'], message: { en: 'The band.', ja: '周波数帯です。' } }],
        fixes: [
          { title: { en: 'Change to `wpa3`', ja: '`wpa3` に変更' }, edits: setValue(document, at, 'wpa3') },
        ],
      });
    }
  },
});
