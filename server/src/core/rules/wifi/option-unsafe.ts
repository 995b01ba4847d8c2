import { removeEntry } from '../../spec/edit.ts';
import { dangerOf } from '../hostapd-options.ts';
import { defineRule } from '../rule.ts';
import { hostapdConf, hostapdSource } from '../sources.ts';
import { radiosOf } from '../spec-values.ts';

export const optionUnsafe = defineRule({
  code: 'wifi/option-unsafe',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'An option makes the access point fail or insecure',
    ja: 'アクセスポイントが動作しない、または安全でなくなるオプション',
  },
  explanation: {
    en: `Some options of hostapd undo what the rest of the access point needs:

- \`ieee80211h: 0\` or \`ieee80211d: 0\` on a channel that is shared with radar: hostapd does not start.
- \`ieee80211w: 0\` with WPA3, or \`1\` with WPA3 alone: devices cannot join.
- TKIP (\`wpa_pairwise\`, \`rsn_pairwise\`) and WEP: broken, and 802.11n and above are switched off.

Without the option the access point has the right value.`,
    ja: `hostapd のオプションの中には、アクセスポイントのほかの設定が必要とするものを打ち消してしまうものがあります。

- レーダーと共用のチャネルで \`ieee80211h: 0\` や \`ieee80211d: 0\` とすると、hostapd は起動しません。
- WPA3 で \`ieee80211w: 0\`、または WPA3 のみで \`1\` とすると、機器が接続できません。
- TKIP（\`wpa_pairwise\`、\`rsn_pairwise\`）や WEP は安全でなく、802.11n 以降も無効になります。

オプションを書かなければ、正しい値になります。`,
  },
  sources: [
    hostapdConf('ieee80211d, ieee80211h, ieee80211w, rsn_pairwise'),
    hostapdSource('src/ap/ap_config.c', 'hostapd_config_check'),
  ],
  examples: [
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    security: wpa2-wpa3
    options:
      dtim_period: 2
      ieee80211w: 0
`,
      good: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    security: wpa2-wpa3
    options:
      dtim_period: 2
`,
    },
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    options:
      dtim_period: 2
      rsn_pairwise: TKIP CCMP
`,
      good: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    options:
      dtim_period: 2
`,
    },
  ],
  check(context) {
    const { document, report } = context;
    for (const radio of radiosOf(context)) {
      for (const [option, value] of Object.entries(radio.options ?? {})) {
        const danger = dangerOf(option, value, radio);
        if (danger === undefined) continue;
        const at = [...radio.path, 'options', option];
        report({
          at,
          message: {
            en: `\`${option}: ${value}\` does harm: ${danger.en}. Remove it.`,
            ja: `\`${option}: ${value}\` は使えません。${danger.ja}。削除してください。`,
          },
          fixes: [
            {
              title: { en: `Remove the option \`${option}\``, ja: `オプション \`${option}\` を削除` },
              edits: removeEntry(document, at),
            },
          ],
        });
      }
    }
  },
});
