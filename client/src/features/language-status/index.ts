import * as vscode from 'vscode';
import { DidChangeTextDocumentNotification, DidOpenTextDocumentNotification } from 'vscode-languageclient';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { statusRequest } from '../../../../server/src/lsp/protocol.ts';
import { LANGUAGE } from '../../infrastructure/language-client.ts';
import { ask } from '../../infrastructure/requests.ts';

/** The status of the language: what the line of the spec in the active editor comes to, or how many problems it has. */
export function registerLanguageStatus(client: BaseLanguageClient): { started(): void; dispose(): void } {
  const item = vscode.languages.createLanguageStatusItem('routerSpec.line', [{ language: LANGUAGE }]);
  item.name = 'Router Spec';
  item.text = 'Router Spec';
  item.command = { command: 'workbench.actions.view.problems', title: vscode.l10n.t('Show Problems') };
  const update = async (document: vscode.TextDocument | undefined): Promise<void> => {
    if (document?.languageId !== LANGUAGE || !client.isRunning()) return;
    const { version } = document;
    const status = await ask(client, statusRequest, { uri: document.uri.toString() });
    const shown = vscode.window.activeTextEditor?.document;
    // A later edit, or another editor, has its own turn.
    if (status === null || shown !== document || document.version !== version) return;
    const { errors, warnings } = status;
    item.text = status.text;
    // Not both: the box that VS Code shows it in cuts off what comes last, which is the way to the problems.
    item.detail =
      errors + warnings === 0 ? status.detail : vscode.l10n.t('errors: {0}, warnings: {1}', errors, warnings);
    item.severity =
      errors > 0
        ? vscode.LanguageStatusSeverity.Error
        : warnings > 0
          ? vscode.LanguageStatusSeverity.Warning
          : vscode.LanguageStatusSeverity.Information;
  };
  const ofActive = (document: vscode.TextDocument): void => {
    if (document === vscode.window.activeTextEditor?.document) void update(document);
  };
  // Asked when the editor has a change but the server not yet, the server would answer for the text before it.
  const after = [DidOpenTextDocumentNotification.method, DidChangeTextDocumentNotification.method] as const;
  const registered = vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor((editor) => void update(editor?.document)),
    client.getFeature(after[0]).onNotificationSent(({ textDocument }) => ofActive(textDocument)),
    client.getFeature(after[1]).onNotificationSent(({ textDocument }) => ofActive(textDocument)),
  );
  return {
    // Of the documents that are open already the client tells the server as it starts, and nobody else.
    started: () => void update(vscode.window.activeTextEditor?.document),
    dispose: () => void registered.dispose(),
  };
}
