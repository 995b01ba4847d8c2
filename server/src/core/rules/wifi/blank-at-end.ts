import type { Text } from '../../text.ts';
import { defineRule } from '../rule.ts';
import { hostapdConf } from '../sources.ts';
import { replacePart, textSpan } from '../spans.ts';
import { indexed } from '../spec-values.ts';

const NAMES: Readonly<Record<'ssid' | 'passphrase', Text>> = {
  ssid: { en: 'network name', ja: 'ネットワーク名' },
  passphrase: { en: 'passphrase', ja: 'パスフレーズ' },
};

export const blankAtEnd = defineRule({
  code: 'wifi/blank-at-end',
  severity: 'hint',
  certainty: 'hint',
  title: { en: 'A blank that nobody sees', ja: '見えない空白が含まれている' },
  explanation: {
    en: 'A blank at the beginning or at the end of a network name or a passphrase belongs to it, and hostapd uses it. Nobody sees it in a list of networks, many devices drop it when it is typed, and two networks that differ by it look the same.',
    ja: 'ネットワーク名やパスフレーズの先頭や末尾の空白は、値の一部として hostapd がそのまま使います。ネットワークの一覧では見えず、入力時に取り除いてしまう機器も多くあります。空白だけが違う 2 つのネットワークは見分けがつきません。',
  },
  sources: [hostapdConf('ssid, wpa_passphrase')],
  examples: [
    {
      bad: `
wifi:
  - interface: wlan0
    ssid: "Borealis "
    passphrase: \${secret:wifi}
`,
      good: `
wifi:
  - interface: wlan0
    ssid: "Borealis"
    passphrase: \${secret:wifi}
`,
    },
  ],
  check({ document, spec, report }) {
    for (const [index, { ssid, passphrase }] of indexed(spec.wifi)) {
      const values = { ssid, passphrase: passphrase?.kind === 'literal' ? passphrase.text : undefined };
      for (const key of ['ssid', 'passphrase'] as const) {
        const value = values[key];
        if (value === undefined || value === value.trim() || value.trim() === '') continue;
        const at = ['wifi', index, key];
        report({
          at,
          message: {
            en: `This ${NAMES[key].en} begins or ends with a blank, which is part of it.`,
            ja: `この${NAMES[key].ja}は先頭または末尾に空白があり、それも値の一部になります。`,
          },
          fixes: [
            {
              title: { en: 'Remove the blank', ja: '空白を削除' },
              edits: replacePart(document, at, textSpan(document, at), value, value.trim()),
            },
          ],
        });
      }
    }
  },
});
