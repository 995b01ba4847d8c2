import { CodeActionKind } from 'vscode-languageserver-types';
import type { Path, TextEdit } from '../../core/problem.ts';
import { formsAt, toLongForm, toShortForm } from '../../core/spec/forms.ts';
import type { SpecDocument } from '../../core/spec/spec-document.ts';
import type { Locale } from '../../core/text.ts';
import { sayIn } from '../options.ts';
import type { Refactoring } from './refactoring.ts';

/** The other form of what a place is in, where it has two. */
export function changeForm(document: SpecDocument, path: Path, locale: Locale): Refactoring[] {
  const at = path
    .map((_, index) => path.slice(0, path.length - index))
    .find((each) => formsAt(each) !== undefined);
  if (at === undefined) return [];
  const t = sayIn(locale);
  const refactoring = (title: string, edits: TextEdit[] | undefined): Refactoring[] =>
    edits === undefined ? [] : [{ title, kind: CodeActionKind.RefactorRewrite, change: { edits } }];
  return [
    ...refactoring(t('Write as keys', 'キーに分けて書く'), toLongForm(document, at)),
    ...refactoring(t('Write in the short form', '短い書き方にする'), toShortForm(document, at)),
  ];
}
