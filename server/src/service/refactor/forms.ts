import { CodeActionKind } from 'vscode-languageserver-types';
import type { Path, TextEdit } from '../../core/problem.ts';
import { setValue } from '../../core/spec/edit.ts';
import { formsAt, toLongForm, toShortForm } from '../../core/spec/forms.ts';
import type { Entry, SpecDocument } from '../../core/spec/spec-document.ts';
import { scalarText } from '../../core/spec/yaml-text.ts';
import type { Locale } from '../../core/text.ts';
import { canonical } from '../canonical.ts';
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

/** The usual form of a value that was copied from elsewhere: `aa:bb:cc:00:11:22` for `AA-BB-CC-00-11-22`. */
export function usualForm(document: SpecDocument, entry: Entry, locale: Locale): Refactoring[] {
  const { schema, content, path } = entry;
  const value = schema?.kind === 'scalar' && content !== undefined ? canonical(schema, content) : undefined;
  if (value === undefined) return [];
  const isQuoted = entry.quote === '"' || entry.quote === "'";
  const text = isQuoted ? value : scalarText(value, document.isInFlow(path));
  const edits = setValue(document, path, text);
  const title = sayIn(locale)(`Write as \`${value}\``, `\`${value}\` と書く`);
  return edits === undefined ? [] : [{ title, kind: CodeActionKind.RefactorRewrite, change: { edits } }];
}
