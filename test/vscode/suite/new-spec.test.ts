import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, openSpec } from '../support/documents.ts';
import { until } from '../support/until.ts';

type Box = vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>;

describe('a new router spec', () => {
  const originals = {
    createInputBox: vscode.window.createInputBox,
    createQuickPick: vscode.window.createQuickPick,
  };
  let shown: Box | undefined;

  /** The boxes are the real ones; the test only gets hold of them, since nobody is there to type. */
  before(() => {
    for (const [name, original] of Object.entries(originals))
      Object.defineProperty(vscode.window, name, {
        configurable: true,
        value: () => (shown = (original as () => Box)()),
      });
  });
  after(() => {
    for (const [name, value] of Object.entries(originals))
      Object.defineProperty(vscode.window, name, { configurable: true, writable: true, value });
  });
  afterEach(closeAll);

  const at = (step: number): Promise<Box> =>
    until(`question ${step}`, () => (shown?.step === step && shown.enabled ? shown : undefined));
  const accept = () => vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  const specs = () => vscode.workspace.textDocuments.filter(({ isUntitled }) => isUntitled);

  /** Accepts what is offered until the box is another one. */
  async function take(step: number, value?: string): Promise<void> {
    const box = await at(step);
    if (value !== undefined) box.value = value;
    await until(`an answer to question ${step}`, async () => {
      // Only while it is this box: what is sent later would answer the next one.
      if (shown === box) await accept();
      return shown !== box || specs().length > 0;
    });
  }

  it('comes of a prefix and what is suggested, with a way back', async () => {
    await openSpec('router.yaml');
    shown = undefined;
    const done = vscode.commands.executeCommand('routerSpec.new');

    const first = (await at(1)) as vscode.InputBox;
    assert.deepEqual(first.buttons, [], 'there is nothing to go back to');
    first.value = 'hello';
    await until('the reason why it is refused', async () => {
      await accept();
      return first.validationMessage;
    });
    await take(1, '240b:10:1234:5600::/64');

    const providers = (await at(2)) as vscode.QuickPick<vscode.QuickPickItem>;
    assert.equal(providers.items[0]?.label, 'v6plus');
    assert.deepEqual(providers.buttons, [vscode.QuickInputButtons.Back]);
    await until('the question before', async () => {
      // The command goes to the box that the window shows, which is a moment behind.
      if (shown === providers) await vscode.commands.executeCommand('workbench.action.quickInputBack');
      return shown !== providers;
    });
    assert.equal((await at(1)).value, '240b:10:1234:5600::/64', 'what was answered is offered again');

    for (const step of [1, 2, 3, 4, 5, 6]) await take(step);
    await done;
    const [document] = specs();
    assert.ok(document);
    assert.equal(document.languageId, 'router-spec');
    assert.match(document.getText(), /^ {2}provider: v6plus$/m);
  });

  it('is none where the user turns away', async () => {
    shown = undefined;
    const done = vscode.commands.executeCommand('routerSpec.new');
    const box = await at(1);
    box.hide();
    await done;
    assert.deepEqual(specs(), []);
  });
});
