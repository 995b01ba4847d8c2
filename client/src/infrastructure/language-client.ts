import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { LanguageClientOptions, ServerOptions } from 'vscode-languageclient/node';
import * as vscode from 'vscode';
import { trustGranted } from '../../../server/src/lsp/protocol.ts';
import type { InitializationOptions } from '../../../server/src/lsp/protocol.ts';
import type { Log } from './log.ts';

/** The language id of router.yaml. */
export const LANGUAGE = 'router-spec';

/**
 * The client of the language server in `dist/server.js`, not yet started. The server follows any document of the
 * language, whichever file system it lies on.
 */
export function createLanguageClient(context: vscode.ExtensionContext, log: Log): LanguageClient {
  const module = context.asAbsolutePath('dist/server.js');
  const server: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6017'] } },
  };
  const initializationOptions: InitializationOptions = {
    trusted: vscode.workspace.isTrusted,
    storage: context.globalStorageUri.fsPath,
    secrets: true,
  };
  const options: LanguageClientOptions = {
    documentSelector: [{ language: LANGUAGE }],
    outputChannel: log,
    initializationOptions,
  };
  const client = new LanguageClient('routerSpec', 'Router Spec', server, options);
  context.subscriptions.push(
    vscode.workspace.onDidGrantWorkspaceTrust(() => client.sendNotification(trustGranted.method)),
  );
  return client;
}
