import { clip } from '../../spec/scalars.ts';
import { didYouMean } from '../../spec/suggest.ts';
import { CAPABILITIES } from '../hostapd-options.ts';
import { defineRule } from '../rule.ts';
import { hostapdConf, hostapdSource } from '../sources.ts';
import { replacePart, textSpan } from '../spans.ts';
import { radiosOf } from '../spec-values.ts';

export const capabilityUnknown = defineRule({
  code: 'wifi/capability-unknown',
  severity: 'warning',
  certainty: 'certain',
  title: { en: 'hostapd does not know this capability', ja: 'hostapd が知らないケーパビリティ' },
  explanation: {
    en: 'hostapd looks in `ht_capab` and `vht_capab` for the flags that it knows and passes over everything else without a word. A misspelt flag such as `[DSS_CCK-40]` (it is `[DSSS_CCK-40]`) is therefore never in force. `iw phy` shows what the radio can do; hostapd.conf has the names.',
    ja: 'hostapd は `ht_capab` と `vht_capab` の中から知っているフラグだけを探し、それ以外は何も言わずに無視します。そのため `[DSS_CCK-40]`（正しくは `[DSSS_CCK-40]`）のような書き間違いは、いつまでも有効になりません。無線が対応している機能は `iw phy`、フラグの名前は hostapd.conf で確認できます。',
  },
  sources: [
    hostapdConf('ht_capab, vht_capab'),
    hostapdSource('hostapd/config_file.c', 'hostapd_config_ht_capab'),
  ],
  examples: [
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    channel: 36
    options:
      ht_capab: "[HT40+][SHORT-GI-40][DSS_CCK-40]"
`,
      good: `
wifi:
  - interface: wlan0
    ssid: Borealis
    passphrase: \${secret:wifi}
    channel: 36
    options:
      ht_capab: "[HT40+][SHORT-GI-40][DSSS_CCK-40]"
`,
    },
  ],
  check(context) {
    const { document, report } = context;
    for (const { path, options } of radiosOf(context)) {
      for (const [option, known] of CAPABILITIES) {
        const value = options?.[option];
        if (value === undefined) continue;
        const at = [...path, 'options', option];
        const { start, end } = textSpan(document, at);
        const exact = document.text.slice(start, end) === value;
        for (const { 1: flag = '', index } of value.matchAll(/\[([^\]]*)\]/g)) {
          if (known.includes(flag)) continue;
          const meant = didYouMean(flag, known);
          const span = { start: start + index + 1, end: start + index + 1 + flag.length };
          report({
            at: exact && flag !== '' ? span : at,
            message: {
              en: `hostapd knows no \`[${clip(flag)}]\` in \`${option}\` and passes over it.${meant === undefined ? '' : ` Did you mean \`[${meant}]\`?`}`,
              ja: `hostapd の \`${option}\` に \`[${clip(flag)}]\` というフラグはなく、無視されます。${meant === undefined ? '' : `\`[${meant}]\` のことですか。`}`,
            },
            fixes: [
              {
                title: { en: `Change to \`[${meant ?? flag}]\``, ja: `\`[${meant ?? flag}]\` に変更` },
                edits: meant === undefined ? undefined : replacePart(document, at, span, flag, meant),
                // The radio may not be able to do what it is then told to.
                safe: false,
              },
            ],
          });
        }
      }
    }
  },
});
