import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

/** "Restart Language Server": for when it has gone astray. */
export function registerServerCommands(client: LanguageClient): vscode.Disposable {
  return vscode.commands.registerCommand('routerSpec.restartServer', () => client.restart());
}
