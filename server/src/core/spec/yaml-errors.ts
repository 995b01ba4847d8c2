import type { YAMLError } from 'yaml';
import type { Problem } from '../problem.ts';
import type { Text } from '../text.ts';

/** What the YAML parser finds wrong, said for somebody who does not know YAML by heart. */
const MESSAGES: Partial<Record<YAMLError['code'], Text>> = {
  BAD_ALIAS: {
    en: 'This alias has no anchor before it: an alias `*name` needs `&name` somewhere above.',
    ja: 'このエイリアスに対応するアンカーがありません。`*name` を使うには、それより前に `&name` が必要です。',
  },
  BAD_INDENT: {
    en: 'The indentation is off: keys of one block must begin in the same column.',
    ja: 'インデントがそろっていません。同じブロックのキーは同じ桁から始めてください。',
  },
  BAD_DQ_ESCAPE: {
    en: 'This escape does not exist in a double-quoted text. Use single quotes, or write `\\\\` for a backslash.',
    ja: '二重引用符の中では使えないエスケープです。単一引用符を使うか、バックスラッシュを `\\\\` と書いてください。',
  },
  BAD_SCALAR_START: {
    en: 'A value cannot begin with this character; put it in quotes.',
    ja: 'この文字で値を始めることはできません。引用符で囲んでください。',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    en: 'A key cannot stand here. Is a line break missing, or should the text after the colon be in quotes?',
    ja: 'ここにキーは書けません。改行が抜けていないか、コロンの後の文字列を引用符で囲む必要がないか確認してください。',
  },
  BLOCK_IN_FLOW: {
    en: 'Inside `{ }` or `[ ]` write entries with commas between them, not one a line with a hyphen.',
    ja: '`{ }` や `[ ]` の中では、ハイフンで改行せず、カンマで区切って書いてください。',
  },
  DUPLICATE_KEY: { en: 'This key stands here twice.', ja: 'このキーは重複しています。' },
  MISSING_CHAR: {
    en: 'Something is missing here: a closing quote or bracket, a comma, or a space after a colon or before a `#`.',
    ja: '引用符や括弧の閉じ忘れ、カンマの不足、コロンの後や `#` の前の空白の不足がないか確認してください。',
  },
  MULTILINE_IMPLICIT_KEY: {
    en: 'A key must stand on one line with its colon. Is the colon missing?',
    ja: 'キーはコロンとともに 1 行に書く必要があります。コロンが抜けていませんか。',
  },
  MULTIPLE_DOCS: {
    en: 'Only the first document of this file is read; a router has one document. Remove what follows `---`, or move it to a file of its own.',
    ja: '読み込まれるのは最初のドキュメントだけです。1 台のルーターは 1 つのドキュメントで記述します。`---` 以降を削除するか、別のファイルに移してください。',
  },
  UNEXPECTED_TOKEN: {
    en: 'This does not belong here. Check the line above for a missing colon, quote or bracket.',
    ja: 'ここには書けない内容です。前の行にコロン、引用符、括弧の抜けがないか確認してください。',
  },
  KEY_OVER_1024_CHARS: {
    en: 'This key is too long. Is a quote missing?',
    ja: 'キーが長すぎます。引用符が抜けていませんか。',
  },
  NON_STRING_KEY: { en: 'A key must be a word.', ja: 'キーは文字列でなければなりません。' },
  BAD_DIRECTIVE: {
    en: 'A line that begins with `%` is a YAML directive, which a spec does not need. Remove it.',
    ja: '`%` で始まる行は YAML ディレクティブです。ここでは不要なので削除してください。',
  },
};

const OTHER: Text = { en: 'This is not valid YAML.', ja: 'YAML として正しくありません。' };

/** Turns an error of the parser into a problem, without the parser's English text. */
export function yamlProblem(error: YAMLError, text: string): Problem {
  const multiple = error.code === 'MULTIPLE_DOCS';
  const start = Math.min(error.pos[0], text.length);
  const end = Math.min(Math.max(error.pos[1], start + 1), text.length);
  // Of a key that goes over several lines the first is the one without a colon; the last is well.
  const line = error.code === 'MULTILINE_IMPLICIT_KEY' ? text.slice(start, end).search(/[\r\n]/) : -1;
  return {
    code: multiple ? 'yaml/second-document' : 'yaml/syntax',
    severity: multiple ? 'warning' : 'error',
    span: { start, end: line > 0 ? start + line : end },
    message: MESSAGES[error.code] ?? OTHER,
  };
}
