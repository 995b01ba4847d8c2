import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { renderChangesRequest } from '../../../../server/src/lsp/protocol.ts';
import type { RenderChangesResult } from '../../../../server/src/lsp/protocol.ts';
import { specOf } from '../../infrastructure/active-spec.ts';
import { committedText } from '../../infrastructure/git.ts';
import type { Committed } from '../../infrastructure/git.ts';
import { ask } from '../../infrastructure/requests.ts';
import type { Changes } from './changes.ts';

/** An earlier version of a spec that the open one can be compared with. */
interface Version {
  read(uri: vscode.Uri): Promise<Committed>;
  /** What the editor with the differences is called. */
  title(name: string): string;
  /** What is said where no generated file differs. */
  same(): string;
}

const SAVED: Version = {
  read: async (uri) => ({ text: await savedText(uri) }),
  title: (name) => vscode.l10n.t('{0} (saved) ↔ {0}', name),
  same: () => vscode.l10n.t('The edits since the last save change nothing in the generated files.'),
};

const COMMITTED: Version = {
  read: committedText,
  title: (name) => vscode.l10n.t('{0} (HEAD) ↔ {0}', name),
  same: () => vscode.l10n.t('The edits since the last commit change nothing in the generated files.'),
};

/** Compares what a spec generates with what an earlier version of it did: the saved one, and that of the last commit. */
export function registerCompareVersions(client: BaseLanguageClient, changes: Changes): vscode.Disposable {
  const versions = new Versions(client, changes);
  changes.restoreWith('saved', (uri) => versions.changesSince(SAVED, uri));
  changes.restoreWith('committed', (uri) => versions.changesSince(COMMITTED, uri));
  return vscode.Disposable.from(
    vscode.commands.registerCommand('routerSpec.compareSaved', (argument: unknown) =>
      versions.compare('saved', SAVED, argument),
    ),
    vscode.commands.registerCommand('routerSpec.compareCommitted', (argument: unknown) =>
      versions.compare('committed', COMMITTED, argument),
    ),
  );
}

class Versions {
  private readonly client: BaseLanguageClient;
  private readonly changes: Changes;

  constructor(client: BaseLanguageClient, changes: Changes) {
    this.client = client;
    this.changes = changes;
  }

  /** Opens one editor with all differences, or says why there are none. */
  async compare(kind: string, version: Version, argument: unknown): Promise<RenderChangesResult | undefined> {
    const document = await specOf(argument);
    if (document === undefined) return undefined;
    const result = await this.since(version, document);
    if (result.missing !== undefined) {
      void vscode.window.showWarningMessage(result.missing);
    } else if (result.changes.length === 0) {
      void vscode.window.showInformationMessage(version.same());
    } else {
      const name = vscode.workspace.asRelativePath(document.uri);
      await this.changes.show(version.title(name), { kind, id: document.uri.toString() }, result.changes);
    }
    return result;
  }

  /** What the generated files of the spec at an address have otherwise now. */
  async changesSince(version: Version, uri: string): Promise<RenderChangesResult['changes']> {
    // The server knows open documents alone.
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    return (await this.since(version, document)).changes;
  }

  private async since(version: Version, { uri }: vscode.TextDocument): Promise<RenderChangesResult> {
    const before = await version.read(uri);
    if ('why' in before) return { changes: [], missing: before.why };
    return ask(this.client, renderChangesRequest, { uri: uri.toString(), before: before.text });
  }
}

/** What is on the disk; nothing where the spec was never saved. */
async function savedText(uri: vscode.Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return '';
  }
}
