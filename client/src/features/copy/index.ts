import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { computedValuesRequest } from '../../../../server/src/lsp/protocol.ts';
import { specOf } from '../../infrastructure/active-spec.ts';
import { ask } from '../../infrastructure/requests.ts';

/** Copy Computed Value: the one that a code lens shows, or one that the user chooses among all of the spec. */
export function registerCopy(client: BaseLanguageClient): vscode.Disposable {
  return vscode.commands.registerCommand('routerSpec.copy', async (argument: unknown) => {
    const text = valueOf(argument) ?? (await choose(client, argument));
    if (text === undefined) return undefined;
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied: {0}', text.replace(/\n[^]*/, ' …')), 3000);
    return text;
  });
}

async function choose(client: BaseLanguageClient, argument: unknown): Promise<string | undefined> {
  const document = await specOf(argument);
  if (document === undefined) return undefined;
  const result = await ask(client, computedValuesRequest, { uri: document.uri.toString() });
  if (result?.missing !== undefined) {
    void vscode.window.showWarningMessage(result.missing);
    return undefined;
  }
  const items = (result?.values ?? []).map(({ name, value }) => ({
    label: name,
    description: value.replace(/\s+/g, ' '),
    value,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Computed values'),
    placeHolder: vscode.l10n.t('Which value do you want to copy?'),
    matchOnDescription: true,
  });
  return chosen?.value;
}

function valueOf(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  const has = typeof argument === 'object' && argument !== null && 'value' in argument;
  return has && typeof argument.value === 'string' ? argument.value : undefined;
}
