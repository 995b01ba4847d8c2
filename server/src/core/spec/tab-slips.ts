import type { YAMLError } from 'yaml';
import type { Problem } from '../problem.ts';
import type { Slip } from './slips.ts';

/** How wide a tab may have been meant; the first width with which the text is YAML is taken. */
export const TAB_WIDTHS = [2, 4, 8] as const;
const WORDS = { 2: 'two', 4: 'four', 8: 'eight' } as const;

const INDENT = /^[ \t]*\t[ \t]*/gm;

/** Whether the parser has stumbled over tabs: it says so itself, or speaks of a line that begins with one. */
export function isMisledByTabs(text: string, errors: readonly YAMLError[]): boolean {
  return errors.some(({ code, pos }) => {
    if (code === 'TAB_AS_INDENT') return true;
    const before = text.slice(text.lastIndexOf('\n', pos[0] - 1) + 1, pos[0]);
    return code === 'BAD_INDENT' && before.includes('\t') && before.trim() === '';
  });
}

/**
 * The tabs that lines begin with, as spaces. Lines that follow each other have one problem, which mends all lines of the
 * text, since their depths have to agree.
 */
export function tabSlips(text: string, width: (typeof TAB_WIDTHS)[number]): Slip[] {
  const edits = [...text.matchAll(INDENT)].map(({ index, 0: indent }) => ({
    span: { start: index, end: index + indent.length },
    newText: indent.replaceAll('\t', ' '.repeat(width)),
  }));
  return edits.map((edit, index) => {
    const before = edits[index - 1];
    const between = before === undefined ? '' : text.slice(before.span.end, edit.span.start);
    // Between two lines that follow each other there is the rest of the upper one, and blank lines.
    const isFirst = before === undefined || /\n[^\n]*\S[^\n]*\n/.test(between);
    const problem: Problem = {
      code: 'yaml/syntax',
      severity: 'error',
      span: edit.span,
      message: {
        en: 'YAML does not allow tabs for indentation. Use spaces.',
        ja: 'YAML ではタブでインデントできません。空白を使ってください。',
      },
      fixes: [
        {
          title: {
            en: `Indent by ${WORDS[width]} spaces instead of each tab`,
            ja: `タブを空白 ${width} つに置き換える`,
          },
          edits,
          preferred: true,
          // How wide the author's tabs are nobody knows.
          safe: false,
        },
      ],
    };
    return { ...edit, problem: isFirst ? problem : undefined };
  });
}
