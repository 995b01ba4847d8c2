import { defineRule } from '../rule.ts';
import { routerYaml } from '../sources.ts';

/** Reported by the reader. */
export const invalidValue = defineRule({
  code: 'spec/invalid-value',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'The value has the wrong form', ja: '値の形式が正しくない' },
  explanation: {
    en: `The value is not of the form that the key takes: an address with a typing mistake, a number outside its range, a word that is none of those to choose from. The message says what is wrong with it and what may stand here.

Values mean what they say: \`yes\`, \`on\` and \`010\` get no second reading, as they have in some kinds of YAML.`,
    ja: `キーが受け付ける形式の値ではありません。アドレスの打ち間違い、範囲外の数値、選択肢にない単語などです。何が問題で、何を書けるかはメッセージに表示されます。

値は書かれたとおりに解釈されます。一部の YAML のように \`yes\` や \`on\`、\`010\` を別の意味に読み替えることはありません。`,
  },
  sources: [routerYaml('version 1')],
  examples: [
    {
      bad: 'lan:\n  ports: [eth1]\n  address: 10.100.0.256/24\n',
      good: 'lan:\n  ports: [eth1]\n  address: 10.100.0.1/24\n',
    },
    {
      bad: 'nat:\n  forwards:\n    - tcp 5472 → 10.100.0.10:443\n',
      good: 'nat:\n  forwards:\n    - tcp 5472 -> 10.100.0.10:443\n',
    },
    {
      bad: 'firewall:\n  inbound-ipv6: no\n',
      good: 'firewall:\n  inbound-ipv6: deny\n',
    },
  ],
});
