import type * as vscode from 'vscode';
import { DidChangeTextDocumentNotification } from 'vscode-languageclient';
import type { BaseLanguageClient } from 'vscode-languageclient';

/**
 * Told of edits once the server has been. Asked when the editor has a change but the server not yet, the server would
 * answer for the text before it.
 */
export function onDidSendChange(
  client: BaseLanguageClient,
  sent: (document: vscode.TextDocument) => void,
): vscode.Disposable {
  return client
    .getFeature(DidChangeTextDocumentNotification.method)
    .onNotificationSent(({ textDocument }) => sent(textDocument));
}
