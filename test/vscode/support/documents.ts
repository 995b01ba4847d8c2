import * as vscode from 'vscode';
import { until } from './until.ts';

/** The id under which VS Code knows the extension. */
export const EXTENSION = 'router-spec.router-spec';

/** A file of the folder that is open. */
export function inWorkspace(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('The tests run with a folder open.');
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Opens a file of the folder in an editor. The extension is active when this returns. */
export async function openSpec(name: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(inWorkspace(name));
  const editor = await vscode.window.showTextDocument(document);
  await vscode.extensions.getExtension(EXTENSION)?.activate();
  return editor;
}

/** Opens a text that is no file as a spec. */
export async function openText(content: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language: 'router-spec', content });
  return vscode.window.showTextDocument(document);
}

/** Replaces the whole text of a document, which is not saved yet then; VS Code may have closed it where no tab shows it. */
export async function rewrite({ uri }: vscode.TextDocument, text: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
  return document;
}

/** Waits for the diagnostics of a document to be such that `accept` takes them. */
export function diagnostics(
  uri: vscode.Uri,
  accept: (found: readonly vscode.Diagnostic[]) => boolean = (found) => found.length > 0,
): Promise<readonly vscode.Diagnostic[]> {
  return until(`diagnostics of ${uri.path}`, () => {
    const found = vscode.languages.getDiagnostics(uri);
    return accept(found) ? found : undefined;
  });
}

/** Waits for the diagnostic with a code. Others may be there before it: those of the text that was closed last. */
export async function diagnostic(uri: vscode.Uri, code: string): Promise<vscode.Diagnostic> {
  const has = (each: vscode.Diagnostic): boolean => codeOf(each) === code;
  const found = (await diagnostics(uri, (all) => all.some(has))).find(has);
  if (found === undefined) throw new Error(`${uri.path} has no ${code}.`);
  return found;
}

/** The code of a diagnostic, with or without a link behind it. */
export function codeOf(diagnostic: vscode.Diagnostic): string {
  const { code } = diagnostic;
  return String(typeof code === 'object' ? code.value : code);
}

/** Closes every editor and throws away what was changed in them. */
export async function closeAll(): Promise<void> {
  await until('the editors to close', async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    return vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0);
  });
}
