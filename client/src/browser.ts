import { LanguageClient } from 'vscode-languageclient/browser';
import * as vscode from 'vscode';
import { activateFeatures } from './extension.ts';
import type { Connect } from './infrastructure/language-client.ts';

/** Called by a VS Code in a browser, such as vscode.dev. The server is a web worker; it reaches no router. */
export function activate(context: vscode.ExtensionContext): Promise<void> {
  const connect: Connect = (id, name, options) => {
    const script = vscode.Uri.joinPath(context.extensionUri, 'dist/web-server.js');
    // A function, so that a restart begins with a new worker.
    return new LanguageClient(
      id,
      name,
      () => Promise.resolve(new Worker(script.toString(true), { name })),
      options,
    );
  };
  return activateFeatures(context, connect, { hasSsh: false });
}
