import * as vscode from 'vscode';

/** Asks a router something, with progress that can be cancelled. What goes wrong is shown; then there is no answer. */
export async function readRouter<R>(
  read: (token: vscode.CancellationToken) => Promise<R>,
): Promise<R | undefined> {
  const progress = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Reading the router …'),
    cancellable: true,
  };
  return vscode.window.withProgress(progress, async (_, token) => {
    try {
      return await read(token);
    } catch (error) {
      if (!token.isCancellationRequested) void vscode.window.showErrorMessage(messageOf(error));
      return undefined;
    }
  });
}

/** What an error of the server says; its message is already in the user's language. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
