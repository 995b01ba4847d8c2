import type { CancellationToken, SymbolInformation, WorkspaceSymbolParams } from 'vscode-languageserver';
import { workspaceSymbols } from '../service/workspace-symbols.ts';
import type { Session } from './connection.ts';
import type { Workspace } from './workspace.ts';

/** Joins the requests about a whole workspace to what answers them. */
export function registerWorkspace({ connection, guard, scheduler }: Session, workspace: Workspace): void {
  connection.onWorkspaceSymbol(
    guard.request<WorkspaceSymbolParams, SymbolInformation[]>(
      'workspace symbols',
      [],
      async ({ query }, token: CancellationToken) => {
        await scheduler.quiet();
        const all = await workspace.states();
        return token.isCancellationRequested ? [] : workspaceSymbols(all, query);
      },
    ),
  );
}
