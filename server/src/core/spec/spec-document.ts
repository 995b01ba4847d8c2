import type { Path, Problem, Span } from '../problem.ts';
import { LineIndex } from './line-index.ts';
import { contentStart, scalarsOf } from './pieces.ts';
import type { SpecScalar } from './pieces.ts';
import type { Spec } from './schema/index.ts';
import type { Field, Schema } from './schema-types.ts';

/** One thing that stands in the text: a key with its value, or an entry of a list, or a part of a short form. */
export interface Entry {
  readonly path: Path;
  readonly key: Span | undefined;
  /** The value; an empty span behind the key where it is missing. */
  readonly value: Span;
  readonly schema: Schema | undefined;
  readonly field: Field | undefined;
  /** It was reached through an alias: the text stands at the anchor, and edits there change both places. */
  readonly aliased: boolean;
  /** Mappings and lists in flow style (`{ a: 1 }`, `[a, b]`). */
  readonly flow: boolean;
  /** How a scalar is written: needed to edit it without changing its look. */
  readonly quote: '' | "'" | '"' | 'block' | undefined;
  /** What a scalar reads as, without quotes and escapes; for a part of a short form, only where the part has a place. */
  readonly content: string | undefined;
}

export function pathKey(path: Path): string {
  return path.join('\u0000');
}

/** A router.yaml as read: the typed spec, the place of every value, and what was wrong with the text. */
export class SpecDocument {
  readonly text: string;
  readonly spec: Spec;
  readonly problems: readonly Problem[];
  readonly entries: readonly Entry[];
  readonly lines: LineIndex;
  private readonly byPath = new Map<string, Entry>();
  private takenApart: readonly SpecScalar[] | undefined;

  constructor(text: string, spec: Spec, entries: readonly Entry[], problems: readonly Problem[]) {
    this.text = text;
    this.spec = spec;
    this.entries = entries;
    this.problems = problems;
    this.lines = new LineIndex(text);
    // The first of two equal keys counts, as in the reader.
    for (const entry of entries)
      if (!this.byPath.has(pathKey(entry.path))) this.byPath.set(pathKey(entry.path), entry);
  }

  entry(path: Path): Entry | undefined {
    return this.byPath.get(pathKey(path));
  }

  /** The scalars with what they consist of; taken apart when first asked for. */
  get scalars(): readonly SpecScalar[] {
    return (this.takenApart ??= scalarsOf(this));
  }

  /** The line ending of the text, for edits. */
  get eol(): '\n' | '\r\n' {
    return this.text.includes('\r\n') ? '\r\n' : '\n';
  }

  /** Where to point for a path: its value, else the key of the nearest block around it that stands in the text, else the first line. */
  spanOf(path: Path): Span {
    const own = this.entry(path);
    if (own !== undefined) return own.value.end > own.value.start ? own.value : (own.key ?? own.value);
    return this.keySpanOf(path.slice(0, -1));
  }

  /** The key of a path, or of the nearest block around it that stands in the text. */
  keySpanOf(path: Path): Span {
    for (let length = path.length; length > 0; length--) {
      const entry = this.entry(path.slice(0, length));
      if (entry !== undefined) return entry.key ?? entry.value;
    }
    return this.firstLine();
  }

  /** A scalar without its quotes; undefined where its text reads otherwise than it is written (escapes, several lines). */
  contentSpan({ value, content }: Entry): Span | undefined {
    if (content === undefined) return undefined;
    const start = contentStart(this.text, value, content);
    return start === undefined ? undefined : { start, end: start + content.length };
  }

  /** The innermost entry at an offset, and whether the offset is on its key or its value. */
  entryAt(offset: number): { entry: Entry; on: 'key' | 'value' } | undefined {
    let best: { entry: Entry; on: 'key' | 'value' } | undefined;
    for (const entry of this.entries) {
      if (entry.aliased) continue;
      if (entry.key !== undefined && covers(entry.key, offset)) best = { entry, on: 'key' };
      else if (
        covers(entry.value, offset) &&
        (best === undefined || entry.path.length >= best.entry.path.length)
      )
        best = { entry, on: 'value' };
    }
    return best;
  }

  /** The entries directly below a path, in the order of the text. */
  childrenOf(path: Path): readonly Entry[] {
    const prefix = pathKey(path);
    return this.entries.filter(
      (entry) => entry.path.length === path.length + 1 && pathKey(entry.path.slice(0, -1)) === prefix,
    );
  }

  /** Whether a place is inside brackets or braces. */
  isInFlow(path: Path): boolean {
    return path.some((_, length) => this.entry(path.slice(0, length))?.flow === true);
  }

  /** The first line that says something, without comments. */
  private firstLine(): Span {
    for (let line = 0; line < this.lines.lineCount; line++) {
      const text = this.lines.lineText(line);
      if (text.trim() !== '' && !text.trimStart().startsWith('#'))
        return { start: this.lines.lineStart(line), end: this.lines.lineEnd(line) };
    }
    return { start: 0, end: 0 };
  }
}

function covers(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}
