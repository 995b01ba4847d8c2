import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

/** "Report Issue": VS Code's own form, with the versions filled in. Nothing of a spec, a log or a setting goes along. */
export function registerReportIssue(
  { extension }: vscode.ExtensionContext,
  client: BaseLanguageClient,
): vscode.Disposable {
  return vscode.commands.registerCommand('routerSpec.reportIssue', async () => {
    const { version } = extension.packageJSON as { readonly version: string };
    const server = client.initializeResult?.serverInfo?.version;
    const issueBody = [
      vscode.l10n.t('What did you do, what did you expect, and what happened instead?'),
      '',
      vscode.l10n.t(
        'If it is about a spec, add a small one that shows it. Leave out passphrases, and change your prefix if you do not want it to be public.',
      ),
      '',
      `- Router Spec ${version}`,
      `- ${vscode.l10n.t('language server')}: ${server ?? vscode.l10n.t('not running')}`,
      `- VS Code ${vscode.version} (${vscode.env.appHost}, ${vscode.env.language})`,
    ].join('\n');
    await vscode.commands.executeCommand('workbench.action.openIssueReporter', {
      extensionId: extension.id,
      issueBody,
    });
    return issueBody;
  });
}
