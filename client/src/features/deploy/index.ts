import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  deployEvent,
  deployRequest,
  historyRequest,
  rollbackRequest,
} from '../../../../server/src/lsp/protocol.ts';
import type { DeployEvent, OutcomeResult, PlanResult } from '../../../../server/src/lsp/protocol.ts';
import { specOf } from '../../infrastructure/active-spec.ts';
import type { Log } from '../../infrastructure/log.ts';
import { ask } from '../../infrastructure/requests.ts';
import { requireTrust } from '../../infrastructure/trust.ts';
import type { Changes } from '../compare/changes.ts';
import { messageOf, readRouter, showPlan } from '../compare/index.ts';

/** Deploy to Router, Undo Last Deploy, Deploy History. */
export function registerDeploy(client: LanguageClient, changes: Changes, log: Log): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('routerSpec.deploy', (argument: unknown) =>
      deploy(client, changes, log, argument),
    ),
    vscode.commands.registerCommand('routerSpec.rollback', (argument: unknown) =>
      rollback(client, log, argument),
    ),
    vscode.commands.registerCommand('routerSpec.history', (argument: unknown) => history(client, argument)),
  );
}

async function deploy(
  client: LanguageClient,
  changes: Changes,
  log: Log,
  argument: unknown,
): Promise<OutcomeResult | undefined> {
  const document = await specOf(argument);
  if (document === undefined || !(await requireTrust())) return undefined;
  if (document.isDirty && !(await document.save())) return undefined;
  const plan = await readRouter(client, document);
  if (plan === undefined) return undefined;
  if (plan.nothingToDo) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('{0} already has everything that this spec makes.', plan.target),
    );
    return undefined;
  }
  await showPlan(changes, plan);
  if (!(await confirmed(plan))) return undefined;
  return carryOut(client, log, plan.target, plan.planId, (token) =>
    ask(client, deployRequest, { planId: plan.planId, confirm: 'auto' }, token),
  );
}

/** The one modal question: it names the router and says what will happen. */
async function confirmed(plan: PlanResult): Promise<boolean> {
  const go = vscode.l10n.t('Deploy');
  // What keeps one safe comes first: a dialog may cut off what comes last.
  const detail = [
    vscode.l10n.t(
      'The router reverts by itself unless it can be reached again within {0} seconds.',
      plan.window,
    ),
    vscode.l10n.t('The differences are shown in the editor behind this dialog.'),
    ...plan.summary,
    ...plan.warnings,
  ];
  const question = vscode.l10n.t('Deploy to {0}?', plan.target);
  return (
    (await vscode.window.showWarningMessage(question, { modal: true, detail: detail.join('\n\n') }, go)) ===
    go
  );
}

/** Runs something that changes the router, with progress and cancel, and tells how it ended. */
async function carryOut(
  client: LanguageClient,
  log: Log,
  target: string,
  planId: string,
  run: (token: vscode.CancellationToken) => Promise<OutcomeResult>,
): Promise<OutcomeResult | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title: target, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    let reached = 0;
    const listener = client.onNotification(deployEvent.method, (event: DeployEvent) => {
      if (event.planId !== planId) return;
      log.info(`${target}: ${event.text}`);
      const fraction = Math.max(reached, event.fraction ?? reached);
      progress.report({ message: event.text, increment: (fraction - reached) * 100 });
      reached = fraction;
    });
    try {
      const outcome = await run(token);
      tell(outcome, log, target);
      return outcome;
    } catch (error) {
      void vscode.window.showErrorMessage(messageOf(error));
      return undefined;
    } finally {
      listener.dispose();
    }
  });
}

function tell(outcome: OutcomeResult, log: Log, target: string): void {
  log.info(`${target}: ${outcome.state}: ${outcome.detail}`);
  switch (outcome.state) {
    case 'kept':
      void vscode.window.showInformationMessage(outcome.detail);
      break;
    case 'kept-not-saved':
    case 'rolled-back':
    case 'unchanged':
      void vscode.window.showWarningMessage(outcome.detail);
      break;
    case 'unknown':
      void vscode.window.showErrorMessage(outcome.detail);
  }
}

async function rollback(
  client: LanguageClient,
  log: Log,
  argument: unknown,
): Promise<OutcomeResult | undefined> {
  const document = await specOf(argument);
  if (document === undefined || !(await requireTrust())) return undefined;
  const undo = vscode.l10n.t('Undo Last Deploy');
  const question = vscode.l10n.t('Go back to the configuration before the last deploy?');
  const detail = vscode.l10n.t(
    'This is a deploy too: the router reverts it by itself unless it can be reached again.',
  );
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, undo)) !== undo)
    return undefined;
  return carryOut(client, log, vscode.l10n.t('Undo Last Deploy'), document.uri.toString(), (token) =>
    ask(client, rollbackRequest, { uri: document.uri.toString() }, token),
  );
}

async function history(client: LanguageClient, argument: unknown): Promise<void> {
  const document = await specOf(argument);
  if (document === undefined || !(await requireTrust())) return;
  try {
    const entries = await ask(client, historyRequest, { uri: document.uri.toString() });
    if (entries.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('The router has no earlier deploys.'));
      return;
    }
    const items = entries.map((entry) => ({
      label: entry.time,
      description: entry.id,
      detail: entry.summary,
    }));
    await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Deploy History') });
  } catch (error) {
    void vscode.window.showErrorMessage(messageOf(error));
  }
}
