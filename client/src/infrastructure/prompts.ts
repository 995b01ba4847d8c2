import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { promptRequest } from '../../../server/src/lsp/protocol.ts';
import { answer } from './requests.ts';

/** Puts the server's questions to the user: passphrases, passwords, whether a host key is right, whether to keep a deploy. */
export function registerPrompts(client: BaseLanguageClient): { dispose(): void } {
  return answer(client, promptRequest, async ({ kind, message, detail, accept }) => {
    if (kind === 'confirm') {
      const yes = accept ?? vscode.l10n.t('Yes');
      const chosen = await vscode.window.showWarningMessage(
        message,
        { modal: true, ...(detail === undefined ? {} : { detail }) },
        yes,
      );
      return chosen === yes ? 'yes' : null;
    }
    const given = await vscode.window.showInputBox({
      title: message,
      password: kind === 'secret',
      ignoreFocusOut: true,
      ...(detail === undefined ? {} : { prompt: detail }),
    });
    return given ?? null;
  });
}
