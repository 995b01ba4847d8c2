import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { planRequest } from '../../../../server/src/lsp/protocol.ts';
import { specOf } from '../../infrastructure/active-spec.ts';
import { readRouter } from '../../infrastructure/read-router.ts';
import { ask } from '../../infrastructure/requests.ts';
import { requireTrust } from '../../infrastructure/trust.ts';
import { Changes } from './changes.ts';

/** Compare with Router: reads what the router has and shows it beside what the spec makes. Changes nothing. */
export function registerCompare(client: BaseLanguageClient, changes: Changes): vscode.Disposable {
  return vscode.commands.registerCommand('routerSpec.compare', async (argument: unknown) => {
    const document = await specOf(argument);
    if (document === undefined || !(await requireTrust())) return;
    const uri = document.uri.toString();
    const plan = await readRouter((token) => ask(client, planRequest, { uri }, token));
    if (plan === undefined) return;
    if (Changes.of(plan).length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('{0} already has everything that this spec makes.', plan.target),
      );
    } else {
      await changes.show(plan);
    }
  });
}
