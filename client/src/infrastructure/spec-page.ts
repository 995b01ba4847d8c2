import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { Range } from 'vscode-languageserver-types';
import type { DocumentParams, RequestShape } from '../../../server/src/lsp/protocol.ts';
import { specOf } from './active-spec.ts';
import type { SpecArgument } from './active-spec.ts';
import { LANGUAGE } from './language-client.ts';
import type { Done, FromPage, ToPage } from './page-messages.ts';
import { ask } from './requests.ts';
import { onDidSendChange } from './sent-changes.ts';

export interface SpecPageOptions<Query, View, Action> {
  /** The id of the panel for VS Code. */
  readonly viewType: string;
  /** The name of the page's bundle in `dist/webview`. */
  readonly bundle: string;
  /** Asks the server for what is shown. */
  readonly request: RequestShape<DocumentParams & Query, View | null>;
  /** Does what the page asks for. */
  readonly act?: (document: vscode.TextDocument, action: Action) => Promise<Done>;
}

/**
 * A page in a panel beside the editor: it shows the spec that is edited, follows its edits, and goes over to another spec
 * when the user does. Its content is data from the server, drawn by a script that knows nothing else. The page is made
 * anew whenever it becomes visible, and asks for its data then.
 */
export class SpecPage<Query extends object, View extends { readonly title: string }, Action = never>
  implements vscode.Disposable
{
  private readonly client: BaseLanguageClient;
  private readonly options: SpecPageOptions<Query, View, Action>;
  private readonly folder: vscode.Uri;
  private readonly subscriptions: vscode.Disposable[];
  private shown:
    { readonly panel: vscode.WebviewPanel; uri: vscode.Uri; query: Query | undefined } | undefined;
  private asked = 0;

  constructor(
    { extensionUri }: vscode.ExtensionContext,
    client: BaseLanguageClient,
    options: SpecPageOptions<Query, View, Action>,
  ) {
    this.client = client;
    this.options = options;
    this.folder = vscode.Uri.joinPath(extensionUri, 'dist/webview');
    this.subscriptions = [
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor?.document.languageId === LANGUAGE) this.goTo(editor.document.uri);
      }),
      onDidSendChange(client, ({ uri }) => {
        if (uri.toString() === this.shown?.uri.toString()) void this.update();
      }),
      vscode.window.registerWebviewPanelSerializer(options.viewType, {
        deserializeWebviewPanel: (panel, state: unknown) => {
          const uri = uriOf(state);
          if (uri === undefined) panel.dispose();
          else this.adopt(panel, uri);
          return Promise.resolve();
        },
      }),
    ];
  }

  /** Shows the page for the spec that a command is about; resolves to that spec. */
  async show(argument: unknown): Promise<vscode.Uri | undefined> {
    // With the page in front there is no active editor that would say which spec; it is the one that is shown.
    const document = await specOf(argument ?? this.current());
    if (document === undefined) return undefined;
    if (this.shown !== undefined) {
      this.goTo(document.uri);
      this.shown.panel.reveal();
      return document.uri;
    }
    const panel = vscode.window.createWebviewPanel(this.options.viewType, '', vscode.ViewColumn.Beside, {
      enableFindWidget: true,
    });
    this.adopt(panel, document.uri);
    return document.uri;
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
    this.shown?.panel.dispose();
  }

  private current(): SpecArgument | undefined {
    return this.shown?.panel.active === true ? { uri: this.shown.uri.toString() } : undefined;
  }

  private adopt(panel: vscode.WebviewPanel, uri: vscode.Uri): void {
    this.shown?.panel.dispose();
    this.shown = { panel, uri, query: undefined };
    panel.onDidDispose(() => {
      if (this.shown?.panel === panel) this.shown = undefined;
    });
    panel.webview.options = { enableScripts: true, localResourceRoots: [this.folder] };
    panel.webview.onDidReceiveMessage((message: FromPage<Query, Action>) => this.receive(message));
    panel.webview.html = htmlOf(panel.webview, this.folder, this.options.bundle);
  }

  private goTo(uri: vscode.Uri): void {
    if (this.shown === undefined || this.shown.uri.toString() === uri.toString()) return;
    this.shown.uri = uri;
    void this.update();
  }

  private async receive(message: FromPage<Query, Action>): Promise<void> {
    if (this.shown === undefined) return;
    switch (message.kind) {
      case 'show':
        this.shown.query = message.query;
        return this.update();
      case 'reveal':
        return reveal(this.shown.uri, message.place);
      case 'act': {
        const document = await vscode.workspace.openTextDocument(this.shown.uri);
        const done = await this.options.act?.(document, message.action);
        if (done !== undefined) this.send({ kind: 'done', done });
      }
    }
  }

  /** Asks for the newest view and gives it to the page; an older answer that comes later is dropped. */
  private async update(): Promise<void> {
    if (this.shown?.query === undefined) return; // The page is not there yet; it will ask.
    const { uri, query, panel } = this.shown;
    const turn = ++this.asked;
    try {
      // The server knows open documents alone; one that the user has closed is opened again without being shown.
      await vscode.workspace.openTextDocument(uri);
    } catch {
      return; // It is gone. What was drawn of it stays until another spec is looked at.
    }
    const view = await ask(this.client, this.options.request, { ...query, uri: uri.toString() });
    if (view === null || turn !== this.asked || this.shown.panel !== panel) return;
    panel.title = view.title;
    this.send({ kind: 'view', uri: uri.toString(), view });
  }

  private send(message: ToPage<View>): void {
    void this.shown?.panel.webview.postMessage(message);
  }
}

/** Shows a place of a spec in the editor that it is in, or beside the page. */
async function reveal(uri: vscode.Uri, { start, end }: Range): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
  await vscode.window.showTextDocument(document, {
    viewColumn: editor?.viewColumn ?? vscode.ViewColumn.One,
    selection: new vscode.Range(start.line, start.character, end.line, end.character),
  });
}

/** The page around the script. Nothing may be loaded or run but its own two files. */
function htmlOf(webview: vscode.Webview, folder: vscode.Uri, bundle: string): string {
  const nonce = crypto.randomUUID();
  const address = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString();
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" nonce="${nonce}" href="${address(`${bundle}.css`)}">
</head>
<body>
<main></main>
<script nonce="${nonce}" src="${address(`${bundle}.js`)}"></script>
</body>
</html>`;
}

function uriOf(state: unknown): vscode.Uri | undefined {
  const has = typeof state === 'object' && state !== null && 'uri' in state;
  return has && typeof state.uri === 'string' ? vscode.Uri.parse(state.uri) : undefined;
}
