import assert from 'node:assert/strict';
import { session } from './shared.ts';
import type { Window } from './window.ts';
import type { Workbench } from './workbench.ts';

/** What the window says in its language. */
const WORDS = {
  'en-US': {
    welcome: 'Router Spec describes a MAP-E or DS-Lite router in one router.yaml.',
    start: 'Get Started with Router Spec',
    steps: [
      { title: 'Write router.yaml', buttons: ['New Router Spec', 'Import from an Existing Router'] },
      { title: 'See every file that the router will get', buttons: ['Preview Generated Files'] },
      {
        title: 'Deploy so that a mistake cannot lock you out',
        buttons: ['Compare with Router', 'Deploy to Router'],
      },
      { title: 'Find out what is wrong', buttons: ['Diagnose Router'] },
    ],
  },
  ja: {
    welcome: 'Router Spec では、MAP-E や DS-Lite のルーターを 1 つの router.yaml で記述します。',
    start: 'Router Spec の使い方',
    steps: [
      {
        title: 'router.yaml を書く',
        buttons: ['新しいルータースペックを作成', '既存のルーターからインポート'],
      },
      { title: 'ルーターに置かれるファイルを確認する', buttons: ['生成されるファイルをプレビュー'] },
      { title: '締め出される心配なくデプロイする', buttons: ['ルーターと比較', 'ルーターにデプロイ'] },
      { title: '問題の原因を調べる', buttons: ['ルーターを診断'] },
    ],
  },
} as const;

/** What a window without a folder says of the extension, and where that leads. */
export function welcomeTests(window: Window): void {
  const { look } = window;
  const words = WORDS[look.locale];

  describe('a window without a folder', () => {
    let workbench: Workbench;
    const pictures = (name: string) => session().pictures(workbench, look, name);

    before(async () => {
      workbench = await session().openNothing(look);
    });
    afterEach(async function () {
      if (this.currentTest?.state === 'failed') await pictures('FAILED-welcome');
    });
    after(() => workbench.page.context().close());

    it('says what the extension is for', async () => {
      // A window without a folder opens with no side bar.
      await workbench.until(workbench.sideBar().getByText(words.welcome), () =>
        workbench.page.keyboard.press('Control+Shift+E'),
      );
      await pictures('no-folder');
    });

    it('leads to the walkthrough, whose steps have a picture and their commands', async () => {
      await workbench.sideBar().getByText(words.start).click();
      const page = workbench.walkthrough();
      await page.waitFor();
      // Beside the side bar there is no room for the pictures, and VS Code leaves them out.
      await workbench.page.keyboard.press('Control+B');
      await workbench.sideBar().waitFor({ state: 'hidden' });
      const steps = page.locator('.getting-started-step');
      await steps.nth(words.steps.length - 1).waitFor();
      assert.deepEqual(
        await steps.locator('.step-title').allInnerTexts(),
        words.steps.map(({ title }) => title),
      );
      for (const [index, { title, buttons }] of words.steps.entries()) {
        await steps.filter({ hasText: title }).locator('.step-title').click();
        const step = page.locator('.getting-started-step.expanded').filter({ hasText: title });
        await step.waitFor();
        assert.deepEqual(await step.locator('.monaco-button').allInnerTexts(), buttons);
        await workbench.webview().locator('svg').first().waitFor();
        await pictures(`walkthrough-${index + 1}`);
      }
    });

    it('begins a spec from there', async () => {
      const [{ title, buttons }] = words.steps;
      const step = workbench.walkthrough().locator('.getting-started-step').filter({ hasText: title });
      await step.locator('.step-title').click();
      await step.locator('.monaco-button').filter({ hasText: buttons[0] }).click();
      await workbench.quickInputTitle().filter({ hasText: '(1/' }).waitFor();
      await workbench.page.keyboard.press('Escape');
    });
  });
}
