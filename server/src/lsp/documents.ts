import { TextDocuments } from 'vscode-languageserver';
import type { Connection } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { DocumentState } from '../service/document-state.ts';

/** The open documents. A version has one state, which all requests about it share; the one before is let go. */
export class Documents {
  private readonly open = new TextDocuments(TextDocument);
  private readonly states = new Map<string, DocumentState>();

  /** Follows what a client opens, edits and closes. */
  listen(connection: Connection, events: { changed(uri: string): void; closed(uri: string): void }): void {
    this.open.onDidChangeContent(({ document }) => events.changed(document.uri));
    this.open.onDidClose(({ document }) => {
      this.states.delete(document.uri);
      events.closed(document.uri);
    });
    this.open.listen(connection);
  }

  /** The newest state of an open document. */
  get(uri: string): DocumentState | undefined {
    const document = this.open.get(uri);
    if (document === undefined) return undefined;
    const text = document.getText();
    const known = this.states.get(uri);
    // The text is compared as well, since a document that is closed and opened again can come with an old version.
    if (known?.version === document.version && known.text === text) return known;
    const state = new DocumentState(uri, document.version, text);
    this.states.set(uri, state);
    return state;
  }

  uris(): string[] {
    return this.open.keys();
  }
}
