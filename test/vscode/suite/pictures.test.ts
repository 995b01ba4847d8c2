import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, openSpec, openText } from '../support/documents.ts';
import { placeOf } from '../support/providers.ts';
import { until } from '../support/until.ts';

// What is on these pages is looked at in the window itself, by the tests of `npm run test:ui`.

/** The titles of the pages of a kind that are open. */
function titles(kind: string): string[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(kind))
    .map(({ label }) => label);
}

for (const { name, command, title } of [
  { name: 'portMap', command: 'routerSpec.showPortMap', title: (host: string) => `Ports of ${host}` },
  { name: 'topology', command: 'routerSpec.showTopology', title: (host: string) => `Topology of ${host}` },
])
  describe(`the page of ${command}`, () => {
    afterEach(closeAll);

    it('opens once, beside the spec, and follows its text', async () => {
      const editor = await openSpec('router.yaml');
      await vscode.commands.executeCommand(command, { uri: editor.document.uri.toString() });
      await until('the page', () => titles(name).includes(title('borealis')));
      assert.equal(vscode.window.tabGroups.activeTabGroup.viewColumn, vscode.ViewColumn.Two);
      const place = placeOf(editor.document, 'hostname: borealis', 'end');
      await editor.edit((edit) => edit.insert(place, '2'));
      await until('the new name', () => titles(name).includes(title('borealis2')));
      await vscode.commands.executeCommand(command);
      assert.deepEqual(titles(name), [title('borealis2')]);
    });

    it('goes over to another spec with the user, but not to what is no spec', async () => {
      const { document } = await openSpec('router.yaml');
      await vscode.commands.executeCommand(command);
      await until('the page', () => titles(name).includes(title('borealis')));
      const text = document.getText().replace('hostname: borealis', 'hostname: australis');
      await openText(text);
      await until('the other spec', () => titles(name).includes(title('australis')));
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: 'a: 1' }));
      await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
      await until('the first spec again', () => titles(name).includes(title('borealis')));
    });
  });
