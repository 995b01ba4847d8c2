import assert from 'node:assert/strict';
import { ANSWER_MS, PASSPHRASE, SLOW_MS, practiceRouter } from './practice-router.ts';
import { placeOf } from './specs.ts';
import type { Window } from './window.ts';
import type { Workbench } from './workbench.ts';

/** What the window says in its language. */
const WORDS = {
  'en-US': {
    compare: 'Router Spec: Compare with Router',
    compareSaved: 'Router Spec: Compare Generated Files with the Saved Spec',
    reload: 'Developer: Reload Window',
    ofRouter: '(router) ↔ router.yaml',
    saved: 'router.yaml (saved) ↔ router.yaml',
    deploy: 'Router Spec: Deploy to Router',
    trust: 'Trust This Key',
    secret: 'Secret "wifi"',
    question: 'Deploy to root@127.0.0.1',
    go: 'Deploy',
    diagnose: 'Router Spec: Diagnose Router',
    diagnosis: /^Diagnosis of borealis/,
    window: 'unless it can be reached again within 120 seconds',
  },
  ja: {
    compare: 'Router Spec: ルーターと比較',
    compareSaved: 'Router Spec: 生成されるファイルを保存済みのスペックと比較',
    reload: 'Developer: Reload Window',
    ofRouter: '（ルーター）↔ router.yaml',
    saved: 'router.yaml（保存済み）↔ router.yaml',
    deploy: 'Router Spec: ルーターにデプロイ',
    trust: 'この鍵を信頼する',
    secret: 'シークレット「wifi」',
    question: 'root@127.0.0.1',
    go: 'デプロイ',
    diagnose: 'Router Spec: ルーターを診断',
    diagnosis: /^borealis の診断/,
    window: '120 秒以内に再び接続できなければ',
  },
} as const;

/**
 * The modal questions, which tests in the extension host cannot see, and the differences. That a deploy comes through
 * is tested there.
 */
export function routerTests(window: Window): void {
  const words = WORDS[window.look.locale];
  const { picture, pictures } = window;

  describe('a real router', function () {
    this.timeout(SLOW_MS);
    let workbench: Workbench;

    before(async () => {
      workbench = window.workbench();
      // Whatever an earlier window has deployed: something differs from every spec.
      const { code } = await (await practiceRouter()).exec("echo '# by hand' >>/etc/hosts");
      assert.equal(code, 0);
      await workbench.openFile('router.yaml');
      await workbench.codeLenses().filter({ hasText: 'PSID 86' }).waitFor();
    });

    it('is compared with the spec, after its key is trusted and the secret is given', async () => {
      const differences = workbench.page.locator('.multiDiffEditor .monaco-diff-editor').first();
      await workbench.runCommand(words.compare);
      const secret = workbench.quickInputTitle().filter({ hasText: words.secret });
      await secret.or(workbench.dialog()).or(differences).first().waitFor({ timeout: ANSWER_MS });
      if (await secret.isVisible()) {
        // Windows of one browser share what was answered before.
        await picture('secret');
        await workbench.fillQuickInput(PASSPHRASE);
        await workbench.page.keyboard.press('Enter');
      }
      const hostKey = workbench.dialog().filter({ hasText: 'SHA256:' });
      await hostKey.or(differences).first().waitFor({ timeout: ANSWER_MS });
      if (await hostKey.isVisible()) {
        await picture('host-key');
        await workbench.dialog().getByRole('button', { name: words.trust }).click();
      }
      await differences.waitFor({ timeout: ANSWER_MS });
      await pictures('compare');
    });

    it('is diagnosed in a page beside the spec', async () => {
      await workbench.anyTab('router.yaml').click();
      await workbench.runCommand(words.diagnose);
      const page = workbench.webview();
      await page.getByRole('heading', { level: 1, name: words.diagnosis }).waitFor({ timeout: ANSWER_MS });
      await pictures('diagnosis');
      await page.getByRole('heading').last().scrollIntoViewIfNeeded();
      await pictures('diagnosis-end');
      await workbench.closeBeside();
    });

    it('is named by the one question before a deploy', async () => {
      await workbench.anyTab('router.yaml').click();
      await workbench.runCommand(words.deploy);
      const dialog = workbench.dialog().filter({ hasText: words.question });
      await dialog.waitFor({ timeout: ANSWER_MS });
      assert.ok((await dialog.innerText()).includes(words.window), await dialog.innerText());
      assert.equal(await dialog.getByRole('button', { name: words.go, exact: true }).count(), 1);
      await pictures('deploy');
      await workbench.page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    });

    it('is not asked by a window that was loaded anew, which compares with what is saved by itself', async () => {
      const tab = (title: string) => workbench.page.locator('.tab').filter({ hasText: title });
      const [line, column] = placeOf('router.yaml', 'lease: 12h');
      // Else the next comparison takes the place of this one.
      await tab(words.ofRouter).dblclick();
      await workbench.anyTab('router.yaml').click();
      await workbench.goTo(line, column + 'lease: '.length);
      await workbench.page.keyboard.type('1');
      await workbench.runCommand(words.compareSaved);
      await tab(words.saved).waitFor();
      await tab(words.ofRouter).waitFor();
      await workbench.reload(words.reload);
      for (const text of [',12h', ',112h'])
        await workbench.page
          .locator('.multiDiffEditor .view-line')
          .filter({ hasText: text })
          .first()
          .waitFor({ timeout: ANSWER_MS });
      await tab(words.ofRouter).waitFor({ state: 'detached', timeout: ANSWER_MS });
      await picture('compare-after-reload');
      await workbench.anyTab('router.yaml').click();
      await workbench.page.keyboard.press('Control+z');
    });
  });
}
