import { contentOf } from '../core/render/rendered-file.ts';
import { DocumentState } from './document-state.ts';
import type { ServiceOptions } from './options.ts';
import { generatedFiles } from './render.ts';
import { sayIn } from './options.ts';

/** A generated file that two versions of a spec make differently; undefined on the side that does not have it. */
export interface RenderedChange {
  readonly path: string;
  readonly language: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What the generated files have otherwise than those of another text of the same spec, in the order of the files. */
export function renderChanges(
  state: DocumentState,
  before: string,
  options: ServiceOptions,
): { readonly changes: readonly RenderedChange[]; readonly missing: string | undefined } {
  const t = sayIn(options.locale);
  const now = generatedFiles(state, options);
  if (now.missing !== undefined) return { changes: [], missing: now.missing };
  const then = new DocumentState(state.uri, 0, before);
  if (then.analysis.router === undefined)
    return {
      changes: [],
      missing: t(
        'The version to compare with makes no router, so there is nothing to compare.',
        '比較元のスペックからはルーターの設定を生成できないため、比較できません。',
      ),
    };
  const old = new Map(then.analysis.filesIn(options.locale).map((file) => [file.path, file]));
  const changed = now.files.flatMap(({ path, language, content }): RenderedChange[] => {
    const earlier = old.get(path);
    old.delete(path);
    const text = earlier === undefined ? undefined : contentOf(earlier);
    return text === content ? [] : [{ path, language, before: text, after: content }];
  });
  const gone = [...old.values()].map((file): RenderedChange => ({
    path: file.path,
    language: file.language,
    before: contentOf(file),
    after: undefined,
  }));
  return { changes: [...changed, ...gone], missing: undefined };
}
