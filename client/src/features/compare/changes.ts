import * as vscode from 'vscode';
import type { FileChange, PlanResult } from '../../../../server/src/lsp/protocol.ts';
import { openAs, Texts } from '../../infrastructure/texts.ts';

/** Shows what a plan found in VS Code's diff editor: the router on the left, what the spec makes on the right. */
export class Changes implements vscode.Disposable {
  private readonly onRouter = new Texts('router-spec-router');
  private readonly rendered = new Texts('router-spec-rendered');

  /** The files of a plan that the router has otherwise. */
  static of(plan: PlanResult): readonly FileChange[] {
    return plan.files.filter((file) => file.change !== 'same');
  }

  /** Opens one editor with all differences. */
  async show(plan: PlanResult): Promise<void> {
    const rows = await Promise.all(
      Changes.of(plan).map(async (file) => {
        const left = this.onRouter.set(file.path, plan.planId, file.routerContent ?? '');
        const right = this.rendered.set(
          file.path,
          plan.planId,
          file.change === 'delete' ? '' : file.newContent,
        );
        await openAs(left, file.language);
        await openAs(right, file.language);
        return [right, left, right] as const;
      }),
    );
    await vscode.commands.executeCommand(
      'vscode.changes',
      vscode.l10n.t('{0} (router) ↔ router.yaml', plan.target),
      rows,
    );
  }

  dispose(): void {
    this.onRouter.dispose();
    this.rendered.dispose();
  }
}
