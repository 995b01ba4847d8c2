import type { WorkspaceEdit } from 'vscode-languageserver-types';
import type { TextEdit } from '../core/problem.ts';
import type { DocumentState } from './document-state.ts';
import { textEditsOf } from './ranges.ts';

/** Edits of one document, for the version that they were made for where the client can be told. */
export function workspaceEdit(
  { uri, version, analysis }: DocumentState,
  edits: readonly TextEdit[],
  { versionedEdits }: { readonly versionedEdits: boolean },
): WorkspaceEdit {
  const converted = textEditsOf(analysis.document.lines, edits);
  return versionedEdits
    ? { documentChanges: [{ textDocument: { uri, version }, edits: converted }] }
    : { changes: { [uri]: converted } };
}
