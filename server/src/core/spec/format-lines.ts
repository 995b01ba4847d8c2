import { parseDocument } from 'yaml';
import { piecesOf } from './format-tokens.ts';
import type { Piece } from './format-tokens.ts';
import { LineIndex } from './line-index.ts';

/** A line of the formatted text, with the line that it was before. Lines that are not among these go. */
export interface LaidOut {
  readonly line: number;
  readonly text: string;
}

/** A level of blocks that is open: its column before and after. */
interface Level {
  readonly before: number;
  readonly after: number;
}

interface Placed extends Piece {
  readonly first: number;
  readonly last: number;
  readonly column: number;
}

/**
 * Lays out each line anew. Nothing moves to another line: that way a comment stays with what it is about, and one that
 * suppresses a problem keeps suppressing it. Of several empty lines one stays.
 */
export function layOut(text: string): LaidOut[] {
  return new Layout(text).run();
}

class Layout {
  private readonly lines: LineIndex;
  private readonly pieces: readonly Placed[];
  private readonly result: LaidOut[] = [];
  private levels: Level[] = [];
  /** How far the line moved that the current block scalar belongs to. */
  private shift = 0;
  /** Where the comment of the line above was, and is. */
  private commentAbove: Level | undefined;
  private valueMissing = false;

  constructor(text: string) {
    this.lines = new LineIndex(text);
    this.pieces = piecesOf(text).map((piece) => {
      const start = this.lines.positionAt(piece.offset);
      const end = piece.offset + piece.source.trimEnd().length;
      return { ...piece, first: start.line, column: start.character, last: this.lines.positionAt(end).line };
    });
  }

  run(): LaidOut[] {
    let next = 0;
    let open: Placed | undefined;
    for (let line = 0; line < this.lines.lineCount; line++) {
      const begin = next;
      while (this.pieces[next]?.first === line) next++;
      const starting = this.pieces.slice(begin, next);
      const continued = open !== undefined && line <= open.last ? open : undefined;
      if (continued?.type === 'block-content' || starting[0]?.type === 'block-content')
        this.result.push({ line, text: this.moved(this.lines.lineText(line)) });
      else if (continued === undefined && starting.length === 0)
        this.blank(line, this.pieces[next] !== undefined);
      else this.result.push({ line, text: this.lineOf(line, starting, continued) });
      open = starting.at(-1) ?? continued;
    }
    return this.result;
  }

  private blank(line: number, more: boolean): void {
    this.commentAbove = undefined;
    if (more && this.result.length > 0 && this.result.at(-1)?.text !== '')
      this.result.push({ line, text: '' });
  }

  private moved(text: string): string {
    if (text.trim() === '') return text;
    return this.shift >= 0
      ? ' '.repeat(this.shift) + text
      : text.replace(new RegExp(`^ {0,${-this.shift}}`), '');
  }

  private lineOf(line: number, starting: readonly Placed[], continued: Placed | undefined): string {
    const mark = line === 0 && this.lines.text.startsWith('\ufeff') ? '\ufeff' : '';
    let text = mark;
    if (continued !== undefined) {
      const rest = this.lines.lineText(line).slice(0, starting[0]?.column).trim();
      text = rest === '' ? '' : ' '.repeat(continued.inner) + rest;
    }
    let above: Level | undefined;
    for (const piece of starting) {
      const first = text === mark && continued === undefined;
      const indent = first ? (piece.indent ?? this.commentIndent(piece)) : 0;
      if (first) this.shift = indent - piece.column;
      if (piece.kind === 'comment' && !first) {
        // A column of comments stays one, as far as the values leave it room; one blank stays one.
        const far = /\s\s$/.test(this.lines.lineText(line).slice(0, piece.column));
        text = `${text} `.padEnd(far ? piece.column : 0);
      } else {
        text += first ? ' '.repeat(indent) : piece.tight ? '' : ' ';
      }
      if (piece.kind === 'comment') above = { before: piece.column, after: text.length };
      else this.valueMissing = piece.type === 'map-value-ind';
      if (piece.level) this.enter({ before: piece.column, after: text.length - mark.length });
      text += sourceOf(piece, this.lines);
    }
    this.commentAbove = above;
    return text.trimEnd();
  }

  private enter(level: Level): void {
    this.levels = [...this.levels.filter(({ before }) => before < level.before), level];
  }

  /** A comment of its own belongs to the comment above that it stands under, else to a level of blocks. */
  private commentIndent(comment: Placed): number {
    if (this.commentAbove?.before === comment.column) return this.commentAbove.after;
    const next = this.pieces.find(({ offset, kind }) => kind === 'text' && offset > comment.offset);
    const least = next?.indent ?? 0;
    const deepest = this.levels.at(-1);
    if (deepest === undefined || least > deepest.after || (next !== undefined && !next.level)) return least;
    if (this.valueMissing && comment.column > deepest.before) return deepest.after + 2;
    const own = this.levels.findLast(({ before }) => before <= comment.column);
    return Math.max(own?.after ?? 0, least);
  }
}

/** The first line of a piece; quotes that nothing needs are taken off. */
function sourceOf({ source, type, first, last, column }: Placed, lines: LineIndex): string {
  if (first !== last) return lines.lineText(first).slice(column).trimEnd();
  if (type !== 'single-quoted-scalar' && type !== 'double-quoted-scalar') return source;
  const inside = source.slice(1, -1);
  return isPlain(inside) ? inside : source;
}

/**
 * Whether a text means itself without quotes: in block and flow style, and for readers of YAML 1.1 and 1.2 alike, of which
 * the older one takes `no` for a truth value. With a colon they differ most (`52:54:00:12:34:56` is a number in base 60
 * for the older one), so such texts keep what quotes they have.
 */
function isPlain(text: string): boolean {
  if (!/^[^\s:\\'"]+(?: [^\s:\\'"]+)*$/.test(text)) return false;
  return (['1.1', '1.2'] as const).every((version) => {
    const document = parseDocument(`[${text}]`, { version, logLevel: 'silent' });
    if (document.errors.length > 0 || document.warnings.length > 0) return false;
    const value: unknown = document.toJS();
    return Array.isArray(value) && value.length === 1 && value[0] === text;
  });
}
