import { defineRule } from '../rule.ts';
import { yamlSpec } from '../sources.ts';

/** Reported by the parser. */
export const syntax = defineRule({
  code: 'yaml/syntax',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'This is not valid YAML', ja: 'YAML として正しくない' },
  explanation: {
    en: `The text cannot be read as YAML at this place: the indentation is off, a quote or a bracket is not closed, a colon or the blank behind it is missing. What follows may be misread until it is mended; the rest of the file is checked all the same.

Indent with spaces, two for each level, and begin the keys of one block in the same column. Put a value into quotes if it begins with a special character (\`*\`, \`&\`, \`!\`, \`%\`, \`@\`, a backtick) or has a colon with a blank behind it. Characters in full width (\`：\`, \`－\`, the blank U+3000) are letters to YAML; write them in ASCII.`,
    ja: `この箇所を YAML として読み取れません。インデントのずれ、引用符や括弧の閉じ忘れ、コロンやその後の空白の抜けなどが原因です。直すまで、以降の部分が正しく解釈されないことがありますが、残りの部分も可能な範囲でチェックされます。

インデントは空白 2 つずつとし、同じブロックのキーは同じ桁から始めてください。特殊な文字（\`*\`、\`&\`、\`!\`、\`%\`、\`@\`、バッククォート）で始まる値や、コロンと空白を含む値は、引用符で囲んでください。全角の「：」「－」や全角の空白は、YAML では記号ではなく文字として扱われます。半角で書いてください。`,
  },
  sources: [yamlSpec('chapter 5 to 9')],
  examples: [
    { bad: 'hostname: "borealis\n', good: 'hostname: "borealis"\n' },
    { bad: 'dns:\n  serve： true\n', good: 'dns:\n  serve: true\n' },
    { bad: 'packages: [tcpdump\n', good: 'packages: [tcpdump]\n' },
  ],
});
