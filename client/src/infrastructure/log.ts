import * as vscode from 'vscode';

/** The one log of the extension: "Router Spec" in the Output view. Nothing that is secret may be written to it. */
export type Log = vscode.LogOutputChannel;

/** Creates the log; its level is the one that the user chose for it in VS Code. */
export function createLog(): Log {
  return vscode.window.createOutputChannel('Router Spec', { log: true });
}
