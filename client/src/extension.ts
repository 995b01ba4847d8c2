import type * as vscode from 'vscode';
import { Changes } from './features/compare/changes.ts';
import { registerCompare } from './features/compare/index.ts';
import { registerCopy } from './features/copy/index.ts';
import { registerDeploy } from './features/deploy/index.ts';
import { registerImport } from './features/import/index.ts';
import { registerLogCommand } from './features/log/index.ts';
import { registerNewSpec } from './features/new-spec/index.ts';
import { registerPortMap } from './features/port-map/index.ts';
import { registerPreview } from './features/preview/index.ts';
import { registerSecrets } from './features/secrets/index.ts';
import { registerServerCommands } from './features/server/index.ts';
import { registerTopology } from './features/topology/index.ts';
import { createLanguageClient } from './infrastructure/language-client.ts';
import { createLog } from './infrastructure/log.ts';
import { registerPrompts } from './infrastructure/prompts.ts';

/** Called by VS Code when the first router.yaml is opened or the first command is run. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = createLog();
  const client = createLanguageClient(context, log);
  const changes = new Changes();
  context.subscriptions.push(
    log,
    client,
    changes,
    registerLogCommand(log),
    registerServerCommands(client),
    registerPrompts(client),
    registerSecrets(context, client),
    registerCopy(),
    registerNewSpec(client),
    registerImport(client),
    registerPortMap(context, client),
    registerTopology(context, client),
    registerPreview(client, changes),
    registerCompare(client, changes),
    registerDeploy(client, changes, log),
  );
  await client.start();
}
