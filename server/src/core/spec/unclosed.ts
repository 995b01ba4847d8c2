import type { Fix, Problem } from '../problem.ts';
import { closersOf, scan } from './flow-place.ts';
import type { Open } from './flow-place.ts';
import type { LineIndex } from './line-index.ts';

/** Behind a value in brackets or quotes that goes over more lines than this nothing is looked for. */
const MOST_LINES = 200;

/**
 * Says which quote or bracket is the first that nothing closes, in a text that cannot be read as YAML: the lines behind
 * are no further right, so they cannot be inside it. The parser notices only where the text makes no sense any more,
 * often at its end.
 */
export function unclosedIn(lines: LineIndex): Problem | undefined {
  for (let line = 0; line < lines.lineCount;) {
    const { open, last } = valueFrom(lines, line);
    if (last - line >= MOST_LINES) return undefined;
    if (isOpen(open)) return problemOf(lines, open, last === line);
    line = Math.max(last, lastOfBlockScalar(lines, last)) + 1;
  }
  return undefined;
}

/** What is open at the end of a line, or of the lines that continue it, and the last of those. */
function valueFrom(lines: LineIndex, line: number): { readonly open: Open; readonly last: number } {
  const start = lines.lineStart(line);
  let last = line;
  let open = scan(lines.text, start, lines.lineEnd(last));
  while (isOpen(open) && last - line < MOST_LINES) {
    const next = continuation(lines, line, last);
    if (next === undefined) break;
    last = next;
    open = scan(lines.text, start, lines.lineEnd(last));
  }
  return { open, last };
}

function isOpen({ frames, quote }: Open): boolean {
  return quote !== '' || frames.length > 0;
}

/** The line behind `last` if it continues a value that begins in `line`: it is further right, or closes a bracket. */
function continuation(lines: LineIndex, line: number, last: number): number | undefined {
  const next = nextWithText(lines, last);
  if (next === undefined) return undefined;
  const text = lines.lineText(next);
  return indentOf(text) > indentOf(lines.lineText(line)) || /^\s*[}\]]/.test(text) ? next : undefined;
}

/** The last line of the text behind `|` or `>`, in which quotes and brackets mean nothing; the line itself where it has none. */
function lastOfBlockScalar(lines: LineIndex, line: number): number {
  const text = lines.lineText(line);
  if (!/(?::|-)\s+[|>][-+\d]*\s*(?:\s#.*)?$/.test(text)) return line;
  let last = line;
  for (
    let next = nextWithText(lines, last);
    next !== undefined && indentOf(lines.lineText(next)) > indentOf(text);
    next = nextWithText(lines, last)
  )
    last = next;
  return last;
}

function nextWithText(lines: LineIndex, line: number): number | undefined {
  for (let next = line + 1; next < lines.lineCount; next++)
    if (lines.lineText(next).trim() !== '') return next;
  return undefined;
}

function indentOf(line: string): number {
  return line.search(/\S|$/);
}

function problemOf(lines: LineIndex, open: Open, onOneLine: boolean): Problem {
  const at = open.quote === '' ? (open.frames.at(-1)?.at ?? 0) : open.quoteAt;
  const opener = lines.text[at] ?? '';
  const { line } = lines.positionAt(at);
  const rest = lines.text.slice(at + 1, lines.lineEnd(line));
  // Of a quote inside brackets, or before another one, nobody knows where it was meant to end.
  const clear = open.quote === '' ? !open.mismatched : open.frames.length === 0 && !rest.includes(opener);
  return {
    code: 'yaml/syntax',
    severity: 'error',
    span: { start: at, end: at + 1 },
    message: {
      en: `This \`${opener}\` is never closed. What follows may be misread until it is.`,
      ja: `この \`${opener}\` が閉じられていません。閉じるまで、以降の部分は正しく読み取れないことがあります。`,
    },
    ...(clear && onOneLine ? { fixes: [closing(closersOf(open), at + 1 + contentLength(rest))] } : {}),
  };
}

/** The length of the rest of a line without a comment and the blanks before it. */
function contentLength(rest: string): number {
  return rest.replace(/\s#.*$/, '').trimEnd().length;
}

function closing(closers: string, at: number): Fix {
  return {
    title: {
      en: `Close it with \`${closers}\` at the end of the line`,
      ja: `行末に \`${closers}\` を補って閉じる`,
    },
    edits: [{ span: { start: at, end: at }, newText: closers }],
    preferred: true,
    safe: false,
  };
}
