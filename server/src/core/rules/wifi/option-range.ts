import { setValue } from '../../spec/edit.ts';
import { OPTION_RANGES } from '../hostapd-options.ts';
import { defineRule } from '../rule.ts';
import { hostapdConf, hostapdSource } from '../sources.ts';
import { radiosOf } from '../spec-values.ts';

export const optionRange = defineRule({
  code: 'wifi/option-range',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'hostapd refuses the value of an option', ja: 'hostapd が受け付けないオプションの値' },
  explanation: {
    en: 'hostapd checks some numbers when it reads its file, and does not start when one is out of range: `beacon_int` 10 to 65535, `dtim_period` 1 to 255, `max_num_sta` 0 to 2007, `rts_threshold` -1 to 65535, `acs_num_scans` 1 to 100. The whole access point is then missing, not just the option.',
    ja: 'hostapd は設定ファイルを読むときにいくつかの数値を検査し、範囲外なら起動しません（`beacon_int` は 10～65535、`dtim_period` は 1～255、`max_num_sta` は 0～2007、`rts_threshold` は -1～65535、`acs_num_scans` は 1～100）。そのオプションだけでなく、アクセスポイント全体が使えなくなります。',
  },
  sources: [
    hostapdConf('beacon_int, dtim_period'),
    hostapdSource('hostapd/config_file.c', 'hostapd_config_fill'),
  ],
  examples: [
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    options: { dtim_period: 0 }
`,
      good: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    options: { dtim_period: 1 }
`,
    },
  ],
  check(context) {
    const { document, report } = context;
    for (const { path, options } of radiosOf(context)) {
      for (const [option, value] of Object.entries(options ?? {})) {
        const range = OPTION_RANGES.get(option);
        // Anything but a plain number is read by hostapd in ways of its own.
        if (range === undefined || !/^-?\d{1,9}$/.test(value)) continue;
        const number = Number(value);
        if (range.least <= number && number <= range.most) continue;
        const at = [...path, 'options', option];
        const nearest = String(Math.min(Math.max(number, range.least), range.most));
        report({
          at,
          message: {
            en: `\`${option}\` is from ${range.least} to ${range.most}; with ${value} hostapd does not start.`,
            ja: `\`${option}\` に指定できるのは ${range.least} から ${range.most} までです。${value} では hostapd が起動しません。`,
          },
          fixes: [
            {
              title: { en: `Change to ${nearest}`, ja: `${nearest} に変更` },
              edits: setValue(document, at, nearest),
              safe: false,
            },
          ],
        });
      }
    }
  },
});
