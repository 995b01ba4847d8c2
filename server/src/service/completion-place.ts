import type { Path, Span } from '../core/problem.ts';
import type { LineIndex, Position } from '../core/spec/line-index.ts';
import { flowAt } from '../core/spec/flow-place.ts';

/**
 * Where in a spec something is being typed. It is found from the text alone, by indentation and brackets: while a key or
 * a value is half typed the text is seldom valid YAML, and a parser's idea of it is of no use then.
 */
export interface CompletionPlace {
  /**
   * `entry`: something begins here: a key of the block at `path`, or its value where that is no block.
   * `value`: behind a colon or inside brackets. `flow-key`: a key inside braces.
   */
  readonly kind: 'entry' | 'value' | 'flow-key';
  readonly path: Path;
  /** The word that is there already, both sides of the cursor. */
  readonly replace: Span;
  /** Keys that the block has on other lines. */
  readonly siblings: ReadonlySet<string>;
  /** A dash stands before it. */
  readonly afterDash: boolean;
  /** The colon is directly before it, so a blank has to come first. */
  readonly needsSpace: boolean;
  /** A colon follows: only the key is to be written. */
  readonly beforeColon: boolean;
  /** It stands inside brackets or braces. */
  readonly flow: boolean;
  /** The quote that is open before it, and whether it is closed behind it. */
  readonly quote: '' | '"' | "'";
  readonly closed: boolean;
}

interface Segment {
  readonly kind: 'dash' | 'key';
  readonly column: number;
  readonly key: string;
}

interface LineParts {
  readonly segments: readonly Segment[];
  /** The column behind the dashes and the key. */
  readonly rest: number;
}

