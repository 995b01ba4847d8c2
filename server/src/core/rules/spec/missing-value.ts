import { defineRule } from '../rule.ts';
import { routerYaml } from '../sources.ts';

/** Reported by the reader. */
export const missingValue = defineRule({
  code: 'spec/missing-value',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'A key has no value', ja: 'キーに値がない' },
  explanation: {
    en: `There is nothing behind the colon. YAML takes that for "nothing", which is neither the default nor an empty list: write the value, or remove the key to get the default. A value on the next line has to be indented further than its key.`,
    ja: `コロンの後に何もありません。YAML では「値なし」となり、既定値や空のリストとは扱いが違います。値を書くか、既定値でよければキーごと削除してください。次の行に値を書く場合は、キーより深くインデントします。`,
  },
  sources: [routerYaml('version 1')],
  examples: [{ bad: 'hostname:\n', good: 'hostname: borealis\n' }],
});
