import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { ANSWER_MS, PASSPHRASE, SLOW_MS, practiceRouter } from './practice-router.ts';
import { placeOf } from './specs.ts';
import type { Window } from './window.ts';
import type { Workbench } from './workbench.ts';

/** What the window says in its language. */
const WORDS = {
  'en-US': {
    deploy: 'Router Spec: Deploy to Router',
    history: 'Router Spec: Deploy History',
    undo: 'Router Spec: Undo Last Deploy',
    reload: 'Developer: Reload Window',
    secret: 'Secret "wifi"',
    same: 'already has everything that this spec makes',
    question: 'Deploy to root@127.0.0.1',
    go: 'Deploy',
    lost: 'this worked before and does not now: ping6',
    before: 'waits for its confirmation since before this window was opened',
    waits: 'The deploy to borealis waits: ',
    buttons: ['Keep', 'Revert', 'Wait 2 Minutes More'],
    kept: 'live and saved',
    back: 'went back to the old configuration',
    entry: 'before the first deploy',
    goBack: 'Go back to this state of root@127.0.0.1',
    undoing: 'Undo the last deploy to root@127.0.0.1',
    goBackNow: 'Go Back',
  },
  ja: {
    deploy: 'Router Spec: ルーターにデプロイ',
    history: 'Router Spec: デプロイの履歴',
    undo: 'Router Spec: 直前のデプロイを取り消す',
    reload: 'Developer: Reload Window',
    secret: 'シークレット「wifi」',
    same: 'すでにこのスペックどおりの状態です',
    question: 'にデプロイしますか?',
    go: 'デプロイ',
    lost: '以前は動いていた次のものが動きません: ping6',
    before: 'このウィンドウを開く前に始めた',
    waits: 'borealis へのデプロイが確認待ちです（残り ',
    buttons: ['維持する', '元に戻す', 'さらに 2 分待つ'],
    kept: '有効になり、保存されました',
    back: '元の設定に戻',
    entry: '最初のデプロイより前',
    goBack: 'をこの時点の状態に戻しますか?',
    undoing: 'への直前のデプロイを取り消しますか?',
    goBackNow: '元に戻す',
  },
} as const;

/** What earlier deploys have told goes away, so that it is not taken for what the next one tells. */
const CLEAR = 'Notifications: Clear All Notifications';

/** The agent finds this `ping` before the system's. */
const PING = '/usr/local/sbin/ping';

/** The settings of the router, as one word. */
const SETTINGS =
  'cat /etc/network/interfaces /etc/nftables.nft /etc/dnsmasq.d/* 2>/dev/null | sha256sum | cut -c 1-64';

/** The countdown, and one that is longer than a deploy is given at first. */
const COUNTDOWN = /borealis \d:[0-5]\d/;
const LONGER = /borealis (?:3:[0-5]\d|2:(?!00)[0-5]\d)/;

/**
 * What a person sees of a deploy that waits: the question, the countdown, and both again in a window that was loaded
 * anew; and of the ways back. What each answer does in detail is tested in the extension host.
 */
