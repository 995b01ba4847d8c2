import * as vscode from 'vscode';

/**
 * What the editor gets when it asks for a feature at a place of a document, from all providers that there are. Each is
 * empty until the language server has answered for the first time, so tests ask again with `until`.
 */

/** The place of the first occurrence of a text, without the blanks that it begins with, or the place behind it. */
export function placeOf(
  document: vscode.TextDocument,
  text: string,
  side: 'start' | 'end' = 'start',
): vscode.Position {
  const at = document.getText().indexOf(text);
  if (at < 0) throw new Error(`The document has no «${text}».`);
  return document.positionAt(side === 'start' ? at + text.search(/\S/) : at + text.length);
}

/** The whole document. */
export function everything(document: vscode.TextDocument): vscode.Range {
  return new vscode.Range(0, 0, document.lineCount, 0);
}

/** The texts of the hovers at a place, as Markdown. */
export async function hoverAt(uri: vscode.Uri, place: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    place,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .join('\n');
}

/** The code lenses of a document with their commands. */
export function codeLenses(uri: vscode.Uri): Thenable<vscode.CodeLens[]> {
  return vscode.commands.executeCommand('vscode.executeCodeLensProvider', uri, 100);
}

/** The inlay hints of a document, each as `LINE: text`, with lines counted from one. */
export async function inlayHints(document: vscode.TextDocument): Promise<string[]> {
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    everything(document),
  );
  return hints.map(({ position, label }) => {
    const text = typeof label === 'string' ? label : label.map(({ value }) => value).join('');
    return `${position.line + 1}: ${text}`;
  });
}

/** What completion offers at a place, by label. */
export async function completions(
  uri: vscode.Uri,
  place: vscode.Position,
): Promise<Map<string, vscode.CompletionItem>> {
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    uri,
    place,
  );
  return new Map(items.map((item) => [typeof item.label === 'string' ? item.label : item.label.label, item]));
}

/** The outline of a document. */
export function symbols(uri: vscode.Uri): Thenable<vscode.DocumentSymbol[] | undefined> {
  return vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', uri);
}

/** The code actions of a kind for a range. */
export function codeActions(
  uri: vscode.Uri,
  range: vscode.Range,
  kind: vscode.CodeActionKind,
): Thenable<vscode.CodeAction[]> {
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, kind.value);
}
