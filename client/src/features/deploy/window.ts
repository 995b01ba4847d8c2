import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { extendRequest, pendingRequest } from '../../../../server/src/lsp/protocol.ts';
import { messageOf } from '../../infrastructure/read-router.ts';
import { ask } from '../../infrastructure/requests.ts';

/** A router with a deploy that it will take back by itself. */
export interface Waiting {
  /** What the router is called, by its spec. */
  readonly routerId: string;
  /** In milliseconds since 1970. */
  readonly deadline: number;
}

type Decision = 'keep' | 'revert';

/** Set while a deploy waits, for the command palette. */
const CONTEXT = 'routerSpec.deployWaiting';

/**
 * The extension's one item in the status bar: how long a router still waits for the confirmation of a deploy. A click
 * keeps it, reverts it or gives it more time, where that is for the user to decide.
 */
export class DeployWindow implements vscode.Disposable {
  private readonly client: BaseLanguageClient;
  private readonly item: vscode.StatusBarItem;
  private readonly command: vscode.Disposable;
  private readonly waiting = new Map<string, Waiting>();
  private readonly deciding = new Map<string, (decision: Decision) => void>();
  private clock: ReturnType<typeof setInterval> | undefined;

  constructor(client: BaseLanguageClient) {
    this.client = client;
    this.item = vscode.window.createStatusBarItem('routerSpec.deployWindow', vscode.StatusBarAlignment.Left);
    this.item.name = vscode.l10n.t('Router Spec: waiting deploy');
    this.item.command = 'routerSpec.deployWindow';
    this.command = vscode.commands.registerCommand('routerSpec.deployWindow', () => this.choose());
  }

  /** Counts down to a deadline; a later one for the same router takes its place. */
  show(waiting: Waiting): void {
    this.waiting.set(waiting.routerId, waiting);
    this.clock ??= setInterval(() => this.tick(), 1000);
    this.tick();
  }

  /** The deploy has ended. */
  hide(routerId: string): void {
    this.waiting.delete(routerId);
    this.deciding.delete(routerId);
    this.tick();
  }

  /**
   * Asks whether to keep a deploy that waits. The question can be put aside: the item in the status bar still has it.
   * Nobody's answer until the deadline is the router's own: it goes back.
   */
  decide(routerId: string, question: string): Promise<Decision> {
    let decide: (decision: Decision) => void = () => undefined;
    const decided = new Promise<Decision>((resolve) => (decide = resolve));
    this.deciding.set(routerId, decide);
    this.tick();
    void this.notify(routerId, question, decide);
    return decided.finally(() => {
      if (this.deciding.get(routerId) === decide) this.deciding.delete(routerId);
      this.tick();
    });
  }

  dispose(): void {
    clearInterval(this.clock);
    this.item.dispose();
    this.command.dispose();
  }

  private async notify(
    routerId: string,
    question: string,
    decide: (decision: Decision) => void,
  ): Promise<void> {
    const { keep, revert, more } = labels();
    const chosen = await vscode.window.showWarningMessage(question, keep, revert, more);
    if (chosen === undefined) return;
    // VS Code leaves the question where it is once it was answered elsewhere; a later deploy has one of its own.
    if (this.deciding.get(routerId) !== decide) {
      const over = vscode.l10n.t('The deploy to {0} that this was about has ended.', routerId);
      void vscode.window.showInformationMessage(over);
    } else if (chosen === more) await this.extend(routerId);
    else decide(chosen === keep ? 'keep' : 'revert');
  }

  /** What the item in the status bar offers. */
  private async choose(): Promise<void> {
    const first = this.first();
    if (first === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No deploy waits for its confirmation.'));
      return;
    }
    const { keep, revert, more } = labels();
    const decide = this.deciding.get(first.routerId);
    const offered = decide === undefined ? [more] : [keep, revert, more];
    const title = vscode.l10n.t('The deploy to {0} waits: {1}', first.routerId, remaining(first));
    const chosen = await vscode.window.showQuickPick(offered, { title });
    if (chosen === more) await this.extend(first.routerId);
    else if (chosen !== undefined) decide?.(chosen === keep ? 'keep' : 'revert');
  }

  private async extend(routerId: string): Promise<void> {
    try {
      const { deadline } = await ask(this.client, extendRequest, { routerId });
      const waiting = this.waiting.get(routerId);
      if (waiting !== undefined) this.show({ ...waiting, deadline });
    } catch (error) {
      void vscode.window.showErrorMessage(messageOf(error));
    }
  }

  /** The time is over, unless another window has given it more. */
  private async expire({ routerId, deadline }: Waiting): Promise<void> {
    const [now] = await ask(this.client, pendingRequest, { routerId }).catch(() => []);
    if (now !== undefined && now.deadline > deadline) this.show(now);
    else this.deciding.get(routerId)?.('revert');
  }

  private tick(): void {
    for (const waiting of this.waiting.values())
      if (waiting.deadline <= Date.now() && this.deciding.has(waiting.routerId)) void this.expire(waiting);
    const first = this.first();
    void vscode.commands.executeCommand('setContext', CONTEXT, first !== undefined);
    if (first === undefined) {
      clearInterval(this.clock);
      this.clock = undefined;
      this.item.hide();
      return;
    }
    const asked = this.deciding.has(first.routerId);
    this.item.text = `$(${asked ? 'question' : 'watch'}) ${first.routerId} ${remaining(first)}`;
    this.item.tooltip = asked
      ? vscode.l10n.t(
          'Keep the deploy to {0}, or revert it? Without an answer the router goes back by itself.',
          first.routerId,
        )
      : vscode.l10n.t('{0} goes back by itself unless the deploy is confirmed.', first.routerId);
    this.item.backgroundColor = asked ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.item.show();
  }

  /** The one that ends first. */
  private first(): Waiting | undefined {
    return [...this.waiting.values()].sort((a, b) => a.deadline - b.deadline)[0];
  }
}

function labels(): { readonly keep: string; readonly revert: string; readonly more: string } {
  return {
    keep: vscode.l10n.t('Keep'),
    revert: vscode.l10n.t('Revert'),
    more: vscode.l10n.t('Wait 2 Minutes More'),
  };
}

/** `1:05`. */
function remaining({ deadline }: Waiting): string {
  const seconds = Math.max(0, Math.ceil((deadline - Date.now()) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
