import { DidChangeWatchedFilesNotification } from 'vscode-languageserver';
import type { DocumentState } from '../service/document-state.ts';
import type { Session } from './connection.ts';

/** What knows the specs of a workspace that are not open. */
export interface ClosedSpecs {
  below(folders: readonly string[]): Promise<DocumentState[]>;
  forget(): void;
}

/** The specs of a workspace, open or not. Without `closed` (in a browser) the workspace is what is open. */
export class Workspace {
  private readonly session: Session;
  private readonly closed: ClosedSpecs | undefined;
  private watched = false;
  private folders: readonly string[] = [];
  private found: readonly DocumentState[] = [];

  constructor(session: Session, closed: ClosedSpecs | undefined) {
    this.session = session;
    this.closed = closed;
  }

  /** All specs, as they are now: those on the disk are read where they may have changed. */
  async states(): Promise<DocumentState[]> {
    await this.read();
    return this.known();
  }

  /** The specs that are known without waiting: the open ones, and those on the disk as they were last read. */
  known(): DocumentState[] {
    const { documents } = this.session;
    const open = documents.uris().flatMap((uri) => documents.get(uri) ?? []);
    const shown = new Set(open.map(({ uri }) => plain(uri)));
    return [...open, ...this.found.filter(({ uri }) => !shown.has(plain(uri)))];
  }

  /**
   * The other specs of the workspace that a spec lies in. Documents elsewhere have none: an earlier version of a file, say,
   * which an editor shows beside the file itself, is no other router.
   */
  othersOf(uri: string): DocumentState[] {
    if (!this.holds(uri)) return [];
    return this.known().filter((each) => each.uri !== uri && this.holds(each.uri));
  }

  /** Asks the client for its folders and to tell of files that change; `changed` is called when they have. */
  async ready(changed: () => void): Promise<void> {
    const { client, connection } = this.session;
    const again = (): void =>
      void this.session.guard.run('reading the workspace', async () => {
        await this.read();
        changed();
      });
    connection.onDidChangeWatchedFiles(() => {
      this.closed?.forget();
      again();
    });
    if (client.workspaceFolders) connection.workspace.onDidChangeWorkspaceFolders(again);
    if (this.closed !== undefined && client.registersWatchers) {
      const watchers = [{ globPattern: '**/*router.{yaml,yml}' }];
      // Where the client refuses after all, the files are read again whenever somebody asks.
      this.watched = await connection.client
        .register(DidChangeWatchedFilesNotification.type, { watchers })
        .then(
          () => true,
          () => false,
        );
      this.closed.forget();
    }
    await this.read();
    if (this.found.length > 0) changed();
  }

  private async read(): Promise<void> {
    const { client, connection } = this.session;
    const folders = client.workspaceFolders ? await connection.workspace.getWorkspaceFolders() : null;
    this.folders = folders?.map(({ uri }) => uri) ?? client.folders;
    if (this.closed === undefined) return;
    if (!this.watched) this.closed.forget();
    const found = await this.closed.below(this.folders);
    for (const state of found) {
      // Each is parsed in a turn of its own, so that nothing else waits for all of them.
      await this.session.scheduler.quiet();
      state.prepare();
    }
    this.found = found;
  }

  private holds(uri: string): boolean {
    return this.folders.some((folder) => plain(uri).startsWith(`${plain(folder).replace(/\/$/, '')}/`));
  }
}

/** An address in one spelling: editors differ from Node in what they escape, and in the case of a drive. */
function plain(uri: string): string {
  try {
    return decodeURIComponent(uri).replace(/^file:\/\/\/[A-Z]:/, (drive) => drive.toLowerCase());
  } catch {
    // A percent sign that escapes nothing: no address of a file.
    return uri;
  }
}
