import * as vscode from 'vscode';
import type { Log } from '../../infrastructure/log.ts';

/** "Show Log": opens the Output view at the extension's log. */
export function registerLogCommand(log: Log): vscode.Disposable {
  return vscode.commands.registerCommand('routerSpec.showLog', () => log.show());
}
