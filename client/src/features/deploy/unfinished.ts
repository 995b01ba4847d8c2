import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { pendingRequest, settleRequest } from '../../../../server/src/lsp/protocol.ts';
import type { PendingResult, SettleParams } from '../../../../server/src/lsp/protocol.ts';
import type { Log } from '../../infrastructure/log.ts';
import { messageOf } from '../../infrastructure/read-router.ts';
import { ask } from '../../infrastructure/requests.ts';

import { tell } from './carry-out.ts';
import type { DeployWindow } from './window.ts';

/**
 * Offers to keep or to revert the deploys of a window that was closed, reloaded or has crashed, while their time
 * remains; and after that to ask the router how they ended. Reaches no router before the user has answered.
 */
export async function offerUnfinished(
  client: BaseLanguageClient,
  window: DeployWindow,
  log: Log,
): Promise<void> {
  const pending = await ask(client, pendingRequest, {});
  await Promise.all(pending.map((each) => offer(client, window, log, each)));
}

async function offer(
  client: BaseLanguageClient,
  window: DeployWindow,
  log: Log,
  { routerId, deadline }: PendingResult,
): Promise<void> {
  if (deadline > Date.now()) {
    window.show({ routerId, deadline });
    const intent = await window.decide(
      routerId,
      vscode.l10n.t(
        'A deploy to {0} waits for its confirmation since before this window was opened.',
        routerId,
      ),
    );
    await settle(client, log, { routerId, intent });
    window.hide(routerId);
    return;
  }
  const how = vscode.l10n.t('Ask the Router');
  const question = vscode.l10n.t(
    'A deploy to {0} has ended without this editor seeing how: its time was over before it was confirmed.',
    routerId,
  );
  if ((await vscode.window.showWarningMessage(question, how)) === how)
    await settle(client, log, { routerId, intent: 'revert' });
}

async function settle(client: BaseLanguageClient, log: Log, params: SettleParams): Promise<void> {
  const location = vscode.ProgressLocation.Notification;
  const title = vscode.l10n.t('Asking {0} …', params.routerId);
  await vscode.window.withProgress({ location, title }, async () => {
    try {
      tell(await ask(client, settleRequest, params), log, params.routerId);
    } catch (error) {
      void vscode.window.showErrorMessage(messageOf(error));
    }
  });
}
