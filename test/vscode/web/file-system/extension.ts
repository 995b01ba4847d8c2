import * as vscode from 'vscode';
import { MemoryFiles } from './memory-files.ts';

/** The scheme under which vscode.dev shows a repository: no disk is behind it. */
const SCHEME = 'vscode-vfs';

/** Called by the web extension host: stands in for the extension that gives vscode.dev its file system. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const list = vscode.Uri.joinPath(context.extensionUri, 'files.json');
  const given = new TextDecoder().decode(await vscode.workspace.fs.readFile(list));
  context.subscriptions.push(
    vscode.workspace.registerFileSystemProvider(
      SCHEME,
      new MemoryFiles(JSON.parse(given) as Readonly<Record<string, string>>),
    ),
    // What a keybinding, a link or another extension can do, though no menu offers it.
    vscode.commands.registerCommand('standIn.deploy', () =>
      vscode.commands.executeCommand('routerSpec.deploy'),
    ),
    vscode.commands.registerCommand('standIn.walkthrough', () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', 'router-spec.router-spec#start'),
    ),
  );
}
