import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { portSetRequest } from '../../../../server/src/lsp/protocol.ts';
import { specOf } from '../../infrastructure/active-spec.ts';
import { ask } from '../../infrastructure/requests.ts';
import { Texts } from '../../infrastructure/texts.ts';

/** The port set of a spec as a page to read, beside it. */
export function registerPortSet(client: BaseLanguageClient): vscode.Disposable {
  const texts = new Texts('router-spec-ports');
  return vscode.Disposable.from(
    texts,
    vscode.commands.registerCommand('routerSpec.showPortSet', async (argument: unknown) => {
      const document = await specOf(argument);
      if (document === undefined) return;
      const { title, markdown } = await ask(client, portSetRequest, { uri: document.uri.toString() });
      const uri = texts.set(`${title}.md`, document.uri.toString(), markdown);
      // The preview reads the document; it has to be open for the text to be kept.
      await vscode.workspace.openTextDocument(uri);
      await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
    }),
  );
}
