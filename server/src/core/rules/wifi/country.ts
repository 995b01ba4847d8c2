import { REGULATED_COUNTRIES } from '../../net/wifi-countries.ts';
import { setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import { hostapdConf, WIRELESS_REGDB } from '../sources.ts';
import { radiosOf } from '../spec-values.ts';

/** What people write for a country whose code is another one: the language, or the abbreviation in use. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ['JA', 'JP'],
  ['JN', 'JP'],
  ['UK', 'GB'],
  ['EN', 'GB'],
]);

export const country = defineRule({
  code: 'wifi/country',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'No country has this code', ja: 'この国コードは存在しない' },
  explanation: {
    en: 'The kernel looks the country up in its regulatory database. A code that is not there leaves it with the world domain, which allows only what is allowed everywhere: an access point may not begin to send anywhere in 5 GHz, nor on the channels 12 and 13 in 2.4 GHz. Japan is JP (JA is the language).',
    ja: 'カーネルは国コードを規制データベースから探します。見つからないと、どの国でも許される範囲（world domain）しか使えず、5 GHz ではアクセスポイントとして送信を始められません。2.4 GHz のチャネル 12 と 13 も同様です。日本は JP です（JA は言語コード）。',
  },
  sources: [WIRELESS_REGDB, hostapdConf('country_code')],
  examples: [
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    country: JA
`,
      good: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    country: JP
`,
    },
  ],
  check(context) {
    const { document, report } = context;
    for (const { path, country: code } of radiosOf(context)) {
      if (code === undefined || REGULATED_COUNTRIES.has(code)) continue;
      const at = [...path, 'country'];
      const meant = MEANT.get(code);
      report({
        at,
        message:
          meant === undefined
            ? {
                en: `The regulatory database has no country \`${code}\`: no 5 GHz access point may send. Japan is \`JP\`.`,
                ja: `規制データベースに国コード \`${code}\` はありません。5 GHz では送信できなくなります。日本は \`JP\` です。`,
              }
            : {
                en: `The regulatory database has no country \`${code}\`: no 5 GHz access point may send. Did you mean \`${meant}\`?`,
                ja: `規制データベースに国コード \`${code}\` はありません。5 GHz では送信できなくなります。\`${meant}\` のことですか。`,
              },
        fixes: [
          {
            title: { en: `Change to \`${meant ?? 'JP'}\``, ja: `\`${meant ?? 'JP'}\` に変更` },
            edits: setValue(document, at, meant ?? 'JP'),
            preferred: meant !== undefined,
          },
        ],
      });
    }
  },
});
