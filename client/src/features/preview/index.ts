import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { renderRequest } from '../../../../server/src/lsp/protocol.ts';
import type { GeneratedFile, RenderResult } from '../../../../server/src/lsp/protocol.ts';
import { specOf } from '../../infrastructure/active-spec.ts';
import { ask } from '../../infrastructure/requests.ts';
import { onDidSendChange } from '../../infrastructure/sent-changes.ts';
import { onDidReallyClose, openAs, Texts } from '../../infrastructure/texts.ts';
import { LineMap } from './line-map.ts';
import type { Highlighted, Previewed } from './line-map.ts';

/** Previews: every generated file as a read-only document beside the spec, following the edits. */
export function registerPreview(client: BaseLanguageClient): vscode.Disposable {
  const preview = new Preview(client);
  return vscode.Disposable.from(
    preview,
    vscode.commands.registerCommand('routerSpec.preview', (argument: unknown) => preview.show(argument)),
    vscode.commands.registerCommand('routerSpec.highlighted', () => preview.highlighted),
    onDidSendChange(client, (edited) => void preview.follow(edited)),
  );
}

class Preview implements vscode.Disposable {
  private readonly texts = new Texts('router-spec-preview');
  private readonly client: BaseLanguageClient;
  /** Which generated files of a spec are open, by the address of the spec. */
  private readonly open = new Map<string, Set<string>>();
  private readonly closing: vscode.Disposable;
  /** The path of each generated file as its preview is addressed. */
  private readonly paths = new Map<string, string>();
  private readonly lineMap: LineMap;

  constructor(client: BaseLanguageClient) {
    this.client = client;
    this.lineMap = new LineMap(client, this.texts.scheme, (uri) => this.sourceOf(uri));
    this.closing = onDidReallyClose(({ uri }) => {
      if (uri.scheme === this.texts.scheme) this.open.get(uri.query)?.delete(uri.path);
    });
  }

  /** Lets the user choose a file (or takes the one that is named) and shows it. Returns its address. */
  async show(argument: unknown): Promise<vscode.Uri | undefined> {
    const document = await specOf(argument);
    if (document === undefined) return undefined;
    const result = await this.render(document);
    if (result.files.length === 0) {
      void vscode.window.showWarningMessage(
        result.missing ?? vscode.l10n.t('There is nothing to preview yet.'),
      );
      return undefined;
    }
    const file = fileNamedBy(argument, result.files) ?? (await choose(result.files));
    if (file === undefined) return undefined;
    const spec = document.uri.toString();
    const uri = this.texts.set(file.path, spec, file.content);
    this.paths.set(uri.path, file.path);
    this.open.set(spec, (this.open.get(spec) ?? new Set()).add(uri.path));
    await vscode.window.showTextDocument(await openAs(uri, file.language), {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
    await this.lineMap.highlight();
    return uri;
  }

  /** Brings the open previews of a spec up to date. A spec that gives no files for the moment leaves them as they are. */
  async follow(document: vscode.TextDocument): Promise<void> {
    const spec = document.uri.toString();
    const paths = this.open.get(spec);
    if (paths === undefined || paths.size === 0) return;
    const { version } = document;
    const { files } = await this.render(document);
    if (document.version !== version) return; // A later edit has its own turn.
    for (const file of files) {
      const shown = file.path.startsWith('/') ? file.path : `/${file.path}`;
      if (paths.has(shown)) this.texts.set(file.path, spec, file.content);
    }
    await this.lineMap.highlight();
  }

  /** What the line map highlights. */
  get highlighted(): Highlighted {
    return this.lineMap.highlighted;
  }

  dispose(): void {
    this.lineMap.dispose();
    this.closing.dispose();
    this.texts.dispose();
  }

  /** The spec and the file that an address shows, if it is a preview. */
  private sourceOf({ scheme, path, query }: vscode.Uri): Previewed | undefined {
    const file = scheme === this.texts.scheme ? this.paths.get(path) : undefined;
    return file === undefined ? undefined : { spec: query, path: file };
  }

  private render(document: vscode.TextDocument): Promise<RenderResult> {
    return ask(this.client, renderRequest, { uri: document.uri.toString() });
  }
}

/** A command's argument may name the file: `{ uri, path }`. */
function fileNamedBy(argument: unknown, files: readonly GeneratedFile[]): GeneratedFile | undefined {
  const named =
    typeof argument === 'object' && argument !== null && 'path' in argument ? argument.path : undefined;
  return files.find((file) => file.path === named);
}

async function choose(files: readonly GeneratedFile[]): Promise<GeneratedFile | undefined> {
  const items = files.map((file) => ({
    label: file.path,
    description: file.deployed
      ? file.mode.toString(8).padStart(4, '0')
      : vscode.l10n.t('to read, not deployed'),
    file,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Generated files'),
    placeHolder: vscode.l10n.t('Which file do you want to see?'),
    matchOnDescription: true,
  });
  return chosen?.file;
}
