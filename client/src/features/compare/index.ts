import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { planRequest } from '../../../../server/src/lsp/protocol.ts';
import type { PlanResult } from '../../../../server/src/lsp/protocol.ts';
import { specOf } from '../../infrastructure/active-spec.ts';
import { readRouter } from '../../infrastructure/read-router.ts';
import { ask } from '../../infrastructure/requests.ts';
import { requireTrust } from '../../infrastructure/trust.ts';
import type { Change, Changes } from './changes.ts';

/** Compare with Router: reads what the router has and shows it beside what the spec makes. Changes nothing. */
export function registerCompare(client: BaseLanguageClient, changes: Changes): vscode.Disposable {
  return vscode.commands.registerCommand('routerSpec.compare', async (argument: unknown) => {
    const document = await specOf(argument);
    if (document === undefined || !(await requireTrust())) return;
    const uri = document.uri.toString();
    const plan = await readRouter((token) => ask(client, planRequest, { uri }, token));
    if (plan === undefined) return;
    if (changesOf(plan).length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('{0} already has everything that this spec makes.', plan.target),
      );
    } else {
      await showPlan(changes, plan);
    }
    return plan;
  });
}

/** Opens one editor with what the router has on the left and what the spec makes, or an earlier state, on the right. */
export function showPlan(changes: Changes, plan: PlanResult, { back = false } = {}): Promise<void> {
  const title = back
    ? vscode.l10n.t('{0} (router) ↔ earlier state', plan.target)
    : vscode.l10n.t('{0} (router) ↔ router.yaml', plan.target);
  return changes.show(title, { kind: 'router', id: plan.planId }, changesOf(plan));
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
