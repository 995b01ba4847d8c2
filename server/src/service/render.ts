import type { Range } from 'vscode-languageserver-types';
import { computedOf } from '../core/derive/computed.ts';
import type { Path } from '../core/problem.ts';
import { contentOf } from '../core/render/rendered-file.ts';
import type { RenderedFile } from '../core/render/rendered-file.ts';
import type { SpecDocument } from '../core/spec/spec-document.ts';
import { pathKey } from '../core/spec/spec-document.ts';
import { say } from '../core/text.ts';
import type { DocumentState } from './document-state.ts';
import { sayIn } from './options.ts';
import type { ServiceOptions } from './options.ts';
import { rangeOf } from './ranges.ts';

/** A generated file with, for each of its lines, the places in the spec that it comes from. */
export interface FileView {
  readonly path: string;
  readonly mode: number;
  readonly language: string;
  readonly content: string;
  readonly deployed: boolean;
  readonly sources: readonly (readonly Range[])[];
}

export interface FilesView {
  readonly hostname: string | undefined;
  readonly files: readonly FileView[];
  /** Why there are no files. */
  readonly missing: string | undefined;
}

/** The generated files of a spec, or why there are none. */
export function generatedFiles(state: DocumentState, options: ServiceOptions): FilesView {
  const { analysis } = state;
  const hostname = analysis.router?.hostname ?? analysis.document.spec.hostname;
  if (analysis.router === undefined) return { hostname, files: [], missing: whyNoRouter(state, options) };
  const ranges = new Map<string, Range | undefined>();
  return {
    hostname,
    files: analysis.filesIn(options.locale).map((file) => fileView(file, analysis.document, ranges)),
    missing: undefined,
  };
}

function fileView(
  file: RenderedFile,
  document: SpecDocument,
  ranges: Map<string, Range | undefined>,
): FileView {
  return {
    path: file.path,
    mode: file.mode,
    language: file.language,
    content: contentOf(file),
    deployed: file.deployed,
    sources: file.lines.map(({ from }) =>
      from.flatMap((path): Range[] => {
        const range = rangeAt(document, path, ranges);
        return range === undefined ? [] : [range];
      }),
    ),
  };
}

/** Where a value stands in the text; a value that is not there (a default) has no place. */
function rangeAt(
  document: SpecDocument,
  path: Path,
  known: Map<string, Range | undefined>,
): Range | undefined {
  const key = pathKey(path);
  if (!known.has(key)) {
    const entry = document.entry(path);
    known.set(
      key,
      entry === undefined
        ? undefined
        : rangeOf(document.lines, { start: entry.key?.start ?? entry.value.start, end: entry.value.end }),
    );
  }
  return known.get(key);
}

/** Why nothing can be made of a spec yet: its first error, or what cannot be computed. */
export function whyNoRouter(state: DocumentState, { locale }: ServiceOptions): string {
  const t = sayIn(locale);
  const { document, line } = state.analysis;
  const problem = state.problems({}).find((each) => each.severity === 'error');
  if (problem !== undefined) {
    const at = document.lines.positionAt(problem.span.start).line + 1;
    return t(
      `There is no router to show yet. Line ${at}: ${problem.message.en}`,
      `まだルーターの設定を生成できません。${at} 行目: ${problem.message.ja}`,
    );
  }
  const computed = computedOf(line);
  const reason = computed.ok ? '' : say(computed.reason, locale);
  return t(
    `There is no router to show yet. ${reason}`,
    `まだルーターの設定を生成できません。${reason}`,
  ).trim();
}
