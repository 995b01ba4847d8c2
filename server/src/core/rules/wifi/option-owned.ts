import { removeEntry } from '../../spec/edit.ts';
import { OWNED_OPTIONS } from '../hostapd-options.ts';
import { defineRule } from '../rule.ts';
import { routerYaml } from '../sources.ts';
import { radiosOf } from '../spec-values.ts';

export const optionOwned = defineRule({
  code: 'wifi/option-owned',
  severity: 'warning',
  certainty: 'certain',
  title: {
    en: 'An option says what another key says',
    ja: 'ほかのキーで指定すべき内容がオプションに書かれている',
  },
  explanation: {
    en: `\`options\` is for keys of hostapd.conf for which this format has none. Where it has one (\`channel\`, \`ssid\`, \`country\`, \`security\`, …) the option is left out of the generated file: two truths about one thing would not fit what is computed from the key, such as the centre of a wide channel.

Set the key of the access point and take the option out.`,
    ja: `\`options\` は、この書式にキーがない hostapd.conf の設定を書くところです。\`channel\`、\`ssid\`、\`country\`、\`security\` のように専用のキーがあるものは、生成されるファイルに反映されません。両方を認めると、広いチャネルの中心など、キーから計算する値と食い違ってしまうためです。

アクセスポイントのキーで指定し、オプションは削除してください。`,
  },
  sources: [routerYaml('`wifi`')],
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
      for (const option of Object.keys(radio.options ?? {})) {
        const key = OWNED_OPTIONS.get(option);
        if (key === undefined) continue;
        const at = [...radio.path, 'options', option];
        const other = [...radio.path, key];
        report({
          at,
          on: 'key',
          message: {
            en: `\`${option}\` has no effect here: it follows from \`${key}\` of this access point.`,
            ja: `\`${option}\` は、このアクセスポイントの \`${key}\` から決まるため、ここに書いても効果がありません。`,
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
          unnecessary: true,
        });
      }
    }
  },
});
