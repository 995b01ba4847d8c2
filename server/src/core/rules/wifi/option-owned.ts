import { removeEntry } from '../../spec/edit.ts';
import { dangerOf, OWNED_OPTIONS } from '../hostapd-options.ts';
import { defineRule } from '../rule.ts';
import { hostapdConf } from '../sources.ts';
import { radiosOf } from '../spec-values.ts';

export const optionOwned = defineRule({
  code: 'wifi/option-owned',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'An option says what another key says',
    ja: 'ほかのキーで指定すべき内容がオプションに書かれている',
  },
  explanation: {
    en: `\`options\` is for keys of hostapd.conf for which this format has none. Where it has one (\`channel\`, \`ssid\`, \`country\`, \`security\`, …) the two can say different things, and what is computed from the key (the centre of a wide channel, whether radar has to be listened for) no longer fits what hostapd does.

Use the key of the access point and take the option out.`,
    ja: `\`options\` は、この書式にキーがない hostapd.conf の設定を書くところです。\`channel\`、\`ssid\`、\`country\`、\`security\` のように専用のキーがあるものを書くと、両者が食い違うことがあり、キーから計算した値（広いチャネルの中心や、レーダー確認の要否など）が hostapd の実際の動作と合わなくなります。

アクセスポイントのキーで指定し、オプションは削除してください。`,
  },
  sources: [hostapdConf('the later of two equal lines counts')],
  examples: [
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    channel: 36
    options: { channel: 44, dtim_period: 2 }
`,
      good: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    channel: 36
    options: { dtim_period: 2 }
`,
    },
  ],
  check(context) {
    const { document, report } = context;
    for (const radio of radiosOf(context)) {
      for (const [option, value] of Object.entries(radio.options ?? {})) {
        const key = OWNED_OPTIONS.get(option);
        // What does harm is said by `wifi/option-unsafe`.
        if (key === undefined || dangerOf(option, value, radio) !== undefined) continue;
        const at = [...radio.path, 'options', option];
        const other = [...radio.path, key];
        report({
          at,
          on: 'key',
          message: {
            en: `\`${option}\` follows from \`${key}\` of this access point. Set that, and remove the option.`,
            ja: `\`${option}\` は、このアクセスポイントの \`${key}\` から決まります。そちらで指定し、オプションは削除してください。`,
          },
          ...(document.entry(other) === undefined
            ? {}
            : {
                related: [{ at: other, message: { en: 'It is set here.', ja: 'ここで指定されています。' } }],
              }),
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
