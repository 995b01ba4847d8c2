import { defineRule } from '../rule.ts';
import { yamlSpec } from '../sources.ts';

/** Reported by the parser. */
export const secondDocument = defineRule({
  code: 'yaml/second-document',
  severity: 'warning',
  certainty: 'certain',
  title: { en: 'Only the first document is read', ja: '読み込まれるのは最初のドキュメントだけ' },
  explanation: {
    en: `A line with three hyphens ends one YAML document and begins another. A router is one document; what follows the line is not looked at. Remove it, or move it to a file of its own.`,
    ja: `ハイフン 3 つの行で YAML のドキュメントが区切られます。1 台のルーターは 1 つのドキュメントで記述するため、それ以降の内容は読み込まれません。削除するか、別のファイルに移してください。`,
  },
  sources: [yamlSpec('section 9.2, streams')],
  examples: [{ bad: 'hostname: borealis\n---\nhostname: australis\n', good: 'hostname: borealis\n' }],
});
