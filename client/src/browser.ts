import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import * as vscode from 'vscode';
import { activateFeatures } from './extension.ts';
import type { Connect } from './infrastructure/language-client.ts';

/** Called by a VS Code in a browser, such as vscode.dev. The server is a web worker; it reaches no router. */
export function activate(context: vscode.ExtensionContext): Promise<void> {
  const connect: Connect = (id, name, options) => {
    const script = vscode.Uri.joinPath(context.extensionUri, 'dist/web-server.js').toString(true);
    let worker: Worker | undefined;
    // A function, so that a restart begins with a new worker. It gives the two ends of the connection, and not the worker:
    // the client would ask whether that is an instance of `Worker`, and what VS Code makes in an extension host is none.
    const start = () => {
      worker?.terminate();
      worker = new Worker(script, { name });
      return Promise.resolve({
        reader: new BrowserMessageReader(worker),
        writer: new BrowserMessageWriter(worker),
      });
    };
    context.subscriptions.push({ dispose: () => worker?.terminate() });
    return new LanguageClient(id, name, start, options);
  };
  return activateFeatures(context, connect, { hasSsh: false });
}
