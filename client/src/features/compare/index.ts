import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { planRequest } from '../../../../server/src/lsp/protocol.ts';
import type { PlanResult } from '../../../../server/src/lsp/protocol.ts';
import { specOf } from '../../infrastructure/active-spec.ts';
import { ask } from '../../infrastructure/requests.ts';
import { requireTrust } from '../../infrastructure/trust.ts';
import type { Change, Changes } from './changes.ts';

/** Compare with Router: reads what the router has and shows it beside what the spec makes. Changes nothing. */
export function registerCompare(client: LanguageClient, changes: Changes): vscode.Disposable {
  return vscode.commands.registerCommand('routerSpec.compare', async (argument: unknown) => {
    const document = await specOf(argument);
    if (document === undefined || !(await requireTrust())) return;
    const plan = await readRouter(client, document);
    if (plan === undefined) return;
    if (changesOf(plan).length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('{0} already has everything that this spec makes.', plan.target),
      );
    } else {
      await showPlan(changes, plan);
    }
  });
}

/** Opens one editor with what the router has on the left and what the spec makes on the right. */
export function showPlan(changes: Changes, plan: PlanResult): Promise<void> {
  return changes.show(vscode.l10n.t('{0} (router) ↔ router.yaml', plan.target), plan.planId, changesOf(plan));
}

/** The files of a plan that the router has otherwise. */
function changesOf({ files }: PlanResult): readonly Change[] {
  return files
    .filter(({ change }) => change !== 'same')
    .map(({ path, language, change, routerContent, newContent }) => ({
      path,
      language,
      before: routerContent,
      after: change === 'delete' ? undefined : newContent,
    }));
}

/** Reads the router with progress that can be cancelled. What goes wrong is shown; then there is no plan. */
export async function readRouter(
  client: LanguageClient,
  document: vscode.TextDocument,
): Promise<PlanResult | undefined> {
  const progress = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Reading the router …'),
    cancellable: true,
  };
  return vscode.window.withProgress(progress, async (_, token) => {
    try {
      return await ask(client, planRequest, { uri: document.uri.toString() }, token);
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
