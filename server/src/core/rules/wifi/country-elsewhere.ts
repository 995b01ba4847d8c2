import { REGULATED_COUNTRIES } from '../../net/wifi-countries.ts';
import { setValue } from '../../spec/edit.ts';
import { say } from '../../text.ts';
import { defineRule } from '../rule.ts';
import { WIRELESS_REGDB } from '../sources.ts';
import { methodPath, radiosOf } from '../spec-values.ts';

export const countryElsewhere = defineRule({
  code: 'wifi/country-elsewhere',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'The line is in Japan, but the radio keeps to the rules of another country',
    ja: '日本の回線なのに、ほかの国の電波規則が指定されている',
  },
  explanation: {
    en: `The country decides on which channels and with how much power the radio sends. The services that this line uses exist in Japan alone, so the radio is there, too; with the rules of another country it may send where the Japanese radio law forbids it (149 to 177, say, or with too much power), and it may be kept from channels that are allowed (12 and 13).

Use \`JP\`. It is not a setting for tuning the range.`,
    ja: `国の指定によって、使えるチャネルと送信出力が決まります。この回線のサービスは日本にしかないため、無線機も日本にあるはずです。ほかの国の規則では、電波法で認められていないチャネル（149～177 など）や出力で送信したり、逆に使えるはずのチャネル（12、13）が使えなかったりします。

\`JP\` を指定してください。電波の届く範囲を調整するための設定ではありません。`,
  },
  sources: [WIRELESS_REGDB, { title: '電波法', url: 'https://laws.e-gov.go.jp/law/325AC0000000131' }],
  examples: [
    {
      bad: `
tunnel:
  provider: v6plus

wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    country: US
`,
      good: `
tunnel:
  provider: v6plus

wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    country: JP
`,
    },
  ],
  check(context) {
    const { document, line, report } = context;
    const { provider } = line;
    if (provider === undefined) return;
    for (const { path, country } of radiosOf(context)) {
      if (country === undefined || country === 'JP' || !REGULATED_COUNTRIES.has(country)) continue;
      const at = [...path, 'country'];
      report({
        at,
        message: {
          en: `${say(provider.name, 'en')} is a service in Japan, but the radio keeps to the rules of \`${country}\`. Use \`JP\`.`,
          ja: `「${say(provider.name, 'ja')}」は日本のサービスですが、電波の規則に \`${country}\` が指定されています。\`JP\` を使ってください。`,
        },
        related: [
          {
            at: methodPath(document),
            message: { en: 'The service of this line.', ja: 'この回線のサービスです。' },
          },
        ],
        fixes: [{ title: { en: 'Change to `JP`', ja: '`JP` に変更' }, edits: setValue(document, at, 'JP') }],
      });
    }
  },
});
