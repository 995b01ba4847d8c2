import assert from 'node:assert/strict';
import { ANSWER_MS, SLOW_MS, practiceRouter } from './practice-router.ts';
import type { Window } from './window.ts';
import type { Workbench } from './workbench.ts';

/** What the window says in its language. */
const WORDS = {
  'en-US': {
    deploy: 'Router Spec: Deploy to Router',
    reload: 'Developer: Reload Window',
    question: 'Deploy to root@127.0.0.1',
    go: 'Deploy',
    lost: 'this worked before and does not now: ping6',
    before: 'waits for its confirmation since before this window was opened',
    buttons: ['Keep', 'Revert', 'Wait 2 Minutes More'],
    revert: 'Revert',
    back: 'went back to the old configuration',
  },
  ja: {
    deploy: 'Router Spec: ルーターにデプロイ',
    reload: 'Developer: Reload Window',
    question: 'root@127.0.0.1',
    go: 'デプロイ',
    lost: '以前は動いていた次のものが動きません: ping6',
    before: 'このウィンドウを開く前に始めた',
    buttons: ['維持する', '元に戻す', 'さらに 2 分待つ'],
    revert: '元に戻す',
    back: '元の設定に戻',
  },
} as const;

/** The agent finds this `ping` before the system's. */
const PING = '/usr/local/sbin/ping';

/** The settings of the router, as one word. */
const SETTINGS =
  'cat /etc/network/interfaces /etc/nftables.nft /etc/dnsmasq.d/* 2>/dev/null | sha256sum | cut -c 1-64';

/**
 * What a person sees of a deploy that waits: the question, the countdown, and both again in a window that was loaded
 * anew. What the answers do is tested in the extension host.
 */
export function decisionTests(window: Window): void {
  const words = WORDS[window.look.locale];
  const { picture } = window;

  describe('a deploy that waits', function () {
    this.timeout(SLOW_MS);
    let workbench: Workbench;
    let settings = '';

    const onRouter = async (command: string) => {
      const { code, stdout, stderr } = await (await practiceRouter()).exec(command);
      assert.equal(code, 0, `${command}: ${stderr}`);
      return stdout;
    };
    const countdown = () =>
      workbench.page.locator('.statusbar-item').filter({ hasText: /borealis [0-9]:[0-5][0-9]/ });
    const buttons = (text: string) =>
      workbench.notifications().filter({ hasText: text }).locator('.monaco-text-button');

    before(async () => {
      workbench = window.workbench();
      settings = await onRouter(SETTINGS);
      // The internet answers for as long as the router has the settings of this moment.
      await onRouter(`mkdir -p /usr/local/sbin
        printf '#!/bin/sh\\n[ "$(${SETTINGS})" = ${settings.trim()} ]\\n' >${PING} && chmod 755 ${PING}`);
    });
    after(() => onRouter(`rm ${PING}`));

    it('asks about what was lost, and counts down in the status bar', async () => {
      await workbench.anyTab('router.yaml').click();
      await workbench.runCommand(words.deploy);
      const dialog = workbench.dialog().filter({ hasText: words.question });
      await dialog.waitFor({ timeout: ANSWER_MS });
      await dialog.getByRole('button', { name: words.go, exact: true }).click();
      await buttons(words.lost).first().waitFor({ timeout: ANSWER_MS });
      await countdown().waitFor();
      assert.deepEqual(await buttons(words.lost).allInnerTexts(), words.buttons);
      await picture('countdown');
    });

    it('is offered again after the window was loaded anew, and goes back', async () => {
      const loaded = workbench.page.waitForEvent('load');
      await workbench.runCommand(words.reload);
      await loaded;
      await workbench.ready();
      await buttons(words.before).first().waitFor({ timeout: ANSWER_MS });
      await countdown().waitFor();
      assert.deepEqual(await buttons(words.before).allInnerTexts(), words.buttons);
      await picture('countdown-after-reload');
      await buttons(words.before).filter({ hasText: words.revert }).click();
      await workbench.notifications().filter({ hasText: words.back }).waitFor({ timeout: ANSWER_MS });
      await countdown().waitFor({ state: 'detached' });
      assert.equal(await onRouter(SETTINGS), settings);
    });
  });
}
