import type { Node, Pair, YAMLMap } from 'yaml';
import type { Span } from '../problem.ts';

/** The lines that a key and its value take, with their line ending; undefined where they share one with something else. */
export function pairLines(text: string, { flow }: YAMLMap, key: Span, { value }: Pair): Span | undefined {
  const start = text.lastIndexOf('\n', key.start - 1) + 1;
  if (flow === true || text.slice(start, key.start).trim() !== '') return undefined;
  const last = text.slice(0, Math.max(key.end, (value as Node | null)?.range?.[1] ?? 0)).trimEnd();
  const end = text.indexOf('\n', last.length);
  return { start, end: end < 0 ? text.length : end + 1 };
}
