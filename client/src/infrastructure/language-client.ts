import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import * as vscode from 'vscode';
import { trustGranted } from '../../../server/src/lsp/protocol.ts';
import type { InitializationOptions } from '../../../server/src/lsp/protocol.ts';
import type { Log } from './log.ts';

/** The language id of router.yaml. */
export const LANGUAGE = 'router-spec';

/** What is read of package.json. */
interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

/** Makes the client of the language server, in the way of the host that the extension runs in; it is not started yet. */
export type Connect = (id: string, name: string, options: LanguageClientOptions) => BaseLanguageClient;

/** The client, not yet started. The server follows any document of the language, whichever file system it lies on. */
export function createLanguageClient(
  context: vscode.ExtensionContext,
  log: Log,
  connect: Connect,
): BaseLanguageClient {
  const manifest = context.extension.packageJSON as Manifest;
  const initializationOptions: InitializationOptions = {
    trusted: vscode.workspace.isTrusted,
    storage: context.globalStorageUri.fsPath,
    secrets: true,
    commands: manifest.contributes.commands.map(({ command }) => command),
  };
  const client = connect('routerSpec', 'Router Spec', {
    documentSelector: [{ language: LANGUAGE }],
    outputChannel: log,
    initializationOptions,
  });
  context.subscriptions.push(
    vscode.workspace.onDidGrantWorkspaceTrust(() => client.sendNotification(trustGranted.method)),
  );
  return client;
}
