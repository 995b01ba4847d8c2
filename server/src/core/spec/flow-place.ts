import type { Path } from '../problem.ts';
import type { LineIndex } from './line-index.ts';

/** A place inside braces or brackets. */
export interface FlowPlace {
  /** Where the outermost bracket opens. */
  readonly line: number;
  readonly column: number;
  /** From the value that the outermost bracket is: to the mapping of a key, or to the value. */
  readonly path: Path;
  /** A key is being typed, not a value. */
  readonly key: boolean;
  /** The offset at which the word begins. */
  readonly word: number;
  /** Keys that the mapping has before the cursor. */
  readonly siblings: ReadonlySet<string>;
}

/** A bracket that is open, and what has been read in it. */
export interface Frame {
  readonly open: '{' | '[';
  readonly at: number;
  /** The key whose value is being read; in a list, none. */
  key: string | undefined;
  index: number;
  word: number;
  readonly keys: Set<string>;
}

/** A flow collection may go over several lines; further up than this nobody looks for where it begins. */
const MOST_LINES = 40;

/** The innermost flow collection around an offset, if there is any. */
export function flowAt(lines: LineIndex, line: number, cursor: number): FlowPlace | undefined {
  for (let from = line; from >= 0 && from > line - MOST_LINES; from--) {
    const { frames } = scan(lines.text, lines.lineStart(from), cursor);
    const [outer] = frames;
    if (outer !== undefined) return placeOf(lines, frames, outer, cursor);
    // A line that begins a block of its own further left cannot stand inside brackets that open above it.
    if (from < line && /^\S/.test(lines.lineText(from))) return undefined;
  }
  return undefined;
}

/**
 * What closes the quote and the brackets that are open at an offset, the innermost first; nothing where none are. So a
 * text that is being typed is made one that can be read.
 */
export function closersAt(lines: LineIndex, line: number, offset: number): string {
  const flow = flowAt(lines, line, offset);
  const from = lines.lineStart(flow?.line ?? line);
  return closersOf(scan(lines.text, from, offset));
}

/** What closes all that is open, the innermost first. */
export function closersOf({ frames, quote }: Open): string {
  return quote + frames.reduceRight((closers, { open }) => closers + (open === '{' ? '}' : ']'), '');
}

function placeOf(lines: LineIndex, frames: readonly Frame[], outer: Frame, cursor: number): FlowPlace {
  const inner = frames.at(-1) ?? outer;
  const steps = frames.slice(0, -1).map(stepOf);
  const key = inner.open === '{' && inner.key === undefined;
  const { line, character } = lines.positionAt(outer.at);
  // A word is on the line of the cursor, also where an open quote goes over several lines.
  let word = Math.max(inner.word, lines.lineStart(lines.positionAt(cursor).line));
  while (word < cursor && /[\s"']/.test(lines.text[word] ?? '')) word++;
  return {
    line,
    column: character,
    path: key ? steps : [...steps, stepOf(inner)],
    key,
    word,
    siblings: inner.keys,
  };
}

function stepOf(frame: Frame): string | number {
  return frame.open === '[' ? frame.index : (frame.key ?? '');
}

/** What is open at some offset. */
export interface Open {
  readonly frames: readonly Frame[];
  /** The quote that is open, and where it is. */
  readonly quote: '' | '"' | "'";
  readonly quoteAt: number;
  /** A bracket was closed by that of the other kind. */
  readonly mismatched: boolean;
}

/** The brackets and the quote that are open at `to`, read from `from`, which is the beginning of a line outside of brackets. */
export function scan(text: string, from: number, to: number): Open {
  const frames: Frame[] = [];
  let valueStart = true;
  let mismatched = false;
  for (let at = from; at < to; at++) {
    const c = text[at] ?? '';
    const top = frames.at(-1);
    if ((c === '"' || c === "'") && valueStart) {
      const end = closing(text, at, to);
      if (end === undefined) return { frames, quote: c, quoteAt: at, mismatched };
      at = end;
      valueStart = false;
    } else if (c === '#' && /\s/.test(text[at - 1] ?? '\n')) {
      while (at + 1 < to && text[at + 1] !== '\n') at++;
    } else if ((c === '{' || c === '[') && valueStart) {
      frames.push({ open: c, at, key: undefined, index: 0, word: at + 1, keys: new Set() });
    } else if ((c === '}' || c === ']') && top !== undefined) {
      frames.pop();
      mismatched ||= (top.open === '{') !== (c === '}');
      valueStart = false;
    } else if (c === ',' && top !== undefined) {
      top.key = undefined;
      top.index++;
      top.word = at + 1;
      valueStart = true;
    } else if (c === ':' && /[\s,}\]]|^$/.test(at + 1 < to ? (text[at + 1] ?? '') : '')) {
      if (top?.open === '{' && top.key === undefined) {
        top.key = unquoted(text.slice(top.word, at));
        top.keys.add(top.key);
        top.word = at + 1;
      }
      valueStart = true;
    } else if (c === '-' && /\s/.test(text[at + 1] ?? '') && frames.length === 0) {
      valueStart = true;
    } else if (c === '\n') {
      valueStart = valueStart || frames.length === 0;
    } else if (!/\s/.test(c)) {
      valueStart = false;
    }
  }
  return { frames, quote: '', quoteAt: to, mismatched };
}

function closing(text: string, open: number, to: number): number | undefined {
  for (let at = open + 1; at < to; at++) {
    if (text[at] === '\\' && text[open] === '"') at++;
    else if (text[at] === text[open]) return at;
  }
  return undefined;
}

function unquoted(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, '$2');
}
