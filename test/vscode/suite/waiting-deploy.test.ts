import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PracticeRouter } from '../../../scripts/practice-router.mjs';
import { Answers } from '../support/answers.ts';
import type { Reply } from '../support/answers.ts';
import { closeAll, openSpec, rewrite } from '../support/documents.ts';
import { PASSPHRASE, SLOW_MS, onRouter, startRouter } from '../support/practice-router.ts';
import { until } from '../support/until.ts';

const DNSMASQ = '/etc/dnsmasq.d/20-dhcp.conf';
const LEASE = '12h';
const [KEEP, REVERT, MORE] = ['Keep', 'Revert', 'Wait 2 Minutes More'];

/**
 * The agent finds this `ping` before the system's: the internet answers for as long as the DHCP server has the settings that were
 * marked as good. So a deploy loses exactly what a test wants it to lose.
 */
const PING = '/usr/local/sbin/ping';
const GOOD = '/run/good-dhcp.conf';

interface Outcome {
  readonly state: string;
  readonly detail: string;
}

describe('decisions about a real router', function () {
  this.timeout(SLOW_MS);
  const answers = new Answers();
  let router: PracticeRouter | undefined;
  let editor: vscode.TextEditor;
  let kept = '';

  const at = (command: string): Promise<string> => {
    assert.ok(router);
    return onRouter(router, command);
  };
  const target = () => `root@127.0.0.1:${router?.port}`;
  const lease = async () => /^dhcp-range=.*,(\d+h)$/m.exec(await at(`cat ${DNSMASQ}`))?.[1];
  /** Seconds from the moment in which the newest deploy began to wait until the router goes back. */
  const given = async () =>
    Number(
      await at(
        'cd "$(ls -td /run/router-spec/txn/*/ | head -n 1)" && echo $(($(cat deadline) - $(cat awaiting-since) / 100))',
      ),
    );
  const run = (command: string): Thenable<Outcome | undefined> =>
    vscode.commands.executeCommand(command, { uri: editor.document.uri.toString() });
  /** Says yes to what stands in a dialog, types the passphrase, and answers the rest as the test wants. */
  const agree =
    (rest: Reply): Reply =>
    (question) =>
      question.kind === 'input' ? PASSPHRASE : question.modal ? question.buttons[0] : rest(question);
  const asked = (button: string) => answers.asked.find(({ buttons }) => buttons.includes(button));
  const modal = () => answers.asked.find((question) => question.modal);
  const opened = (scheme: string) =>
    vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === scheme);

  async function write(text: string): Promise<void> {
    await (await rewrite(editor.document, text)).save();
  }

  /** Deploys another lease time, after which the internet does not answer any more. */
  async function lose(hours: string): Promise<Outcome | undefined> {
    await at(`cp ${DNSMASQ} ${GOOD}`);
    await write(kept.replace(`lease: ${LEASE}`, `lease: ${hours}`));
    return run('routerSpec.deploy');
  }

  before(async () => {
    router = await startRouter();
    await at(`mkdir -p ${PING.replace(/\/[^/]*$/, '')}
      printf '#!/bin/sh\\nexec cmp -s ${GOOD} ${DNSMASQ}\\n' >${PING} && chmod 755 ${PING}`);
    answers.install();
    editor = await openSpec('router.yaml');
    kept = editor.document.getText();
    answers.start(agree(() => undefined));
    await run('routerSpec.deploy');
    assert.equal(await lease(), LEASE, JSON.stringify(answers.asked, null, 2));
  });
  beforeEach(async () => {
    editor = await openSpec('router.yaml');
  });
  afterEach(closeAll);
  after(async () => {
    if (kept !== '') {
      editor = await openSpec('router.yaml');
      await write(kept);
    }
    answers.restore();
    await closeAll();
    await router?.stop();
  });

  it('are asked for where something worked before and does not now; Revert goes back', async () => {
    answers.start(agree(({ buttons }) => (buttons.includes(REVERT) ? REVERT : undefined)));
    const outcome = await lose('6h');
    assert.equal(outcome?.state, 'rolled-back', JSON.stringify([outcome, answers.asked], null, 2));
    const question = asked(KEEP);
    assert.deepEqual([question?.kind, question?.buttons], ['warning', [KEEP, REVERT, MORE]]);
    assert.match(
      question?.message ?? '',
      /^borealis can be reached with the new configuration, but this worked before and does not now: ping6 2606:4700:4700::1111/,
    );
    const told = answers.asked.at(-1);
    assert.deepEqual([told?.kind, told?.message], ['warning', outcome.detail]);
    assert.equal(await lease(), LEASE);
  });

  it('hold for the deploy that they were asked about: an answer that comes later decides nothing', async () => {
    let reply: (answer: string) => void = () => undefined;
    const late = new Promise<string>((resolve) => (reply = resolve));
    const revert = async (deploying: Thenable<Outcome | undefined>) => {
      answers.answer = () => REVERT;
      await vscode.commands.executeCommand('routerSpec.deployWindow');
      assert.equal((await deploying)?.state, 'rolled-back', JSON.stringify(answers.asked, null, 2));
      assert.equal(await lease(), LEASE);
    };
    answers.start(agree(({ buttons }) => (buttons.includes(KEEP) ? late : undefined)));
    const first = lose('6h');
    await until('the question', () => asked(KEEP), SLOW_MS);
    await revert(first);

    answers.start(agree(() => undefined));
    const second = lose('7h');
    await until('the next question', () => asked(KEEP), SLOW_MS);
    reply(KEEP);
    await until('the answer to be refused', () =>
      answers.asked.find(
        ({ message }) => message === 'The deploy to borealis that this was about has ended.',
      ),
    );
    await revert(second);
  });

  it('can be put off: the router waits longer, and the item in the status bar still asks', async () => {
    answers.start(agree(({ kind, buttons }) => (kind === 'warning' ? buttons[2] : undefined)));
    const deploying = lose('7h');
    await until('the question', () => asked(KEEP), SLOW_MS);
    const more = await until('more time', async () => {
      const seconds = await given();
      return seconds > 200 && seconds;
    });
    assert.ok(more >= 239 && more <= 241, `${more} seconds`);
    const offer = await until('the longer countdown', async () => {
      await vscode.commands.executeCommand('routerSpec.deployWindow');
      const last = answers.asked.at(-1);
      return last?.message.startsWith('The deploy to borealis waits: 3:') && last;
    });
    assert.deepEqual([offer.kind, offer.buttons], ['pick', [KEEP, REVERT, MORE]]);
    answers.start(() => KEEP);
    await vscode.commands.executeCommand('routerSpec.deployWindow');
    const outcome = await deploying;
    assert.equal(outcome?.state, 'kept', JSON.stringify([outcome, answers.asked], null, 2));
    const told = answers.asked.at(-1);
    assert.deepEqual([told?.kind, told?.message], ['information', outcome.detail]);
    assert.equal(await lease(), '7h');
  });

  it('are none once nothing waits', async () => {
    answers.start(() => undefined);
    await vscode.commands.executeCommand('routerSpec.deployWindow');
    assert.deepEqual(
      answers.asked.map(({ kind, message }) => [kind, message]),
      [['information', 'No deploy waits for its confirmation.']],
    );
  });

  it('to undo the last deploy are shown as differences, and asked', async () => {
    answers.start(() => undefined);
    assert.equal(await run('routerSpec.rollback'), undefined);
    const question = modal();
    assert.deepEqual(
      [question?.message, question?.buttons],
      [`Undo the last deploy to ${target()}?`, ['Go Back']],
    );
    assert.ok(question?.detail.includes('within 120 seconds'), question?.detail);
    assert.equal(await lease(), '7h', 'the question was turned away');
    const text = (scheme: string) =>
      opened(scheme)
        .findLast(({ uri }) => uri.path === DNSMASQ)
        ?.getText() ?? '';
    assert.equal(text('router-spec-before'), await at(`cat ${DNSMASQ}`));
    const titles = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    assert.ok(
      titles.some((title) => title.startsWith(`${target()} (router) ↔ earlier state`)),
      titles.join('; '),
    );
    assert.match(text('router-spec-rendered'), new RegExp(`^dhcp-range=.*,${LEASE}$`, 'm'));

    answers.start(agree(({ buttons }) => (buttons.includes(KEEP) ? KEEP : undefined)));
    const outcome = await run('routerSpec.rollback');
    assert.equal(outcome?.state, 'kept', JSON.stringify([outcome, answers.asked], null, 2));
    assert.equal(await lease(), LEASE);
  });

  it('to go back further are made from the history, and no secret of the router is shown', async () => {
    answers.start(({ kind, buttons }) => (kind === 'pick' ? buttons.at(-1) : undefined));
    assert.equal(await run('routerSpec.history'), undefined);
    const pick = answers.asked.find(({ kind }) => kind === 'pick');
    assert.equal(pick?.message, 'Deploy History');
    assert.equal(pick.buttons.at(-1), 'before the first deploy');
    assert.ok(pick.buttons.length >= 4, pick.buttons.join('; '));
    assert.equal(modal()?.message, `Go back to this state of ${target()}?`);
    assert.equal(await lease(), LEASE, 'the question was turned away');
    const accessPoint = opened('router-spec-before').findLast(({ uri }) => uri.path.includes('hostapd'));
    assert.ok(accessPoint, 'the state before the first deploy has no access point');
    for (const document of [...opened('router-spec-before'), ...opened('router-spec-rendered')])
      assert.ok(!document.getText().includes(PASSPHRASE), `${document.uri.path} shows the passphrase`);

    answers.start(
      agree(({ kind, buttons }) =>
        kind === 'pick' ? buttons[1] : buttons.includes(KEEP) ? KEEP : undefined,
      ),
    );
    const outcome = await run('routerSpec.history');
    assert.equal(outcome?.state, 'kept', JSON.stringify([outcome, answers.asked], null, 2));
    assert.equal(await lease(), '7h');
  });

  it('come after a diagnosis, which opens as a page beside the spec', async () => {
    answers.start(() => undefined);
    const result = await vscode.commands.executeCommand<{ title: string; markdown: string }>(
      'routerSpec.diagnose',
      { uri: editor.document.uri.toString() },
    );
    assert.match(result.title, /borealis/);
    assert.match(result.markdown, /^# .*borealis/m);
    assert.ok(!result.markdown.includes(PASSPHRASE));
    assert.deepEqual(
      opened('router-spec-diagnosis').map((document) => document.getText()),
      [result.markdown],
    );
    const page = await until('the page', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ input }) => input instanceof vscode.TabInputWebview),
    );
    assert.equal(page.group.viewColumn, vscode.ViewColumn.Two);
    assert.ok(page.label.includes(result.title), page.label);
  });
});
