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

  it('fills in an issue with versions, and with nothing of the spec', async () => {
    const { document } = await openSpec('router.yaml');
    const { executeCommand } = vscode.commands;
    const opened: unknown[][] = [];
    // The form opens outside of the window, where no test can see it.
    const stub = (command: string, ...rest: unknown[]) =>
      command === 'workbench.action.openIssueReporter'
        ? Promise.resolve(void opened.push(rest))
        : executeCommand(command, ...rest);
    Object.defineProperty(vscode.commands, 'executeCommand', { configurable: true, value: stub });
    try {
      await executeCommand('routerSpec.reportIssue');
    } finally {
      Object.defineProperty(vscode.commands, 'executeCommand', { configurable: true, value: executeCommand });
    }
    assert.equal(opened.length, 1);
    const [form] = opened[0] as [{ extensionId: string; issueBody: string }];
    assert.equal(form.extensionId, EXTENSION);
    assert.match(form.issueBody, /^- Router Spec \d+\.\d+\.\d+$/m);
    assert.match(form.issueBody, /^- language server: \d+\.\d+\.\d+$/m);
    const values = document.getText().match(/[\w.:/-]{6,}/g) ?? [];
    const own = new Set(values.filter((value) => /\d/.test(value) || value === 'borealis'));
    assert.deepEqual(
      [...own].filter((value) => form.issueBody.includes(value)),
      [],
    );
  });

  it('has a walkthrough, every step of which leads to a command that there is', async () => {
    await openSpec('router.yaml');
    const { walkthroughs } = (
      vscode.extensions.getExtension(EXTENSION)?.packageJSON as {
        contributes: { walkthroughs: { id: string; steps: { id: string; description: string }[] }[] };
      }
    ).contributes;
    const commands = await vscode.commands.getCommands(true);
    const [start] = walkthroughs;
    assert.deepEqual(
      start?.steps.map(({ id }) => id),
      ['write', 'preview', 'deploy', 'diagnose', 'browser'],
    );
    const named = walkthroughs.flatMap(({ steps }) =>
      steps.flatMap(({ description }) =>
        [...description.matchAll(/\(command:([\w.]+)/g)].map(([, name]) => name),
      ),
    );
    assert.ok(named.length >= 3, named.join());
    assert.deepEqual(
      named.filter((name) => name === undefined || !commands.includes(name)),
      [],
    );
  });
});
