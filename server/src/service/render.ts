import { computedOf } from '../core/derive/computed.ts';
import { contentOf } from '../core/render/rendered-file.ts';
import type { RenderedFile } from '../core/render/rendered-file.ts';
import { say } from '../core/text.ts';
import type { DocumentState } from './document-state.ts';
import { sayIn } from './options.ts';
import type { ServiceOptions } from './options.ts';

/** A generated file as it is shown. */
export interface FileView {
  readonly path: string;
  readonly mode: number;
  readonly language: string;
  readonly content: string;
  readonly deployed: boolean;
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
  return {
    hostname,
    files: analysis.filesIn(options.locale).map(fileView),
    missing: undefined,
  };
}

function fileView(file: RenderedFile): FileView {
  const { path, mode, language, deployed } = file;
  return { path, mode, language, content: contentOf(file), deployed };
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