export function decisionTests(window: Window): void {
  const words = WORDS[window.look.locale];
  const { picture, pictures } = window;
  const [keep, revert, more] = words.buttons;

  describe('a deploy that waits', function () {
    this.timeout(SLOW_MS);
    let workbench: Workbench;
    let settings = '';

    const onRouter = async (command: string) => {
      const { code, stdout, stderr } = await (await practiceRouter()).exec(command);
      assert.equal(code, 0, `${command}: ${stderr}`);
      return stdout;
    };
    const buttons = (text: string) =>
      workbench.notifications().filter({ hasText: text }).locator('.monaco-text-button');
    const told = (text: string) =>
      workbench.notifications().filter({ hasText: text }).waitFor({ timeout: ANSWER_MS });
    const countdown = () => workbench.statusItem(COUNTDOWN);

    /** Runs a command on the spec, and gives the secret where the window has forgotten it, until one of `answers` is seen. */
    async function ask(command: string, ...answers: Locator[]) {
      await workbench.anyTab('router.yaml').click();
      await workbench.runCommand(command);
      const any = answers.reduce((all, each) => all.or(each)).first();
      const secret = workbench.quickInputTitle().filter({ hasText: words.secret });
      await any.or(secret).first().waitFor({ timeout: ANSWER_MS });
      if (await secret.isVisible()) {
        await workbench.fillQuickInput(PASSPHRASE);
        await workbench.page.keyboard.press('Enter');
      }
      await any.waitFor({ timeout: ANSWER_MS });
    }

    const dialogOf = (question: string) => workbench.dialog().filter({ hasText: question });
    const go = () => dialogOf(words.question).getByRole('button', { name: words.go, exact: true }).click();

    /** Deploys what loses something. */
    async function deploy() {
      await ask(words.deploy, dialogOf(words.question));
      await go();
      await buttons(words.lost).first().waitFor({ timeout: ANSWER_MS });
      await countdown().waitFor();
    }

    before(async () => {
      workbench = window.workbench();
      await workbench.openFile('router.yaml');
      const same = workbench.notifications().filter({ hasText: words.same });
      await ask(words.deploy, dialogOf(words.question), same);
      if (await dialogOf(words.question).isVisible()) {
        await go();
        await told(words.kept);
      }
      await workbench.rest();
      settings = await onRouter(SETTINGS);
      // The internet answers for as long as the router has the settings of this moment.
      await onRouter(`mkdir -p /usr/local/sbin
        printf '#!/bin/sh\\n[ "$(${SETTINGS})" = ${settings.trim()} ]\\n' >${PING} && chmod 755 ${PING}`);
    });
    after(() => onRouter(`rm -f ${PING}`));

    it('asks about what was lost, counts down in the status bar, and is given more time', async () => {
      const [line, column] = placeOf('router.yaml', 'lease: 12h');
      await workbench.anyTab('router.yaml').click();
      await workbench.goTo(line, column + 'lease: '.length);
      await workbench.page.keyboard.type('1');
      await deploy();
      assert.deepEqual(await buttons(words.lost).allInnerTexts(), words.buttons);
      await pictures('countdown');
      await buttons(words.lost).filter({ hasText: more }).click();
      await workbench.statusItem(LONGER).waitFor({ timeout: ANSWER_MS });
    });

    it('is offered again after the window was loaded anew, and goes back', async () => {
      await workbench.reload(words.reload);
      await buttons(words.before).first().waitFor({ timeout: ANSWER_MS });
      await countdown().waitFor();
      assert.deepEqual(await buttons(words.before).allInnerTexts(), words.buttons);
      await picture('countdown-after-reload');
      await buttons(words.before).filter({ hasText: revert }).click();
      await told(words.back);
      await countdown().waitFor({ state: 'detached' });
      assert.equal(await onRouter(SETTINGS), settings);
    });

    it('is kept by a click on the countdown', async () => {
      await deploy();
      await countdown().click();
      await workbench.quickInputTitle().filter({ hasText: words.waits }).waitFor();
      for (const button of words.buttons) await workbench.quickPicks(button).waitFor();
      await pictures('deciding');
      await workbench.quickPicks(keep).click();
      await told(words.kept);
      await countdown().waitFor({ state: 'detached' });
      assert.notEqual(await onRouter(SETTINGS), settings);
    });

    it('is undone', async () => {
      await workbench.runCommand(CLEAR);
      await ask(words.undo, dialogOf(words.undoing));
      await pictures('undo');
      await dialogOf(words.undoing).getByRole('button', { name: words.goBackNow, exact: true }).click();
      await told(words.kept);
      await countdown().waitFor({ state: 'detached' });
      await pictures('undone');
      assert.equal(await onRouter(SETTINGS), settings);
    });

    it('is in the history then, which shows what going back would change', async () => {
      await workbench.anyTab('router.yaml').click();
      await workbench.runCommand(words.history);
      await workbench.quickPicks(words.entry).waitFor({ timeout: ANSWER_MS });
      await pictures('history');
      await workbench.quickPicks(words.entry).click();
      await dialogOf(words.goBack).waitFor({ timeout: ANSWER_MS });
      await pictures('history-question');
      await workbench.page.keyboard.press('Escape');
      await dialogOf(words.goBack).waitFor({ state: 'detached' });
      await workbench.page.locator('.multiDiffEditor .monaco-diff-editor').first().waitFor();
      await pictures('history-differences');
    });

    it('has replaced what was there before all deploys, which comes back', async () => {
      // Nothing works less than before: what is asked here is asked by the history alone.
      await onRouter(`rm -f ${PING}`);
      await workbench.runCommand(CLEAR);
      await workbench.anyTab('router.yaml').click();
      await workbench.runCommand(words.history);
      await workbench.quickPicks(words.entry).click();
      await dialogOf(words.goBack).getByRole('button', { name: words.goBackNow, exact: true }).click();
      await told(words.kept);
      await countdown().waitFor({ state: 'detached' });
      await onRouter(
        'tar -xzOf /etc/router-spec/history/0-before.tar.gz ./list | awk \'{ print $2 "  " $4 }\' | sha256sum -c',
      );
    });
  });
}
