import * as vscode from 'vscode';

/**
 * Read-only documents of one scheme whose text the extension holds. A document is refreshed where it is shown when its
 * text changes, and forgotten when it is closed.
 */
export class Texts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscriptions: vscode.Disposable[];
  readonly onDidChange = this.changed.event;
  readonly scheme: string;
  private readonly recall: (uri: vscode.Uri) => Promise<void>;

  /** @param recall sets a text that is asked for and not held, where that can be: its tab came back with the window */
  constructor(scheme: string, recall: (uri: vscode.Uri) => Promise<void> = () => Promise.resolve()) {
    this.scheme = scheme;
    this.recall = recall;
    this.subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      onDidReallyClose((document) => this.texts.delete(document.uri.toString())),
    ];
  }

  /** Sets the text of a document and returns its address; `path` is what the tab shows, `key` tells apart equal paths. */
  set(path: string, key: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({
      scheme: this.scheme,
      path: path.startsWith('/') ? path : `/${path}`,
      query: key,
    });
    const id = uri.toString();
    const before = this.texts.get(id);
    this.texts.set(id, text);
    if (before !== undefined && before !== text) this.changed.fire(uri);
    return uri;
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const id = uri.toString();
    if (!this.texts.has(id)) await this.recall(uri);
    return this.texts.get(id) ?? '';
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
    this.changed.dispose();
  }
}

/**
 * Told of documents that are gone. VS Code also says that a document was closed, and opened again, when only its language
 * is changed.
 */
export function onDidReallyClose(closed: (document: vscode.TextDocument) => void): vscode.Disposable {
  return vscode.workspace.onDidCloseTextDocument((document) => {
    if (!vscode.workspace.textDocuments.includes(document)) closed(document);
  });
}

/** Shows a text in the language that it is written in; an editor without that language shows it plain. */
export async function openAs(uri: vscode.Uri, language: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  const known = await vscode.languages.getLanguages();
  if (document.languageId === language || !known.includes(language)) return document;
  return vscode.languages.setTextDocumentLanguage(document, language);
}
