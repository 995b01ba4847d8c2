import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PracticeRouter } from '../../../scripts/practice-router.mjs';
import { Answers } from '../support/answers.ts';
import type { Question } from '../support/answers.ts';
import { closeAll, openSpec, rewrite } from '../support/documents.ts';
import { PASSPHRASE, SLOW_MS, onRouter as saidBy, startRouter } from '../support/practice-router.ts';

const NFTABLES = '/etc/nftables.nft';

interface Outcome {
  readonly state: string;
  readonly detail: string;
}

describe('a real router', function () {
  this.timeout(SLOW_MS);
  const answers = new Answers();
  let router: PracticeRouter;
  let example = '';
  let stop = (): Promise<void> => Promise.resolve();

  before(async () => {
    // A router that no other test speaks to: its key is seen for the first time, in whichever order the tests run.
    const { document } = await openSpec('router.yaml');
    example = document.getText();
    const castor = example.replace('hostname: borealis', 'hostname: castor');
    await (await rewrite(document, castor)).save();
    router = await startRouter();
    stop = () => router.stop();
    answers.install();
  });
  after(async () => {
    answers.restore();
    const { document } = await openSpec('router.yaml');
    await (await rewrite(document, example)).save();
    await closeAll();
    await stop();
  });
  afterEach(closeAll);

  /** Says yes to every question, and types the passphrase. */
  const agree = ({ kind, buttons }: Question) => (kind === 'input' ? PASSPHRASE : buttons[0]);
  const questions = () => answers.asked.filter(({ kind, modal }) => kind === 'input' || modal);
  const uriOf = ({ document }: vscode.TextEditor) => document.uri.toString();
  const deploy = (editor: vscode.TextEditor): Thenable<Outcome | undefined> =>
    vscode.commands.executeCommand('routerSpec.deploy', { uri: uriOf(editor) });
  const target = () => `root@127.0.0.1:${router.port}`;
  const opened = (scheme: string, path: string) =>
    vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === scheme && uri.path === path)?.getText();

  const onRouter = (command: string) => saidBy(router, command);

  /** What a rollback has to bring back. */
  const state = () =>
    onRouter(
      `cat /etc/network/interfaces ${NFTABLES} /etc/dnsmasq.conf /etc/hostname; ` +
        'nft -s list ruleset; ip -o -4 addr | sed "s/^[0-9]*: //; s/ valid_lft.*//"',
    );

  async function rendered(editor: vscode.TextEditor, path: string): Promise<string> {
    const uri = await vscode.commands.executeCommand<vscode.Uri>('routerSpec.preview', {
      uri: uriOf(editor),
      path,
    });
    return (await vscode.workspace.openTextDocument(uri)).getText();
  }

  it('is not spoken to while its host key is not trusted', async () => {
    const editor = await openSpec('router.yaml');
    answers.start(({ kind }) => (kind === 'input' ? PASSPHRASE : undefined));
    assert.equal(await deploy(editor), undefined);
    const key = questions().find(({ modal }) => modal);
    assert.equal(key?.message, 'First connection to borealis. Trust its host key?');
    assert.match(key.detail, /SHA256:[A-Za-z0-9+/]{43}/);
    assert.match(answers.asked.at(-1)?.message ?? '', /^The host key was not confirmed/);
  });

  it('is compared with what the spec makes', async () => {
    const editor = await openSpec('router.yaml');
    answers.start(agree);
    await vscode.commands.executeCommand('routerSpec.compare', { uri: uriOf(editor) });
    assert.deepEqual(
      questions().map(({ message, buttons }) => [message, ...buttons]),
      [['First connection to borealis. Trust its host key?', 'Trust This Key']],
      'the secret is asked for once, and was given already',
    );
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    assert.equal(tab?.label.replace(/ \(\d+ files\)$/, ''), `${target()} (router) ↔ router.yaml`);
    const interfaces = '/etc/network/interfaces';
    assert.equal(opened('router-spec-before', interfaces), await onRouter(`cat ${interfaces}`));
    assert.equal(opened('router-spec-rendered', interfaces), await rendered(editor, interfaces));
    assert.equal(opened('router-spec-before', NFTABLES), undefined, 'a file that the router does not have');
    assert.equal(opened('router-spec-rendered', NFTABLES), await rendered(editor, NFTABLES));
    const accessPoint = opened('router-spec-rendered', '/etc/hostapd/wlan0.conf');
    assert.ok(accessPoint && !accessPoint.includes(PASSPHRASE), accessPoint);
  });

  it('is left alone when the question is turned away', async () => {
    const editor = await openSpec('router.yaml');
    answers.start(() => undefined);
    assert.equal(await deploy(editor), undefined);
    assert.deepEqual(
      questions().map(({ message, buttons }) => [message, ...buttons]),
      [[`Deploy to ${target()}?`, 'Deploy']],
    );
    assert.equal((await router.exec(`test -e ${NFTABLES}`)).code, 1);
  });

  it('gets what the spec makes, and keeps it', async () => {
    const editor = await openSpec('router.yaml');
    answers.start(agree);
    const outcome = await deploy(editor);
    assert.equal(outcome?.state, 'kept', JSON.stringify([outcome, answers.asked], null, 2));
    const [question] = questions();
    assert.ok(question);
    assert.match(question.detail, new RegExp(`^New: .*${NFTABLES.replaceAll('.', '\\.')}`, 'm'));
    assert.ok(question.detail.includes('within 120 seconds'), question.detail);
    assert.equal(questions().length, 1);
    const told = answers.asked.at(-1);
    assert.deepEqual([told?.kind, told?.message], ['information', outcome.detail]);
    assert.equal(await onRouter(`cat ${NFTABLES}`), await rendered(editor, NFTABLES));
    assert.ok((await onRouter('cat /etc/hostapd/wlan0.conf')).includes(`\nwpa_passphrase=${PASSPHRASE}\n`));
  });

  it('has nothing left to be deployed then', async () => {
    const editor = await openSpec('router.yaml');
    answers.start(agree);
    assert.equal(await deploy(editor), undefined);
    assert.deepEqual(
      answers.asked.map(({ kind, message }) => [kind, message]),
      [['information', `${target()} already has everything that this spec makes.`]],
    );
  });

  it('takes back by itself a deploy after which it cannot be reached', async () => {
    const before = await state();
    const editor = await openSpec('router.yaml');
    const { document } = editor;
    const kept = document.getText();
    // The spec is in order; only the way to the router leads to its old address, and no other.
    const moved = kept.replaceAll('10.100.0.', '10.100.1.').replace('window: 120s', 'window: 20s');
    try {
      await rewrite(document, moved);
      answers.start(agree);
      const outcome = await deploy(editor);
      assert.equal(document.isDirty, false, 'what is deployed is what is saved');
      assert.equal(outcome?.state, 'rolled-back', JSON.stringify([outcome, answers.asked], null, 2));
      const told = answers.asked.at(-1);
      assert.deepEqual([told?.kind, told?.message], ['warning', outcome.detail]);
      assert.match(outcome.detail, /^The router went back to the old configuration/);
      assert.equal(await state(), before);
    } finally {
      await (await rewrite(document, kept)).save();
    }
  });
});
