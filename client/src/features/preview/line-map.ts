import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { lineOriginRequest, linesRequest } from '../../../../server/src/lsp/protocol.ts';
import type { LineOrigin } from '../../../../server/src/lsp/protocol.ts';
import { LANGUAGE } from '../../infrastructure/language-client.ts';
import { ask } from '../../infrastructure/requests.ts';

/** Where a preview comes from: the spec, and the path of the generated file. */
export interface Previewed {
  readonly spec: string;
  readonly path: string;
}

/** What is highlighted at the moment, by the address of the document: lines counted from zero. */
export type Highlighted = Readonly<Record<string, readonly number[]>>;

/**
 * Joins a spec and its open previews: what is selected in one of them is highlighted in the others, a hover over a line
 * of a preview says why it is there, and its definition is the place in the spec.
 */
export class LineMap implements vscode.Disposable, vscode.HoverProvider, vscode.DefinitionProvider {
  private readonly client: BaseLanguageClient;
  private readonly sourceOf: (uri: vscode.Uri) => Previewed | undefined;
  private readonly subscriptions: readonly { dispose(): unknown }[];
  private readonly shown = new Map<string, readonly number[]>();
  /** The selections come faster than answers: only the answer to the last one counts. */
  private turn = 0;
  private readonly decoration = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.rangeHighlightForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Full,
    isWholeLine: true,
  });

  constructor(
    client: BaseLanguageClient,
    scheme: string,
    sourceOf: (uri: vscode.Uri) => Previewed | undefined,
  ) {
    this.client = client;
    this.sourceOf = sourceOf;
    this.subscriptions = [
      this.decoration,
      vscode.languages.registerHoverProvider({ scheme }, this),
      vscode.languages.registerDefinitionProvider({ scheme }, this),
      // What the highlight reveals scrolls, but selects nothing: no event comes back from it.
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === vscode.window.activeTextEditor) void this.highlight();
      }),
      vscode.window.onDidChangeActiveTextEditor(() => void this.highlight()),
    ];
  }

  /** What is highlighted, for whoever wants to see it from outside (tests do). */
  get highlighted(): Highlighted {
    return Object.fromEntries(this.shown);
  }

  /** Highlights what belongs to the selection of the active editor, wherever it is visible. */
  async highlight(): Promise<void> {
    const turn = ++this.turn;
    const editor = vscode.window.activeTextEditor;
    const previewed = editor === undefined ? undefined : this.sourceOf(editor.document.uri);
    if (editor === undefined || (previewed === undefined && editor.document.languageId !== LANGUAGE)) return;
    const found =
      previewed === undefined ? await this.linesOf(editor) : await this.placesOf(editor, previewed);
    if (turn === this.turn) this.show(found);
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const origin = await this.originOf(document.uri, position.line, token);
    return origin === null
      ? undefined
      : new vscode.Hover(new vscode.MarkdownString(origin.markdown), document.lineAt(position).range);
  }

  async provideDefinition(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Location[]> {
    const previewed = this.sourceOf(document.uri);
    const origin = await this.originOf(document.uri, position.line, token);
    if (previewed === undefined || origin === null) return [];
    const spec = vscode.Uri.parse(previewed.spec);
    return origin.places.map((place) => new vscode.Location(spec, rangeOf(place)));
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
  }

  /** The lines of the visible previews that come from what is selected in a spec. */
  private async linesOf({ document, selection }: vscode.TextEditor): Promise<Map<string, number[]>> {
    const uri = document.uri.toString();
    const previews = vscode.window.visibleTextEditors.filter(
      (each) => this.sourceOf(each.document.uri)?.spec === uri,
    );
    if (previews.length === 0) return new Map();
    const files = await ask(this.client, linesRequest, { uri, range: selection });
    return new Map(
      previews.map((preview) => {
        const path = this.sourceOf(preview.document.uri)?.path;
        return [
          preview.document.uri.toString(),
          [...(files.find((file) => file.path === path)?.lines ?? [])],
        ];
      }),
    );
  }

  /** The lines of the spec that a line of a preview comes from. */
  private async placesOf(
    { document, selection }: vscode.TextEditor,
    { spec }: Previewed,
  ): Promise<Map<string, number[]>> {
    const origin = await this.originOf(document.uri, selection.active.line);
    const lines = (origin?.places ?? []).flatMap((place) => {
      const { start, end } = rangeOf(place);
      // A block ends at the start of the line behind it.
      const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
      return Array.from({ length: last - start.line + 1 }, (_, index) => start.line + index);
    });
    return new Map([[spec, [...new Set(lines)]]]);
  }

  private async originOf(
    uri: vscode.Uri,
    line: number,
    token?: vscode.CancellationToken,
  ): Promise<LineOrigin | null> {
    const previewed = this.sourceOf(uri);
    if (previewed === undefined) return null;
    return ask(this.client, lineOriginRequest, { uri: previewed.spec, path: previewed.path, line }, token);
  }

  private show(found: ReadonlyMap<string, readonly number[]>): void {
    this.shown.clear();
    for (const editor of vscode.window.visibleTextEditors) {
      const uri = editor.document.uri.toString();
      const lines = found.get(uri) ?? [];
      const ranges = lines.map((line) => new vscode.Range(line, 0, line, 0));
      editor.setDecorations(this.decoration, ranges);
      if (lines.length > 0) this.shown.set(uri, lines);
      const [first] = ranges;
      if (first !== undefined && editor !== vscode.window.activeTextEditor)
        editor.revealRange(first, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }
}

function rangeOf({ start, end }: LineOrigin['places'][number]): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
