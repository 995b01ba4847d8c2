import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { renderChangesRequest } from '../../../../server/src/lsp/protocol.ts';
import { specOf } from '../../infrastructure/active-spec.ts';
import { ask } from '../../infrastructure/requests.ts';
import type { Changes } from '../compare/changes.ts';

/** Compare Generated Files with the Saved Spec: one editor with what the unsaved edits change in the output. */
export function registerCompareSaved(client: BaseLanguageClient, changes: Changes): vscode.Disposable {
  return vscode.commands.registerCommand('routerSpec.compareSaved', async (argument: unknown) => {
    const document = await specOf(argument);
    if (document === undefined) return;
    const result = await ask(client, renderChangesRequest, {
      uri: document.uri.toString(),
      before: await savedText(document.uri),
    });
    if (result.missing !== undefined) {
      void vscode.window.showWarningMessage(result.missing);
    } else if (result.changes.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('The edits since the last save change nothing in the generated files.'),
      );
    } else {
      const name = vscode.workspace.asRelativePath(document.uri);
      await changes.show(vscode.l10n.t('{0} (saved) ↔ {0}', name), document.uri.toString(), result.changes);
    }
    return result;
  });
}

/** What is on the disk; nothing where the spec was never saved. */
async function savedText(uri: vscode.Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return '';
  }
}
