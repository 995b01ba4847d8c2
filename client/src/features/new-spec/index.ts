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
    const document = await vscode.workspace.openTextDocument({ language: LANGUAGE, content });
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
