import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  extractSecretRequest,
  secretNamesRequest,
  secretRequest,
} from '../../../../server/src/lsp/protocol.ts';
import { answer, ask } from '../../infrastructure/requests.ts';

/** Where a code action found a secret in clear text. */
interface SecretPlace {
  readonly uri: string;
  readonly path: readonly (string | number)[];
}

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
  const store = async (name: string, value: string): Promise<void> => {
    await context.secrets.store(keyOf(name), value);
    await context.globalState.update(NAMES, [...new Set([...names(), name])]);
  };
  const forget = async (forgotten: readonly string[]): Promise<void> => {
    await Promise.all(forgotten.map((name) => context.secrets.delete(keyOf(name))));
    const left = names().filter((name) => !forgotten.includes(name));
    await context.globalState.update(NAMES, left.length === 0 ? undefined : left);
  };
  return vscode.Disposable.from(
    answer(client, secretNamesRequest, names),
    vscode.commands.registerCommand('routerSpec.storeSecret', async (place: SecretPlace | undefined) => {
      if (place === undefined) return;
      const { uri, path } = place;
      const found = await ask(client, extractSecretRequest, { uri, path, taken: names() });
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
      if (document.version !== found?.version) return;
      // Stored first: the text must not be the only place that loses it.
      await store(found.name, found.value);
      const edit = await client.protocol2CodeConverter.asWorkspaceEdit(found.edit);
      if (await vscode.workspace.applyEdit(edit))
        vscode.window.setStatusBarMessage(vscode.l10n.t('Stored as the secret "{0}".', found.name), 5000);
      else await forget([found.name]);
    }),
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
      await store(name, given);
      return given;
    }),
    vscode.commands.registerCommand('routerSpec.forgetSecrets', async () => {
      const known = names();
      await forget(known);
      void vscode.window.showInformationMessage(
        known.length === 0
          ? vscode.l10n.t('No secrets were stored.')
          : vscode.l10n.t('Forgotten: {0}.', known.join(', ')),
      );
    }),
  );
}
