import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

/** "Restart Language Server": for when it has gone astray. */
export function registerServerCommands(client: BaseLanguageClient): vscode.Disposable {
  return vscode.commands.registerCommand('routerSpec.restartServer', async () => {
    await client.stop();
    await client.start();
  });
}
