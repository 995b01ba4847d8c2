import type * as vscode from 'vscode';
import { registerLogCommand } from './features/log/index.ts';
import { registerServerCommands } from './features/server/index.ts';
import { createLanguageClient } from './infrastructure/language-client.ts';
import { createLog } from './infrastructure/log.ts';

/** Called by VS Code when the first router.yaml is opened or the first command is run. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = createLog();
  const client = createLanguageClient(context, log);
  context.subscriptions.push(log, client, registerLogCommand(log), registerServerCommands(client));
  await client.start();
}
