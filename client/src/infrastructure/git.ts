import * as vscode from 'vscode';

/** What is used of the API of VS Code's own Git extension; its whole is in that extension's `git.d.ts`. */
interface GitExtension {
  readonly enabled: boolean;
  /** Throws where Git is turned off. */
  getAPI(version: 1): GitApi;
}

interface GitApi {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: vscode.Event<GitApi['state']>;
  getRepository(uri: vscode.Uri): Repository | null;
}

interface Repository {
  show(ref: string, path: string): Promise<string>;
}

/** The text of a file in the last commit, or why there is none, for the user to read. */
export type Committed = { readonly text: string } | { readonly why: string };

/** Reads a file as the last commit of its repository has it. */
export async function committedText(uri: vscode.Uri): Promise<Committed> {
  const git = await vscode.extensions.getExtension<GitExtension>('vscode.git')?.activate();
  if (git?.enabled !== true)
    return { why: vscode.l10n.t('This needs the Git extension of VS Code, which is missing or turned off.') };
  const api = git.getAPI(1);
  await initialized(api);
  const name = vscode.workspace.asRelativePath(uri);
  const repository = api.getRepository(uri);
  if (repository === null)
    return { why: vscode.l10n.t('{0} is in no Git repository that is open in VS Code.', name) };
  try {
    return { text: await repository.show('HEAD', uri.fsPath) };
  } catch {
    // Git has one exit code for a path that HEAD does not have and for a HEAD that does not exist yet.
    return { why: vscode.l10n.t('Git has no version of {0} yet: it has never been committed.', name) };
  }
}

/** Before that, no repository of the workspace is known. */
async function initialized(api: GitApi): Promise<void> {
  if (api.state === 'initialized') return;
  await new Promise<void>((resolve) => {
    const waiting = api.onDidChangeState((state) => {
      if (state !== 'initialized') return;
      waiting.dispose();
      resolve();
    });
  });
}
