import * as vscode from 'vscode';

/** Copies a computed value that a code lens or a hover shows. */
export function registerCopy(): vscode.Disposable {
  return vscode.commands.registerCommand('routerSpec.copy', async (value: unknown) => {
    const text = typeof value === 'string' ? value : valueOf(value);
    if (text === undefined) return;
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied: {0}', text), 3000);
  });
}

function valueOf(argument: unknown): string | undefined {
  const has = typeof argument === 'object' && argument !== null && 'value' in argument;
  return has && typeof argument.value === 'string' ? argument.value : undefined;
}
