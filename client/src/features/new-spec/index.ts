import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { newSpecRequest } from '../../../../server/src/lsp/protocol.ts';
import { LANGUAGE } from '../../infrastructure/language-client.ts';
import { ask } from '../../infrastructure/requests.ts';
import { BACK, put } from './question.ts';

/** A new router.yaml by a few questions. Which they are, and what may be answered, is the server's. */
export function registerNewSpec(client: BaseLanguageClient): vscode.Disposable {
  return vscode.commands.registerCommand('routerSpec.new', async () => {
    const content = await newText(client);
    if (content === undefined) return;
    const document = await unsaved(content);
    await vscode.window.showTextDocument(document);
  });
}

/** The text that the answers lead to; undefined where the user turned away. */
async function newText(client: BaseLanguageClient): Promise<string | undefined> {
  /** What was answered, in the order of the questions. */
  const answers = new Map<string, string>();
  /** What was answered before the user went back: offered again. */
  const earlier = new Map<string, string>();
  const next = async (more: Record<string, string> = {}) =>
    ask(client, newSpecRequest, { answers: { ...Object.fromEntries(answers), ...more } });
  for (;;) {
    const result = await next();
    if (result === null) return undefined;
    if (result.question === undefined) return result.text;
    const { question } = result;
    const { id, suggested } = question;
    const answer = await put(question, earlier.get(id) ?? suggested, async (given) => {
      const after = (await next({ [id]: given }))?.question;
      return after?.id === id ? after.problem : undefined;
    });
    if (answer === undefined) return undefined;
    if (answer === BACK) {
      const last = [...answers.keys()].at(-1);
      if (last !== undefined) answers.delete(last);
      continue;
    }
    answers.set(id, answer);
    earlier.set(id, answer);
  }
}

/**
 * The text as a document that is not saved yet. In a folder that has no router.yaml it already has that name, so that
 * saving it asks nothing; one that the user has begun there stays as it is.
 */
async function unsaved(content: string): Promise<vscode.TextDocument> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const file = folder && vscode.Uri.joinPath(folder.uri, 'router.yaml');
  const named = file?.with({ scheme: 'untitled' });
  const isOpen = vscode.workspace.textDocuments.some(({ uri }) => uri.toString() === named?.toString());
  if (file?.scheme !== 'file' || named === undefined || isOpen || (await exists(file)))
    return vscode.workspace.openTextDocument({ language: LANGUAGE, content });
  const document = await vscode.workspace.openTextDocument(named);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), content);
  await vscode.workspace.applyEdit(edit);
  return document;
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
