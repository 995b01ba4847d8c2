import { CodeActionKind } from 'vscode-languageserver-types';
import type { Path } from '../../core/problem.ts';
import { freeSecretName, secretText } from '../../core/rules/secret-text.ts';
import { setValue } from '../../core/spec/edit.ts';
import type { SecretOr } from '../../core/spec/scalars.ts';
import type { Entry } from '../../core/spec/spec-document.ts';
import type { Locale } from '../../core/text.ts';
import type { DocumentState } from '../document-state.ts';
import { sayIn } from '../options.ts';
import { workspaceEdit } from '../workspace-edit.ts';
import type { ExtractedSecret } from './extracted-secret.ts';
import type { Refactoring } from './refactoring.ts';

/** Moves a value in clear text into the secrets of the client. */
export function storeSecret(entry: Entry, locale: Locale): Refactoring[] {
  if (clearText(entry) === undefined) return [];
  const title = sayIn(locale)(
    'Store the value as a secret, and write its name here',
    '値をシークレットとして保存し、ここには名前を書く',
  );
  return [{ title, kind: CodeActionKind.RefactorExtract, change: { secret: entry.path } }];
}

/** The value in clear text at a path, with a name that neither the spec nor `taken` has. */
export function extractSecret(
  state: DocumentState,
  path: Path,
  taken: readonly string[],
): ExtractedSecret | undefined {
  const { document } = state.analysis;
  const entry = document.entry(path);
  const value = entry === undefined ? undefined : clearText(entry);
  if (value === undefined) return undefined;
  const name = freeSecretName(document, path, new Set(taken));
  const edits = setValue(document, path, secretText(document, path, name));
  return edits === undefined
    ? undefined
    : { name, value, version: state.version, edit: workspaceEdit(state, edits, { versionedEdits: false }) };
}

/** The text of a secret that stands in the spec itself. */
function clearText({ schema, content, aliased }: Entry): string | undefined {
  if (schema?.kind !== 'scalar' || schema.type !== 'secret' || content === undefined || aliased)
    return undefined;
  const parsed = schema.parse(content);
  const value = parsed.ok ? (parsed.value as SecretOr) : undefined;
  return value?.kind === 'literal' ? value.text : undefined;
}
