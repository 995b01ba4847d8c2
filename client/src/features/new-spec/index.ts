import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { newSpecRequest, surveyRequest } from '../../../../server/src/lsp/protocol.ts';
import type { RouterFacts } from '../../../../server/src/lsp/protocol.ts';
import { LANGUAGE } from '../../infrastructure/language-client.ts';
import { readRouter } from '../../infrastructure/read-router.ts';
import { ask } from '../../infrastructure/requests.ts';
import { requireTrust } from '../../infrastructure/trust.ts';
import { BACK, put } from './question.ts';

/**
 * A new router.yaml by a few questions. Which they are, and what may be answered, is the server's. `hasSsh`: whether the
 * extension runs where a router could be reached from.
 */
export function registerNewSpec(client: BaseLanguageClient, hasSsh: boolean): vscode.Disposable {
  return vscode.commands.registerCommand('routerSpec.new', async () => {
    // A folder that lies elsewhere says nothing about the machine that ssh would run on.
    const folders = vscode.workspace.workspaceFolders ?? [];
    const reaches = hasSsh && folders.every(({ uri }) => uri.scheme === 'file');
    const content = await newText(client, reaches);
    if (content === undefined) return;
    const document = await unsaved(content);
    await vscode.window.showTextDocument(document);
  });
}

/** The text that the answers lead to; undefined where the user turned away. */
async function newText(client: BaseLanguageClient, reaches: boolean): Promise<string | undefined> {
  /** What was answered, in the order of the questions. */
  const answers = new Map<string, string>();
  /** What was answered before the user went back: offered again. */
  const earlier = new Map<string, string>();
  let facts: RouterFacts | undefined;
  const next = async (more: Record<string, string> = {}) =>
    ask(client, newSpecRequest, {
      answers: { ...Object.fromEntries(answers), ...more },
      reaches,
      ...(facts === undefined ? {} : { facts }),
    });
  const back = (): void => {
    const last = [...answers.keys()].at(-1);
    if (last !== undefined) answers.delete(last);
  };
  for (;;) {
    const result = await next();
    if (result === null) return undefined;
    if (result.text !== undefined) return result.text;
    if (result.router !== undefined) {
      const address = result.router;
      if (!(await requireTrust())) return undefined;
      const read = await readRouter((token) => ask(client, surveyRequest, { address }, token));
      // Why it could not be read is shown already; the address is asked for again.
      if (read === undefined) back();
      else {
        facts = read;
        // What was answered without it, or for another router, is no better than what this one suggests.
        for (const id of earlier.keys()) if (!answers.has(id)) earlier.delete(id);
      }
      continue;
    }
    const { question } = result;
    const { id, suggested } = question;
    const answer = await put(question, earlier.get(id) ?? suggested, async (given) => {
      const after = (await next({ [id]: given }))?.question;
      return after?.id === id ? after.problem : undefined;
    });
    if (answer === undefined) return undefined;
    if (answer === BACK) {
      back();
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
