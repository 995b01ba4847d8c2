import * as vscode from 'vscode';
import { openAs, Texts } from '../../infrastructure/texts.ts';

/** A file with two texts; an undefined side does not exist. */
export interface Change {
  readonly path: string;
  readonly language: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Shows changed files in VS Code's diff editor: what is there on the left, what the spec makes on the right. */
export class Changes implements vscode.Disposable {
  private readonly before = new Texts('router-spec-before');
  private readonly rendered = new Texts('router-spec-rendered');

  /** Opens one editor with all differences; `key` tells apart the same files of two comparisons. */
  async show(title: string, key: string, changes: readonly Change[]): Promise<void> {
    const rows = await Promise.all(
      changes.map(async ({ path, language, before, after }) => {
        const left = before === undefined ? undefined : this.before.set(path, key, before);
        const right = after === undefined ? undefined : this.rendered.set(path, key, after);
        for (const side of [left, right]) if (side !== undefined) await openAs(side, language);
        return [right ?? left, left, right] as const;
      }),
    );
    await vscode.commands.executeCommand('vscode.changes', title, rows);
  }

  dispose(): void {
    this.before.dispose();
    this.rendered.dispose();
  }
}
