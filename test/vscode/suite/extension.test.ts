import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, EXTENSION, openSpec } from '../support/documents.ts';

describe('the extension', () => {
  afterEach(closeAll);

  it('is activated by opening a spec', async () => {
    const editor = await openSpec('router.yaml');
    assert.equal(editor.document.languageId, 'router-spec');
    assert.equal(vscode.extensions.getExtension(EXTENSION)?.isActive, true);
  });

  it('registers just the commands that its manifest names', async () => {
    await openSpec('router.yaml');
    const manifest = vscode.extensions.getExtension(EXTENSION)?.packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    const named = manifest.contributes.commands.map(({ command }) => command).sort();
    const registered = (await vscode.commands.getCommands(true))
      .filter((name) => name.startsWith('routerSpec.'))
      .sort();
    assert.deepEqual(registered, named);
  });
});
