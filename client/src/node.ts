import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { ServerOptions } from 'vscode-languageclient/node';
import type * as vscode from 'vscode';
import { activateFeatures } from './extension.ts';
import type { Connect } from './infrastructure/language-client.ts';

/** Called by a VS Code whose extensions run in Node, when the first router.yaml is opened or the first command is run. */
export function activate(context: vscode.ExtensionContext): Promise<void> {
  const connect: Connect = (id, name, options) => {
    const module = context.asAbsolutePath('dist/server.js');
    const server: ServerOptions = {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6017'] } },
    };
    return new LanguageClient(id, name, server, options);
  };
  return activateFeatures(context, connect, { hasSsh: true });
}
