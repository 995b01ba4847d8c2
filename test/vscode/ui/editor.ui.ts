import assert from 'node:assert/strict';
import { LOOKS } from './session.ts';
import { session } from './shared.ts';
import type { Workbench } from './workbench.ts';

/** What the window says in its language. */
const WORDS = {
  'en-US': { deploy: 'Deploy to Router', log: 'Router Spec: Show Log', source: 'RFC 7597' },
  ja: { deploy: 'ルーターにデプロイ', log: 'Router Spec: ログを表示', source: 'RFC 7597' },
} as const;

for (const look of LOOKS) {
  const words = WORDS[look.locale];

  describe(`the editor, ${look.name}`, () => {
    let workbench: Workbench;
    const picture = (name: string) => session().picture(workbench.page, look, name);

    before(async () => {
      workbench = await session().open(look);
    });
    afterEach(async function () {
      if (this.currentTest?.state === 'failed')
        await picture(`FAILED-${this.currentTest.title.replace(/\W+/g, '-')}`);
      await workbench.rest();
    });
    after(() => workbench.page.context().close());

    it('shows lenses with the computed values', async () => {
      await workbench.openFile('router.yaml');
      await workbench.codeLenses().filter({ hasText: 'PSID 86' }).waitFor();
      const titles = await workbench.codeLenses().allTextContents();
      assert.ok(titles.includes('CE 240b:10:1234:5600:6a:4812:3400:5600'), titles.join(' | '));
      assert.ok(titles.includes(words.deploy), titles.join(' | '));
    });

    it('shows inlay hints', async () => {
      await workbench.page.waitForFunction(
        () => document.querySelector('.view-lines [class*="dyn-rule"]') !== null,
      );
      await picture('editor');
    });

    it('explains a value under the mouse', async () => {
      await workbench.hover('prefix', words.source);
      await picture('hover');
    });

    it('lists its commands in its language', async () => {
      await workbench.findCommand(words.log);
      await picture('palette');
    });

    it('marks mistakes and lists them', async () => {
      await workbench.openFile('faulty.router.yaml');
      await workbench.squiggles('error').first().waitFor();
      await workbench.openProblems();
      await workbench.problems().filter({ hasText: '8080' }).first().waitFor();
      await picture('problems');
    });
  });
}
