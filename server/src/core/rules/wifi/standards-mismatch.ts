import { removeEntry, setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { hostapdConf, hostapdSource } from '../sources.ts';
import { radiosOf } from '../spec-values.ts';
import type { Radio } from '../spec-values.ts';

export const standardsMismatch = defineRule({
  code: 'wifi/standards-mismatch',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The standards do not go together with the band',
    ja: '規格と周波数帯の組み合わせが正しくない',
  },
  explanation: {
    en: `The standards build on one another, and not each exists in each band:

- 802.11ac (Wi-Fi 5) is for 5 GHz. In 2.4 GHz use \`n\`, with \`ax\` where the radio can.
- In 2.4 and 5 GHz \`ac\` and \`ax\` build on \`n\`: it is 802.11n that joins the second 20 MHz to a channel, so without it hostapd refuses every width beyond 20 MHz.
- 6 GHz is for \`ax\` alone: older standards may not send there, and hostapd does not start without it.

Leave the key out for what suits the band.`,
    ja: `規格は積み重ねになっていて、帯域によって使えるものが異なります。

- 802.11ac（Wi-Fi 5）は 5 GHz 用です。2.4 GHz では \`n\` を使い、無線が対応していれば \`ax\` も加えます。
- 2.4 GHz と 5 GHz の \`ac\` と \`ax\` は \`n\` を土台にしています。2 つ目の 20 MHz を束ねるのは 802.11n の機能なので、\`n\` がないと hostapd は 20 MHz を超える帯域幅を受け付けません。
- 6 GHz は \`ax\` 専用です。古い規格は送信できず、\`ax\` がなければ hostapd は起動しません。

キーを省略すると、その帯域に合った規格になります。`,
  },
  sources: [
    hostapdConf('hw_mode, ieee80211ac'),
    hostapdSource('src/common/hw_features_common.c', 'no second channel offset'),
    hostapdSource('src/ap/ap_config.c', '6 GHz'),
  ],
  examples: [
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    band: 2.4GHz
    channel: 6
    standards: [n, ac]
`,
      good: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    band: 2.4GHz
    channel: 6
    standards: [n]
`,
    },
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    band: 5GHz
    standards: [ac]
`,
      good: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    band: 5GHz
    standards: [n, ac]
`,
    },
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    band: 6GHz
    security: wpa3
    standards: [n, ac]
`,
      good: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    band: 6GHz
    security: wpa3
    standards: [ax]
`,
    },
  ],
  check(context) {
    for (const radio of radiosOf(context)) {
      if (radio.band === undefined || radio.standards === undefined) continue;
      if (context.document.entry([...radio.path, 'standards']) === undefined) continue;
      if (radio.band === '6GHz') sixGhz(context, radio, radio.standards);
      else others(context, radio, radio.standards);
    }
  },
});

function sixGhz({ document, report }: RuleContext, { path }: Radio, standards: readonly string[]): void {
  const older = standards.filter((each) => each !== 'ax');
  if (standards.includes('ax') && older.length === 0) return;
  const at = [...path, 'standards'];
  const names = older.map((each) => `\`${each}\``).join(', ');
  report({
    at,
    ...(standards.includes('ax') ? { severity: 'warning' } : {}),
    message: standards.includes('ax')
      ? {
          en: `In 6 GHz only 802.11ax may send; ${names} has no effect.`,
          ja: `6 GHz で使えるのは 802.11ax だけです。${names} に効果はありません。`,
        }
      : {
          en: 'In 6 GHz only 802.11ax may send: without `ax` hostapd does not start.',
          ja: '6 GHz で使えるのは 802.11ax だけです。`ax` がなければ hostapd は起動しません。',
        },
    related: [{ at: [...path, 'band'], message: { en: 'The band.', ja: '周波数帯です。' } }],
    fixes: [
      { title: { en: 'Change to `[ax]`', ja: '`[ax]` に変更' }, edits: setValue(document, at, '[ax]') },
    ],
  });
}

function others({ document, report }: RuleContext, radio: Radio, standards: readonly string[]): void {
  const { path, band, width } = radio;
  const at = [...path, 'standards'];
  const ac = standards.indexOf('ac');
  const written = document.entry([...path, 'band']) !== undefined;
  if (band === '2.4GHz' && ac >= 0) {
    report({
      at: [...at, ac],
      severity: 'warning',
      message: {
        en: '802.11ac is for 5 GHz; in 2.4 GHz it has no effect.',
        ja: '802.11ac は 5 GHz 用の規格で、2.4 GHz では効果がありません。',
      },
      ...(written
        ? { related: [{ at: [...path, 'band'], message: { en: 'The band.', ja: '周波数帯です。' } }] }
        : {}),
      fixes: [
        {
          title: { en: 'Remove `ac`', ja: '`ac` を削除' },
          edits: standards.length === 1 ? setValue(document, at, '[n]') : removeEntry(document, [...at, ac]),
        },
      ],
    });
    return;
  }
  if (standards.includes('n') || (standards.length === 0 && (width === undefined || width === 20))) return;
  const wide = width !== undefined && width > 20;
  report({
    at,
    ...(wide ? {} : { severity: 'warning' }),
    message: wide
      ? {
          en: `Without \`n\` a channel is 20 MHz wide, and hostapd refuses the ${width} MHz of this access point.`,
          ja: `\`n\` がないとチャネル幅は 20 MHz に限られ、hostapd はこのアクセスポイントの ${width} MHz を受け付けません。`,
        }
      : {
          en: 'In this band `ac` and `ax` build on `n`: list it too.',
          ja: 'この帯域の `ac` と `ax` は `n` を土台にしています。`n` も指定してください。',
        },
    fixes: [
      {
        title: { en: 'Add `n`', ja: '`n` を追加' },
        edits: setValue(document, at, `[${['n', ...standards].join(', ')}]`),
      },
    ],
  });
}
