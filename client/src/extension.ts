import type * as vscode from 'vscode';
import { Changes } from './features/compare/changes.ts';
import { registerCompare } from './features/compare/index.ts';
import { registerCompareVersions } from './features/compare/versions.ts';
import { registerCopy } from './features/copy/index.ts';
import { registerDeploy } from './features/deploy/index.ts';
import { registerDiagnose } from './features/diagnose/index.ts';
import { registerImport } from './features/import/index.ts';
import { registerLanguageStatus } from './features/language-status/index.ts';
import { registerLogCommand } from './features/log/index.ts';
import { registerNewSpec } from './features/new-spec/index.ts';
import { registerPortMap } from './features/port-map/index.ts';
import { registerPreview } from './features/preview/index.ts';
import { registerReportIssue } from './features/report-issue/index.ts';
import { registerSecrets } from './features/secrets/index.ts';
import { registerServerCommands } from './features/server/index.ts';
import { registerTopology } from './features/topology/index.ts';
import { createLanguageClient } from './infrastructure/language-client.ts';
import type { Connect } from './infrastructure/language-client.ts';
import { createLog } from './infrastructure/log.ts';
import { registerPrompts } from './infrastructure/prompts.ts';

/** Everything that the user sees, in whichever host; node.ts and browser.ts are the entries. */
export async function activateFeatures(
  context: vscode.ExtensionContext,
  connect: Connect,
  host: { readonly hasSsh: boolean },
): Promise<void> {
  const log = createLog();
  const client = createLanguageClient(context, log, connect);
  const changes = new Changes(context.workspaceState);
  const deploys = registerDeploy(client, changes, log);
  const status = registerLanguageStatus(client);
  context.subscriptions.push(
    log,
    client,
    changes,
    registerLogCommand(log),
    registerServerCommands(client),
    registerPrompts(client),
    registerSecrets(context, client),
    registerCopy(client),
    registerNewSpec(client, host.hasSsh),
    registerImport(client),
    registerPortMap(context, client),
    registerTopology(context, client),
    registerPreview(client),
    registerCompare(client, changes),
    registerCompareVersions(client, changes),
    deploys,
    registerDiagnose(client),
    status,
    registerReportIssue(context, client),
  );
  await client.start();
  status.started();
  deploys.started();
  // Not waited for: VS Code asks for the texts of the tabs only once the extension has been activated.
  void changes.restore().catch((error: unknown) => log.error(String(error)));
}
