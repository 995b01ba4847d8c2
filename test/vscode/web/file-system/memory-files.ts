import * as vscode from 'vscode';

/** Files that are nowhere but in memory. Folders are there because files lie in them. */
export class MemoryFiles implements vscode.FileSystemProvider {
  private readonly files: Map<string, Uint8Array>;
  private readonly folders = new Set<string>();
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;

  /** @param texts by path, such as `/routers/router.yaml` */
  constructor(texts: Readonly<Record<string, string>>) {
    const encoder = new TextEncoder();
    this.files = new Map(Object.entries(texts).map(([path, text]) => [path, encoder.encode(text)]));
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined); // All changes are made here, and told of here.
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const content = this.files.get(uri.path);
    if (content === undefined && this.entriesOf(uri).size === 0 && !this.folders.has(uri.path))
      throw vscode.FileSystemError.FileNotFound(uri);
    const type = content === undefined ? vscode.FileType.Directory : vscode.FileType.File;
    return { type, ctime: 0, mtime: 0, size: content?.length ?? 0 };
  }

  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    return [...this.entriesOf(uri)];
  }

  createDirectory(uri: vscode.Uri): void {
    this.folders.add(uri.path);
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const content = this.files.get(uri.path);
    if (content === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return content;
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    const type = this.files.has(uri.path) ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created;
    this.files.set(uri.path, content);
    this.changed.fire([{ type, uri }]);
  }

  delete(): void {
    throw vscode.FileSystemError.NoPermissions('No test deletes files.');
  }

  rename(): void {
    throw vscode.FileSystemError.NoPermissions('No test renames files.');
  }

  private entriesOf(uri: vscode.Uri): Map<string, vscode.FileType> {
    const folder = uri.path.endsWith('/') ? uri.path : `${uri.path}/`;
    const below = [...this.files.keys()].filter((path) => path.startsWith(folder));
    return new Map(
      below.map((path) => {
        const [name = '', ...rest] = path.slice(folder.length).split('/');
        return [name, rest.length === 0 ? vscode.FileType.File : vscode.FileType.Directory];
      }),
    );
  }
}
