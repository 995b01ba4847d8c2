import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { secretRequest } from '../../../../server/src/lsp/protocol.ts';
import { answer } from '../../infrastructure/requests.ts';

/** The key of a secret in the system's keychain. */
const keyOf = (name: string): string => `secret:${name}`;

/** The names of what is stored, so that all of it can be forgotten; the values stand in the keychain alone. */
const NAMES = 'routerSpec.secretNames';

/** Secrets of specs: asked for once, kept in VS Code's secret storage, given to the server when a deploy needs them. */
export function registerSecrets(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
): vscode.Disposable {
  const names = (): string[] => context.globalState.get<string[]>(NAMES, []);
  return vscode.Disposable.from(
    answer(client, secretRequest, async ({ name, purpose }) => {
      const stored = await context.secrets.get(keyOf(name));
      if (stored !== undefined) return stored;
      const given = await vscode.window.showInputBox({
        title: vscode.l10n.t('Secret "{0}"', name),
        prompt: purpose,
        password: true,
        ignoreFocusOut: true,
      });
      if (given === undefined || given === '') return null;
      await context.secrets.store(keyOf(name), given);
      await context.globalState.update(NAMES, [...new Set([...names(), name])]);
      return given;
    }),
    vscode.commands.registerCommand('routerSpec.forgetSecrets', async () => {
      const known = names();
      await Promise.all(known.map((name) => context.secrets.delete(keyOf(name))));
      await context.globalState.update(NAMES, undefined);
      void vscode.window.showInformationMessage(
        known.length === 0
          ? vscode.l10n.t('No secrets were stored.')
          : vscode.l10n.t('Forgotten: {0}.', known.join(', ')),
      );
    }),
  );
}
