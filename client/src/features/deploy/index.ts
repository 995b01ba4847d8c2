import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  historyRequest,
  keepRequest,
  planRequest,
  revisionRequest,
} from '../../../../server/src/lsp/protocol.ts';
import type { OutcomeResult, PlanResult } from '../../../../server/src/lsp/protocol.ts';
import { specOf } from '../../infrastructure/active-spec.ts';
import type { Log } from '../../infrastructure/log.ts';
import { readRouter } from '../../infrastructure/read-router.ts';
import { answer, ask } from '../../infrastructure/requests.ts';
import { requireTrust } from '../../infrastructure/trust.ts';
import type { Changes } from '../compare/changes.ts';
import { showPlan } from '../compare/index.ts';

import { carryOut } from './carry-out.ts';
import { offerUnfinished } from './unfinished.ts';
import { DeployWindow } from './window.ts';

/** Deploy to Router, Undo Last Deploy, Deploy History, and what became of deploys of windows that are gone. */
export function registerDeploy(
  client: BaseLanguageClient,
  changes: Changes,
  log: Log,
): { started(): void; dispose(): void } {
  const window = new DeployWindow(client);
  const deploys = new Deploys(client, changes, log, window);
  const unfinished = (): void => {
    if (vscode.workspace.isTrusted)
      void offerUnfinished(client, window, log).catch((error: unknown) => log.error(String(error)));
  };
  const registered = vscode.Disposable.from(
    window,
    vscode.commands.registerCommand('routerSpec.deploy', (argument: unknown) => deploys.deploy(argument)),
    vscode.commands.registerCommand('routerSpec.rollback', (argument: unknown) => deploys.undo(argument)),
    vscode.commands.registerCommand('routerSpec.history', (argument: unknown) => deploys.history(argument)),
    answer(client, keepRequest, ({ routerId, lost }) =>
      window.decide(
        routerId,
        vscode.l10n.t(
          '{0} can be reached with the new configuration, but this worked before and does not now: {1}.',
          routerId,
          lost.join(', '),
        ),
      ),
    ),
    vscode.workspace.onDidGrantWorkspaceTrust(unfinished),
  );
  return { started: unfinished, dispose: () => void registered.dispose() };
}

class Deploys {
  private readonly client: BaseLanguageClient;
  private readonly changes: Changes;
  private readonly log: Log;
  private readonly window: DeployWindow;

  constructor(client: BaseLanguageClient, changes: Changes, log: Log, window: DeployWindow) {
    this.client = client;
    this.changes = changes;
    this.log = log;
    this.window = window;
  }

  async deploy(argument: unknown): Promise<OutcomeResult | undefined> {
    const document = await specOf(argument);
    if (document === undefined || !(await requireTrust())) return undefined;
    if (document.isDirty && !(await document.save())) return undefined;
    const uri = document.uri.toString();
    const plan = await readRouter((token) => ask(this.client, planRequest, { uri }, token));
    return (
      plan &&
      this.proceed(plan, {
        question: vscode.l10n.t('Deploy to {0}?', plan.target),
        go: vscode.l10n.t('Deploy'),
        nothing: vscode.l10n.t('{0} already has everything that this spec makes.', plan.target),
      })
    );
  }

  /** Goes back to the state before the last deploy. */
  async undo(argument: unknown): Promise<OutcomeResult | undefined> {
    const document = await specOf(argument);
    if (document === undefined || !(await requireTrust())) return undefined;
    return this.goBack(document, undefined);
  }

  /** Lets the user choose an earlier state, shows what it would change, and goes back to it if that is wanted. */
  async history(argument: unknown): Promise<OutcomeResult | undefined> {
    const document = await specOf(argument);
    if (document === undefined || !(await requireTrust())) return undefined;
    const uri = document.uri.toString();
    const entries = await readRouter((token) => ask(this.client, historyRequest, { uri }, token));
    if (entries === undefined) return undefined;
    if (entries.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('The router has no earlier deploys.'));
      return undefined;
    }
    const items = entries.map((entry) => ({
      label: entry.time,
      description: entry.id,
      detail: entry.summary,
      revision: entry.id,
    }));
    const chosen = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Deploy History'),
      placeHolder: vscode.l10n.t('Which one do you want to compare with, or to go back to?'),
      matchOnDescription: true,
    });
    return chosen && this.goBack(document, chosen.revision);
  }

  private async goBack(
    document: vscode.TextDocument,
    revision: string | undefined,
  ): Promise<OutcomeResult | undefined> {
    // VS Code closes a document that no tab shows, as after the differences have taken the place of a preview, whenever it
    // likes; the server knows only those that are open.
    await vscode.workspace.openTextDocument(document.uri);
    const params = { uri: document.uri.toString(), revision };
    const plan = await readRouter((token) => ask(this.client, revisionRequest, params, token));
    if (plan === undefined) return undefined;
    const question =
      revision === undefined
        ? vscode.l10n.t('Undo the last deploy to {0}?', plan.target)
        : vscode.l10n.t('Go back to this state of {0}?', plan.target);
    return this.proceed(plan, {
      back: true,
      question,
      go: vscode.l10n.t('Go Back'),
      nothing: vscode.l10n.t('{0} is in this state already.', plan.target),
    });
  }

  /** Shows what a plan would change, asks, and carries it out. */
  private async proceed(
    plan: PlanResult,
    {
      question,
      go,
      nothing,
      back = false,
    }: {
      readonly question: string;
      readonly go: string;
      readonly nothing: string;
      readonly back?: boolean;
    },
  ): Promise<OutcomeResult | undefined> {
    if (plan.nothingToDo) {
      void vscode.window.showInformationMessage(nothing);
      return undefined;
    }
    await showPlan(this.changes, plan, { back });
    // What keeps one safe comes first: a dialog may cut off what comes last.
    const detail = [
      vscode.l10n.t(
        'The router reverts by itself unless it can be reached again within {0} seconds.',
        plan.window,
      ),
      vscode.l10n.t('The differences are shown in the editor behind this dialog.'),
      ...plan.summary,
      ...plan.warnings,
    ].join('\n\n');
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, go)) !== go)
      return undefined;
    return carryOut(this.client, this.window, this.log, plan);
  }
}
