import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { importRequest } from '../../../../server/src/lsp/protocol.ts';
import type { InputFile } from '../../../../server/src/lsp/protocol.ts';
import { LANGUAGE } from '../../infrastructure/language-client.ts';
import { ask } from '../../infrastructure/requests.ts';
import { Texts } from '../../infrastructure/texts.ts';

/** A folder may hold anything: what is larger is no configuration file, and so many files are no configuration. */
const MOST_BYTES = 256 * 1024;
const MOST_FILES = 500;
const DEEPEST = 12;

/** A spec of the files of an existing router, with the report on it beside. */
export function registerImport(client: BaseLanguageClient): vscode.Disposable {
  const texts = new Texts('router-spec-import');
  return vscode.Disposable.from(
    texts,
    vscode.commands.registerCommand('routerSpec.import', async () => {
      const chosen = await vscode.window.showOpenDialog({
        canSelectFiles: true,
        canSelectFolders: true,
        canSelectMany: true,
        openLabel: vscode.l10n.t('Import'),
        title: vscode.l10n.t('The folder or the files of the router, such as a copy of its /etc'),
      });
      if (chosen === undefined) return;
      const files: InputFile[] = [];
      for (const uri of chosen) await read(uri, undefined, files);
      const { text, markdown } = await ask(client, importRequest, { files });
      const document = await vscode.workspace.openTextDocument({ language: LANGUAGE, content: text });
      await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
      const report = texts.set('import.md', document.uri.toString(), markdown);
      await vscode.workspace.openTextDocument(report);
      await vscode.commands.executeCommand('markdown.showPreviewToSide', report);
      return { spec: document.uri, report };
    }),
  );
}

/** Reads a file, or those of a folder by their paths in it; links and what is no text are left out. */
async function read(uri: vscode.Uri, within: string | undefined, files: InputFile[]): Promise<void> {
  const name = uri.path.split('/').at(-1) ?? '';
  const { type, size } = await vscode.workspace.fs.stat(uri);
  if (type === vscode.FileType.Directory) {
    const folder = within === undefined ? '' : `${within}${name}/`;
    if (folder.split('/').length > DEEPEST) return;
    for (const [entry] of await vscode.workspace.fs.readDirectory(uri))
      await read(vscode.Uri.joinPath(uri, entry), folder, files);
  } else if (type === vscode.FileType.File && size <= MOST_BYTES && files.length < MOST_FILES) {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    if (!text.includes('\0')) files.push({ path: `${within ?? ''}${name}`, text });
  }
}
