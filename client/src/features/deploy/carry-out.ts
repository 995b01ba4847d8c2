import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { deployEvent, deployRequest } from '../../../../server/src/lsp/protocol.ts';
import type { DeployEvent, OutcomeResult, PlanResult } from '../../../../server/src/lsp/protocol.ts';
import type { Log } from '../../infrastructure/log.ts';
import { messageOf } from '../../infrastructure/read-router.ts';
import { ask } from '../../infrastructure/requests.ts';

import type { DeployWindow } from './window.ts';

/** Carries out a plan, with progress and cancel, and tells how it ended. */
export async function carryOut(
  client: BaseLanguageClient,
  window: DeployWindow,
  log: Log,
  { target, planId }: PlanResult,
): Promise<OutcomeResult | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title: target, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    let reached = 0;
    let router: string | undefined;
    const listener = client.onNotification(deployEvent.method, (event: DeployEvent) => {
      if (event.planId !== planId) return;
      log.info(`${target}: ${event.text}`);
      const fraction = Math.max(reached, event.fraction ?? reached);
      progress.report({ message: event.text, increment: (fraction - reached) * 100 });
      reached = fraction;
      router = event.routerId;
      if (event.deadline !== undefined) window.show({ routerId: event.routerId, deadline: event.deadline });
    });
    try {
      const outcome = await ask(client, deployRequest, { planId }, token);
      tell(outcome, log, target);
      return outcome;
    } catch (error) {
      void vscode.window.showErrorMessage(messageOf(error));
      return undefined;
    } finally {
      listener.dispose();
      if (router !== undefined) window.hide(router);
    }
  });
}

/** Tells how a deploy ended: what is as it was asked for, what is not, and what nobody knows. */
export function tell(outcome: OutcomeResult, log: Log, target: string): void {
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
