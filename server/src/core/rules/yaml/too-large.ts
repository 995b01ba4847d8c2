import { defineRule } from '../rule.ts';
import { yamlSpec } from '../sources.ts';

/** Reported by the parser. No example: it would fill pages. */
export const tooLarge = defineRule({
  code: 'yaml/too-large',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'The file is too large for a spec', ja: 'スペックとして大きすぎる' },
  explanation: {
    en: `A whole router takes a hundred lines; this file has hundreds of thousands of characters, or aliases of aliases that stand for as many values. It was not read, so that the editor does not stop. It is most likely another file that happens to have the name of a spec.`,
    ja: `ルーター 1 台分のスペックは 100 行程度ですが、このファイルは数十万文字あるか、エイリアスの連鎖によって同じくらい多くの値を表しています。エディターが止まらないよう、読み込みを中止しました。たまたまスペックと同じ名前の、別のファイルではありませんか。`,
  },
  sources: [yamlSpec('section 7.1, alias nodes')],
  examples: [],
});
