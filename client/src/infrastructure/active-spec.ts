import * as vscode from 'vscode';
import { LANGUAGE } from './language-client.ts';

/** What commands are given by a code lens: the spec that the lens stands in. */
export interface SpecArgument {
  readonly uri: string;
}

/**
 * The spec that a command is about: the one that a code lens names, else the one in the active editor, else the only
 * one that is open. Tells the user to open one where there is none.
 */
export async function specOf(argument: unknown): Promise<vscode.TextDocument | undefined> {
  if (isSpecArgument(argument)) return vscode.workspace.openTextDocument(vscode.Uri.parse(argument.uri));
  const active = vscode.window.activeTextEditor?.document;
  if (active?.languageId === LANGUAGE) return active;
  const open = vscode.workspace.textDocuments.filter((document) => document.languageId === LANGUAGE);
  if (open.length === 1) return open[0];
  await vscode.window.showInformationMessage(vscode.l10n.t('Open the router.yaml that this is about first.'));
  return undefined;
}

function isSpecArgument(argument: unknown): argument is SpecArgument {
  return (
    typeof argument === 'object' && argument !== null && 'uri' in argument && typeof argument.uri === 'string'
  );
}
