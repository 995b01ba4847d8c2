import * as vscode from 'vscode';

/**
 * Whether the workspace is trusted. What reaches the network asks here, in code: a command can be run in more ways than
 * from a menu that hides it. Offers the way to trust the workspace where it is not.
 */
export async function requireTrust(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'A router is reached from a trusted workspace only: the spec says where to connect and as whom.',
    ),
    manage,
  );
  if (chosen === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}
