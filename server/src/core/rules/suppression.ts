import type { Problem, Span } from '../problem.ts';
import type { SpecDocument } from '../spec/spec-document.ts';

/** `# router-spec-ignore: CODE[, CODE…] -- reason`, on the line of the problem or on a line of its own above it. */
const COMMENT = /(?:^|\s)#\s*router-spec-ignore:\s*([^\r\n]*)/g;

interface Suppression {
  readonly code: string;
  readonly span: Span;
  /** The line whose problems it silences. */
  readonly line: number;
  used: boolean;
}

export const UNUSED_SUPPRESSION = 'suppression/unused';

/**
 * Takes out the problems that a comment suppresses, and reports suppressions that silence nothing; not those of codes for
 * which it cannot be told.
 */
export function applySuppressions(
  document: SpecDocument,
  problems: readonly Problem[],
  cannotTell: (code: string) => boolean,
): Problem[] {
  const suppressions = suppressionsOf(document);
  if (suppressions.length === 0) return [...problems];
  const kept = problems.filter((problem) => {
    const line = document.lines.positionAt(problem.span.start).line;
    const matching = suppressions.filter((each) => each.line === line && each.code === problem.code);
    for (const each of matching) each.used = true;
    return matching.length === 0;
  });
  const unused = suppressions
    .filter((each) => !each.used && !cannotTell(each.code))
    .map((each): Problem => ({
      code: UNUSED_SUPPRESSION,
      severity: 'warning',
      span: each.span,
      message: {
        en: `Nothing on this line trips \`${each.code}\`, so this suppression is without effect. Remove it.`,
        ja: `この行には \`${each.code}\` の指摘がないため、この抑制コメントは無意味です。削除してください。`,
      },
      unnecessary: true,
      fixes: [
        {
          title: { en: 'Remove the suppression', ja: '抑制コメントを削除' },
          edits: [{ span: removedSpan(document, each.span), newText: '' }],
          preferred: true,
          safe: true,
        },
      ],
    }));
  return [...kept, ...unused];
}

function suppressionsOf(document: SpecDocument): Suppression[] {
  const result: Suppression[] = [];
  if (!document.text.includes('router-spec-ignore')) return result;
  for (let line = 0; line < document.lines.lineCount; line++) {
    const text = document.lines.lineText(line);
    for (const match of text.matchAll(COMMENT)) {
      const [codes = ''] = (match[1] ?? '').split(' -- ');
      const alone = text.slice(0, match.index).trim() === '';
      let from = match.index + match[0].length - (match[1] ?? '').length;
      for (const piece of codes.split(',')) {
        const code = piece.trim();
        const start = document.lines.lineStart(line) + from + piece.indexOf(code);
        from += piece.length + 1;
        if (code !== '')
          result.push({
            code,
            span: { start, end: start + code.length },
            line: alone ? line + 1 : line,
            used: false,
          });
      }
    }
  }
  return result;
}

/** What goes with a code that silences nothing: the code alone where others stand beside it, else the whole comment. */
function removedSpan(document: SpecDocument, code: Span): Span {
  const line = document.lines.positionAt(code.start).line;
  const start = document.lines.lineStart(line);
  const hash = document.text.lastIndexOf('#', code.start);
  const comma = {
    before: /,\s*$/.exec(document.text.slice(hash, code.start))?.[0].length ?? 0,
    behind: /^\s*,\s*/.exec(document.text.slice(code.end, document.lines.lineEnd(line)))?.[0].length ?? 0,
  };
  if (comma.before > 0) return { start: code.start - comma.before, end: code.end };
  if (comma.behind > 0) return { start: code.start, end: code.end + comma.behind };
  const before = document.text.slice(start, hash);
  if (before.trim() === '') return { start, end: document.lines.lineStart(line + 1) };
  return { start: start + before.trimEnd().length, end: document.lines.lineEnd(line) };
}
