import { DidChangeWatchedFilesNotification } from 'vscode-languageserver';
import type { CancellationToken, SymbolInformation, WorkspaceSymbolParams } from 'vscode-languageserver';
import type { DocumentState } from '../service/document-state.ts';
import { workspaceSymbols } from '../service/workspace-symbols.ts';
import type { Session } from './connection.ts';

/** What knows the specs of a workspace that are not open. */
export interface ClosedSpecs {
  below(folders: readonly string[]): Promise<DocumentState[]>;
  forget(): void;
}

/**
 * Joins the requests about a whole workspace to what answers them. Without `closed` (in a browser) the workspace is what
 * is open.
 *
 * @returns what is to be called once the client is ready
 */
export function registerWorkspace(session: Session, closed: ClosedSpecs | undefined): { ready(): void } {
  const { connection, documents, guard, scheduler } = session;
  let watched = false;

  const folders = async (): Promise<string[]> => {
    const found = session.client.workspaceFolders ? await connection.workspace.getWorkspaceFolders() : null;
    return found?.map(({ uri }) => uri) ?? [];
  };

  const states = async (): Promise<DocumentState[]> => {
    const open = documents.uris().flatMap((uri) => documents.get(uri) ?? []);
    if (closed === undefined) return open;
    if (!watched) closed.forget();
    const shown = new Set(open.map(({ uri }) => plain(uri)));
    const others = await closed.below(await folders());
    return [...open, ...others.filter(({ uri }) => !shown.has(plain(uri)))];
  };

  connection.onWorkspaceSymbol(
    guard.request<WorkspaceSymbolParams, SymbolInformation[]>(
      'workspace symbols',
      [],
      async ({ query }, token: CancellationToken) => {
        await scheduler.quiet();
        const all = await states();
        return token.isCancellationRequested ? [] : workspaceSymbols(all, query);
      },
    ),
  );
  connection.onDidChangeWatchedFiles(() => closed?.forget());

  return {
    ready() {
      if (closed === undefined || !session.client.registersWatchers) return;
      const watchers = [{ globPattern: '**/*router.{yaml,yml}' }];
      void guard.run('watching files', async () => {
        await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
        closed.forget();
        watched = true;
      });
    },
  };
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
