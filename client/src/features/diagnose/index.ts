import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { diagnoseRequest, forgetMeasurement } from '../../../../server/src/lsp/protocol.ts';
import type { DiagnosisResult, DocumentParams } from '../../../../server/src/lsp/protocol.ts';
import { specOf } from '../../infrastructure/active-spec.ts';
import { readRouter } from '../../infrastructure/read-router.ts';
import { ask } from '../../infrastructure/requests.ts';
import { Texts } from '../../infrastructure/texts.ts';
import { requireTrust } from '../../infrastructure/trust.ts';

/** Diagnose Router: what is wrong with the router in operation, as a page to read beside the spec. */
export function registerDiagnose(client: BaseLanguageClient): vscode.Disposable {
  const texts = new Texts('router-spec-diagnosis');
  return vscode.Disposable.from(
    texts,
    vscode.commands.registerCommand(
      'routerSpec.diagnose',
      async (argument: unknown): Promise<DiagnosisResult | undefined> => {
        const document = await specOf(argument);
        if (document === undefined || !(await requireTrust())) return undefined;
        const params = { uri: document.uri.toString() };
        const result = await readRouter((token) => ask(client, diagnoseRequest, params, token));
        if (result === undefined) return undefined;
        const uri = texts.set(`${result.title}.md`, params.uri, result.markdown);
        // The preview reads the document; it has to be open for the text to be kept.
        await vscode.workspace.openTextDocument(uri);
        await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
        return result;
      },
    ),
    vscode.commands.registerCommand('routerSpec.forgetMeasurement', async (argument: unknown) => {
      const document = await specOf(argument);
      if (document === undefined) return;
      const params: DocumentParams = { uri: document.uri.toString() };
      await client.sendNotification(forgetMeasurement.method, params);
    }),
  );
}
