import { defineRule } from '../rule.ts';
import { routerYaml } from '../sources.ts';

/** Reported by the reader. */
export const unknownKey = defineRule({
  code: 'spec/unknown-key',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'There is no such key here', ja: 'ここにはないキー' },
  explanation: {
    en: `The format has no key of this name in this block. Nothing is derived from it, so what you meant by it would silently not happen; that is why it is an error. It is mostly a slip of the pen (the fix offers the nearest key), or a key that belongs in another block.

Completion lists the keys that can stand in a place.`,
    ja: `このブロックにその名前のキーはありません。書いても何も反映されず、意図した設定が気付かないうちに抜けてしまうため、エラーにしています。多くは打ち間違い（修正候補に近いキーが表示されます）か、別のブロックのキーです。

補完を使うと、その場所に書けるキーの一覧が表示されます。`,
  },
  sources: [routerYaml('version 1')],
  examples: [
    {
      bad: 'hostnmae: borealis # the one in the cellar\n',
      good: 'hostname: borealis # the one in the cellar\n',
    },
  ],
});
