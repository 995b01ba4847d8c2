import { defineRule } from '../rule.ts';
import { yamlSpec } from '../sources.ts';

/** Reported by the reader. */
export const duplicateKey = defineRule({
  code: 'spec/duplicate-key',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'A key stands in its block twice', ja: '同じキーが 2 回書かれている' },
  explanation: {
    en: `Keys of one block must differ. Programs disagree about which of two equal keys counts; here it is the first one, and the second is without effect. Remove one of them, or merge the two blocks.`,
    ja: `1 つのブロックに同じキーは書けません。どちらが有効になるかはプログラムによって異なりますが、ここでは最初のものが有効で、2 つ目は無視されます。どちらかを削除するか、2 つのブロックを 1 つにまとめてください。`,
  },
  sources: [yamlSpec('section 3.2.1.3, node comparison')],
  examples: [{ bad: 'hostname: borealis\nhostname: australis\n', good: 'hostname: borealis\n' }],
});
