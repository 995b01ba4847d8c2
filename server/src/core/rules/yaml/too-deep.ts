import { defineRule } from '../rule.ts';
import { yamlSpec } from '../sources.ts';

/** Reported by the parser. */
export const tooDeep = defineRule({
  code: 'yaml/too-deep',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'The file is nested too deeply', ja: '入れ子が深すぎる' },
  explanation: {
    en: `A spec has five levels; this text has more than 64 brackets inside each other, so it was not read. Look for brackets that are not closed, or for a file that is no spec.`,
    ja: `スペックの入れ子は 5 段までですが、このファイルでは括弧が 64 段を超えて重なっているため、読み込みませんでした。括弧の閉じ忘れがないか、スペックではない別のファイルを開いていないか確認してください。`,
  },
  sources: [yamlSpec('section 7.4, flow collection styles')],
  examples: [{ bad: `packages: ${'['.repeat(65)}tcpdump${']'.repeat(65)}\n`, good: 'packages: [tcpdump]\n' }],
});
