import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { addForwardRequest, portMapRequest } from '../../../../server/src/lsp/protocol.ts';
import type { NewForward, PortMapQuery, PortMapView } from '../../../../server/src/lsp/protocol.ts';
import type { Done } from '../../infrastructure/page-messages.ts';
import { ask } from '../../infrastructure/requests.ts';
import { SpecPage } from '../../infrastructure/spec-page.ts';

/** Show Port Map: the ports of a spec as a picture, from which forwards can be added. */
export function registerPortMap(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
): vscode.Disposable {
  const page = new SpecPage<PortMapQuery, PortMapView, NewForward>(context, client, {
    viewType: 'routerSpec.portMap',
    bundle: 'port-map',
    request: portMapRequest,
    act: (document, forward) => addForward(client, document, forward),
  });
  return vscode.Disposable.from(
    page,
    vscode.commands.registerCommand('routerSpec.showPortMap', (argument: unknown) => page.show(argument)),
  );
}

async function addForward(
  client: BaseLanguageClient,
  document: vscode.TextDocument,
  forward: NewForward,
): Promise<Done> {
  const { version } = document;
  const added = await ask(client, addForwardRequest, { ...forward, uri: document.uri.toString() });
  if (added?.edit === undefined) return { ok: false, message: added?.message ?? '' };
  const edit = await client.protocol2CodeConverter.asWorkspaceEdit(added.edit);
  if (document.version !== version || !(await vscode.workspace.applyEdit(edit)))
    return { ok: false, message: vscode.l10n.t('The text was changed meanwhile. Try again.') };
  if (added.place !== undefined) {
    const place = client.protocol2CodeConverter.asRange(added.place);
    for (const editor of vscode.window.visibleTextEditors)
      if (editor.document === document)
        editor.revealRange(place, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
  return { ok: true, message: added.message };
}
