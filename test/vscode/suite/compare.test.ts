import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { Answers } from '../support/answers.ts';
import { closeAll, inWorkspace, openSpec } from '../support/documents.ts';
import { placeOf } from '../support/providers.ts';
import { until } from '../support/until.ts';

const answers = new Answers();

/** Runs one of the comparisons on a spec, and gives what it found. */
function compare(
  command: string,
  { uri }: vscode.TextDocument,
): Thenable<{ readonly changes: readonly unknown[] } | undefined> {
  return vscode.commands.executeCommand(`routerSpec.${command}`, { uri: uri.toString() });
}

/** What one side of the editor with the differences has of a file. */
function side(scheme: string, file: string, key: string): string | undefined {
  return vscode.workspace.textDocuments
    .find(({ uri }) => uri.scheme === scheme && uri.path === file && uri.query === key)
    ?.getText();
}

async function insertBehind(editor: vscode.TextEditor, text: string, added: string): Promise<void> {
  const place = placeOf(editor.document, text, 'end');
  await editor.edit((edit) => edit.insert(place, added));
}

const messages = (): string[] => answers.asked.map(({ message }) => message);

describe('the comparison of generated files', () => {
  before(() => answers.install());
  beforeEach(() => answers.start(() => undefined));
  afterEach(closeAll);
  after(() => answers.restore());

  it('is with what is saved', async () => {
    const editor = await openSpec('router.yaml');
    await insertBehind(editor, 'hostname: borealis', '2');
    await compare('compareSaved', editor.document);
    const key = `saved:${editor.document.uri.toString()}`;
    assert.equal(side('router-spec-before', '/etc/hostname', key), 'borealis\n');
    assert.equal(side('router-spec-rendered', '/etc/hostname', key), 'borealis2\n');
  });

  it('says so where an edit changes no file', async () => {
    const editor = await openSpec('router.yaml');
    await insertBehind(editor, 'hostname: borealis', ' # the north wind');
    assert.deepEqual((await compare('compareSaved', editor.document))?.changes, []);
    assert.deepEqual(messages(), ['The edits since the last save change nothing in the generated files.']);
  });

  it('is with no commit where Git is turned off', async () => {
    const { document } = await openSpec('router.yaml');
    await compare('compareCommitted', document);
    assert.deepEqual(messages(), [
      'This needs the Git extension of VS Code, which is missing or turned off.',
    ]);
    assert.deepEqual(vscode.window.tabGroups.activeTabGroup.tabs.length, 1);
  });

  describe('with the last commit', () => {
    const settings = vscode.workspace.getConfiguration('git');
    const folder = inWorkspace('').fsPath;

    function git(...args: string[]): void {
      const who = [
        '-c',
        'user.name=Tester',
        '-c',
        'user.email=tester@example.org',
        '-c',
        'commit.gpgSign=false',
      ];
      execFileSync('git', [...who, ...args], {
        cwd: folder,
        env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' },
      });
    }

    before(() => settings.update('enabled', true, vscode.ConfigurationTarget.Global));
    after(async () => {
      await settings.update('enabled', false, vscode.ConfigurationTarget.Global);
      fs.rmSync(path.join(folder, '.git'), { recursive: true, force: true });
    });

    /** Git is told of a repository that appears by a watcher. */
    const compareUntil = (document: vscode.TextDocument, said: string) =>
      until(said, async () => {
        answers.start(() => undefined);
        await compare('compareCommitted', document);
        return messages().includes(said);
      });

    it('says so where there is no repository, no commit, or no change', async () => {
      const editor = await openSpec('router.yaml');
      const { document } = editor;
      await compareUntil(document, 'router.yaml is in no Git repository that is open in VS Code.');
      git('init', '--quiet');
      await vscode.commands.executeCommand('git.openRepository', folder);
      await compareUntil(document, 'Git has no version of router.yaml yet: it has never been committed.');
      git('add', 'router.yaml');
      git('commit', '--quiet', '--message=A router');
      await compareUntil(document, 'The edits since the last commit change nothing in the generated files.');
    });

    it('shows what has changed since, saved or not', async () => {
      const editor = await openSpec('router.yaml');
      const { document } = editor;
      await insertBehind(editor, 'hostname: borealis', '2');
      await document.save();
      await insertBehind(editor, 'hostname: borealis2', '3');
      try {
        await compare('compareCommitted', document);
        assert.deepEqual(messages(), []);
        assert.match(
          vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '',
          /^router\.yaml \(HEAD\) ↔ router\.yaml/,
        );
        const key = `committed:${document.uri.toString()}`;
        assert.equal(side('router-spec-before', '/etc/hostname', key), 'borealis\n');
        assert.equal(side('router-spec-rendered', '/etc/hostname', key), 'borealis23\n');
      } finally {
        git('checkout', '--quiet', 'router.yaml');
      }
    });
  });
});
