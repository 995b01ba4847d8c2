import type { Range } from 'vscode-languageserver-types';
import type { Path, Span } from '../core/problem.ts';
import type { RenderedLine } from '../core/render/rendered-file.ts';
import { sourceText } from '../core/source.ts';
import { pathText, schemaAt } from '../core/spec/schema-lookup.ts';
import type { Entry } from '../core/spec/spec-document.ts';
import { pathKey } from '../core/spec/spec-document.ts';
import { say } from '../core/text.ts';
import { derivedDefaults } from './derived-defaults.ts';
import type { DocumentState } from './document-state.ts';
import { computedHover } from './hover-computed.ts';
import { defaultText } from './hover-key.ts';
import { bullets, code, paragraphs } from './markdown.ts';
import { sayIn } from './options.ts';
import type { ServiceOptions } from './options.ts';
import { rangeOf, spanOf, touches } from './ranges.ts';

/** The map between a spec and the generated files: which lines come from a part of it, and what a line comes from. */

export interface FileLines {
  readonly path: string;
  readonly lines: readonly number[];
}

export interface LineOrigin {
  readonly markdown: string;
  readonly places: readonly Range[];
}

/** The lines that come from what stands in a range of the spec; files without any are left out. */
export function linesFrom(state: DocumentState, range: Range, { locale }: ServiceOptions): FileLines[] {
  const paths = pathsIn(state, spanOf(state.analysis.document.lines, range));
  if (paths.length === 0) return [];
  // A line that comes from a whole entry of a list comes from each key of it too. A block is something else: what comes
  // from there being one does not come from what stands in it.
  const comesFrom = ({ from }: RenderedLine): boolean =>
    from.some((each) =>
      paths.some((path) => holds(path, each) || (typeof each.at(-1) === 'number' && holds(each, path))),
    );
  return state.analysis.filesIn(locale).flatMap(({ path, lines }): FileLines[] => {
    const found = lines.flatMap((line, index) => (comesFrom(line) ? [index] : []));
    return found.length === 0 ? [] : [{ path, lines: found }];
  });
}

/**
 * Why a line is there: the keys that it comes from, with their values, and the standard that demands it. Undefined for
 * empty lines, and where there is no such line.
 */
export function lineOrigin(
  state: DocumentState,
  path: string,
  line: number,
  options: ServiceOptions,
): LineOrigin | undefined {
  const { analysis } = state;
  const found = analysis.filesIn(options.locale).find((file) => file.path === path)?.lines[line];
  if (found === undefined || found.text.trim() === '') return undefined;
  const t = sayIn(options.locale);
  const paths = [...new Map(found.from.map((each) => [pathKey(each), each])).values()];
  // What is written says more than what is left to its default.
  const written = (each: Path): boolean => analysis.document.entry(each) !== undefined;
  const ordered = [...paths.filter(written), ...paths.filter((each) => !written(each))];
  const computed = ordered
    .filter(written)
    .map((each) => computedHover(analysis, each, options.locale))
    .find((text) => text !== undefined);
  const { source } = found;
  return {
    markdown: paragraphs([
      ordered.length === 0
        ? t('This line is the same whatever the spec says.', 'この行は、スペックの内容によらず同じです。')
        : t('**This line comes from**', '**この行の由来**'),
      bullets(ordered.map((each) => keyLine(state, each, options))),
      source !== undefined && `${t('Source', '根拠')}: ${say(sourceText(source), options.locale)}`,
      computed !== undefined && `---\n\n${computed}`,
    ]),
    places: uniqueRanges(ordered.map((each) => rangeOf(analysis.document.lines, placeOf(state, each)))),
  };
}

/** A key with a link to it, its value or what holds without it, and what it is for. */
function keyLine(state: DocumentState, path: Path, options: ServiceOptions): string {
  const { analysis, uri } = state;
  const { document } = analysis;
  const t = sayIn(options.locale);
  const entry = document.entry(path);
  const field = schemaAt(path)?.field;
  const { start } = rangeOf(document.lines, placeOf(state, path));
  const link = `[${code(pathText(path))}](<${uri}#L${start.line + 1},${start.character + 1}>)`;
  const value = entry === undefined ? defaultOf(state, path, options) : valueOf(entry, document.text);
  const about = field === undefined ? '' : ` · ${say(field.summary, options.locale)}`;
  if (entry !== undefined) return `${link}${value === undefined ? '' : ` ${value}`}${about}`;
  const absent = t('not written', '記述なし');
  return `${link} (${value === undefined ? absent : `${absent}${t('; default: ', '、既定値: ')}${value}`})${about}`;
}

function valueOf({ quote, value }: Entry, text: string): string | undefined {
  return quote === undefined || value.start === value.end
    ? undefined
    : code(text.slice(value.start, value.end));
}

function defaultOf({ analysis }: DocumentState, path: Path, { locale }: ServiceOptions): string | undefined {
  const key = pathKey(path);
  const derived = derivedDefaults(analysis, locale).find((each) => pathKey(each.path) === key);
  if (derived !== undefined) return code(derived.value);
  const fallback = schemaAt(path)?.field?.default;
  return fallback === undefined ? undefined : defaultText(fallback, locale);
}

/** The key and the value; of what is not written, the nearest block around it. */
function placeOf({ analysis }: DocumentState, path: Path): Span {
  const entry = analysis.document.entry(path);
  if (entry === undefined) return analysis.document.keySpanOf(path);
  return {
    start: entry.key?.start ?? entry.value.start,
    end: Math.max(entry.value.end, entry.key?.end ?? 0),
  };
}

/** What a selection is about: the values and the keys that it touches; where it touches neither, what is around it. */
function pathsIn({ analysis }: DocumentState, selection: Span): readonly Path[] {
  const { document } = analysis;
  const touched = document.entries.filter(
    ({ aliased, key, value, quote }) =>
      !aliased &&
      ((key !== undefined && touches(key, selection)) || (quote !== undefined && touches(value, selection))),
  );
  if (touched.length > 0) return touched.map(({ path }) => path);
  const around = document.entryAt(selection.start)?.entry.path ?? [];
  // Between two blocks the whole file is around, which says nothing.
  return around.length === 0 ? [] : [around];
}

/** Whether one path is the other or holds it. */
function holds(outer: Path, inner: Path): boolean {
  return outer.length <= inner.length && outer.every((step, index) => step === inner[index]);
}

function uniqueRanges(ranges: readonly Range[]): Range[] {
  return [...new Map(ranges.map((range) => [JSON.stringify(range), range])).values()];
}
