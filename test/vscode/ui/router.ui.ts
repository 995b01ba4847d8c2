import assert from 'node:assert/strict';
import type { PracticeRouter } from '../../../scripts/practice-router.mjs';
import { startPracticeRouter } from '../../../scripts/practice-router.mjs';
import { LOOKS } from './session.ts';
import { session } from './shared.ts';
import type { Workbench } from './workbench.ts';

/** The first start downloads and unpacks a kernel, and an emulated processor is ten times slower than a real one. */
const SLOW_MS = 8 * 60_000;

/** How long a question to the router may take. */
const ANSWER_MS = 2 * 60_000;

/** What the window says in its language. */
const WORDS = {
  'en-US': {
    compare: 'Router Spec: Compare with Router',
    deploy: 'Router Spec: Deploy to Router',
    trust: 'Trust This Key',
    secret: 'Secret "wifi"',
    question: 'Deploy to root@127.0.0.1',
    go: 'Deploy',
    window: 'unless it can be reached again within 120 seconds',
  },
  ja: {
    compare: 'Router Spec: ルーターと比較',
    deploy: 'Router Spec: ルーターにデプロイ',
    trust: 'この鍵を信頼する',
    secret: 'シークレット「wifi」',
    question: 'root@127.0.0.1',
    go: 'デプロイ',
    window: '120 秒以内に再び接続できなければ',
  },
} as const;

// The modal questions, which tests in the extension host cannot see, and the differences. That a deploy comes through is
// tested there.
describe('a real router', function () {
  this.timeout(SLOW_MS);
  let router: PracticeRouter | undefined;

  before(async () => {
    const started = await startPracticeRouter({ dir: session().routerFolder, log: console.log });
    if ('unavailable' in started) throw new Error(started.unavailable.en);
    router = started;
  });
  after(() => router?.stop());

  for (const look of LOOKS.filter(({ name }) => name !== 'light')) {
    const words = WORDS[look.locale];

    describe(look.name, () => {
      let workbench: Workbench;
      const picture = (name: string) => session().picture(workbench.page, look, name);

      before(async () => {
        workbench = await session().open(look);
        await workbench.openFile('router.yaml');
        await workbench.codeLenses().filter({ hasText: 'PSID 86' }).waitFor();
      });
      afterEach(async function () {
        if (this.currentTest?.state === 'failed')
          await picture(`FAILED-router-${this.currentTest.title.replace(/\W+/g, '-')}`);
        await workbench.rest();
      });
      after(() => workbench.page.context().close());

      it('is compared with the spec, after its key is trusted and the secret is given', async () => {
        const differences = workbench.page.locator('.multiDiffEditor .monaco-diff-editor').first();
        await workbench.runCommand(words.compare);
        const secret = workbench.quickInputTitle().filter({ hasText: words.secret });
        await secret.or(workbench.dialog()).or(differences).first().waitFor({ timeout: ANSWER_MS });
        if (await secret.isVisible()) {
          // Windows of one browser share what was answered before.
          await picture('secret');
          await workbench.fillQuickInput('correct horse battery');
          await workbench.page.keyboard.press('Enter');
        }
        const hostKey = workbench.dialog().filter({ hasText: 'SHA256:' });
        await hostKey.or(differences).first().waitFor({ timeout: ANSWER_MS });
        if (await hostKey.isVisible()) {
          await picture('host-key');
          await workbench.dialog().getByRole('button', { name: words.trust }).click();
        }
        await differences.waitFor({ timeout: ANSWER_MS });
        await picture('compare');
      });

      it('is named by the one question before a deploy', async () => {
        await workbench.anyTab('router.yaml').click();
        await workbench.runCommand(words.deploy);
        const dialog = workbench.dialog().filter({ hasText: words.question });
        await dialog.waitFor({ timeout: ANSWER_MS });
        assert.ok((await dialog.innerText()).includes(words.window), await dialog.innerText());
        assert.equal(await dialog.getByRole('button', { name: words.go, exact: true }).count(), 1);
        await picture('deploy');
        await workbench.page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
      });
    });
  }
});
