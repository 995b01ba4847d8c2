import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { topologyRequest } from '../../../../server/src/lsp/protocol.ts';
import type { TopologyView } from '../../../../server/src/lsp/protocol.ts';
import { SpecPage } from '../../infrastructure/spec-page.ts';

/** Show Topology: the router of a spec and what it is connected to as a picture. */
export function registerTopology(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
): vscode.Disposable {
  const page = new SpecPage<object, TopologyView>(context, client, {
    viewType: 'routerSpec.topology',
    bundle: 'topology',
    request: topologyRequest,
  });
  return vscode.Disposable.from(
    page,
    vscode.commands.registerCommand('routerSpec.showTopology', (argument: unknown) => page.show(argument)),
  );
}