const KEY = /^(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_][^\s#:]*(?::[^\s#:]+)*))[ \t]*:(?=\s|$)/;

/** The place at a position, or nothing where no completion is wanted: in comments, in the middle of other things. */
export function completionPlace(lines: LineIndex, position: Position): CompletionPlace | undefined {
  const line = lines.lineText(position.line);
  const before = line.slice(0, position.character);
  const cursor = lines.lineStart(position.line) + before.length;
  if (inComment(before)) return undefined;

  const flow = flowAt(lines, position.line, cursor);
  if (flow !== undefined) {
    const parts = partsOf(lines.lineText(flow.line).slice(0, flow.column));
    const base = pathAbove(lines, flow.line, parts.segments, flow.column);
    if (base === undefined) return undefined;
    const replace = { start: flow.word, end: wordEnd(lines.text, cursor, /[\s,\]}:#"']/) };
    return {
      kind: flow.key ? 'flow-key' : 'value',
      path: [...base, ...flow.path],
      replace,
      siblings: flow.siblings,
      afterDash: false,
      needsSpace: lines.text[flow.word - 1] === ':',
      beforeColon: /^[ \t]*:/.test(lines.text.slice(replace.end)),
      flow: true,
      ...quotes(lines.text, replace),
    };
  }

  const { segments, rest } = partsOf(before);
  const typed = before.slice(rest);
  const behindKey = segments.at(-1)?.kind === 'key';
  const column = behindKey ? rest : rest + (typed.length - typed.trimStart().length);
  const path = pathAbove(lines, position.line, segments, column);
  if (path === undefined) return undefined;
  const quote = /^[ \t]*["']/.exec(typed)?.[0].length ?? typed.length - typed.trimStart().length;
  const start = lines.lineStart(position.line) + rest + quote;
  const end = wordEnd(lines.text, cursor, behindKey ? /[\r\n#"']/ : /[\s:#"']/);
  const replace = { start, end: behindKey ? trimmed(lines.text, cursor, end) : end };
  return {
    kind: behindKey ? 'value' : 'entry',
    path,
    replace,
    siblings: behindKey ? new Set() : siblingsOf(lines, position.line, column, segments.length > 0),
    afterDash: !behindKey && segments.length > 0,
    needsSpace: behindKey && typed === '',
    beforeColon: !behindKey && /^[ \t]*:(?=\s|$)/.test(lines.text.slice(end)),
    flow: false,
    ...quotes(lines.text, replace),
  };
}

function quotes(text: string, { start, end }: Span): Pick<CompletionPlace, 'quote' | 'closed'> {
  const before = text[start - 1];
  const quote = before === '"' || before === "'" ? before : '';
  return { quote, closed: quote !== '' && text[end] === quote };
}

/** Takes the beginning of a line apart: its dashes, and its key. */
function partsOf(line: string): LineParts {
  const segments: Segment[] = [];
  let column = line.length - line.trimStart().length;
  while (line[column] === '-' && (column + 1 === line.length || /[ \t]/.test(line[column + 1] ?? ''))) {
    segments.push({ kind: 'dash', column, key: '' });
    column += 1;
    while (/[ \t]/.test(line[column] ?? '')) column += 1;
  }
  const match = KEY.exec(line.slice(column));
  if (match === null) return { segments, rest: column };
  segments.push({ kind: 'key', column, key: match[1] ?? match[2] ?? match[3] ?? '' });
  return { segments, rest: column + match[0].length };
}

/**
 * The path of what stands at a column of a line, from the blocks around it: lines above that are indented less. `own` is
 * what the line itself has before it. Nothing where a line above that should be a block has a value.
 */
function pathAbove(lines: LineIndex, line: number, own: readonly Segment[], at: number): Path | undefined {
  const path: (string | number)[] = own.map((segment) => (segment.kind === 'key' ? segment.key : 0));
  let column = own[0]?.column ?? at;
  let dash = own[0]?.kind === 'dash';
  for (let above = line - 1; above >= 0 && (column > 0 || dash); above--) {
    const text = lines.lineText(above);
    if (/^(?:---|\.\.\.)(?:\s|$)/.test(text)) break;
    if (/^\s*(?:#|$)/.test(text)) continue;
    const { segments, rest } = partsOf(text);
    for (let index = segments.length - 1; index >= 0; index--) {
      const segment = segments[index];
      if (segment === undefined) continue;
      if (dash && segment.kind === 'dash' && segment.column === column) {
        // An entry of the same list: the one that is looked for comes after it.
        path[0] = Number(path[0]) + 1;
        continue;
      }
      const around = segment.column < column || (dash && segment.kind === 'key' && segment.column === column);
      if (!around) continue;
      if (segment.kind === 'key' && hasValue(text.slice(rest))) return undefined;
      path.unshift(segment.kind === 'key' ? segment.key : 0);
      column = segment.column;
      dash = segment.kind === 'dash';
    }
  }
  return dash ? undefined : path;
}

/** Whether something other than an anchor, a tag or a comment stands behind a colon. */
function hasValue(text: string): boolean {
  return /\S/.test(text.replace(/(?:^|\s)#.*$/, '').replace(/(?:^|\s)[&!]\S*/g, ''));
}

/** The other keys of the block that a line at a column belongs to. */
function siblingsOf(lines: LineIndex, line: number, column: number, first: boolean): Set<string> {
  const keys = new Set<string>();
  const collect = (at: number): boolean => {
    const text = lines.lineText(at);
    if (/^\s*(?:#|$)/.test(text)) return true;
    const { segments } = partsOf(text);
    const key = segments.find((segment) => segment.kind === 'key' && segment.column === column);
    if (key !== undefined) keys.add(key.key);
    const [start] = segments;
    return start === undefined || start.column >= column;
  };
  // Behind a dash the block begins on this line; a line below that begins with a dash begins another.
  for (let above = line - 1; !first && above >= 0 && collect(above); above--);
  for (let below = line + 1; below < lines.lineCount; below++) {
    const [start] = partsOf(lines.lineText(below)).segments;
    if (start !== undefined && (start.column < column || (start.kind === 'dash' && start.column === column)))
      break;
    collect(below);
  }
  return keys;
}

function inComment(before: string): boolean {
  return /(?:^|\s)#/.test(before.replace(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/g, 'x'));
}

function wordEnd(text: string, from: number, stop: RegExp): number {
  let end = from;
  while (end < text.length && !stop.test(text[end] ?? '')) end++;
  return end;
}

/** The end of a value without the blanks before a comment. */
function trimmed(text: string, from: number, end: number): number {
  let at = end;
  while (at > from && /[ \t]/.test(text[at - 1] ?? '')) at--;
  return at;
}
