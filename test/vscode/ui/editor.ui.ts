import assert from 'node:assert/strict';
import { placeOf } from './specs.ts';
import type { Window } from './window.ts';
import type { Workbench } from './workbench.ts';

/** What the window says in its language. */
const WORDS = {
  'en-US': {
    deploy: 'Deploy to Router',
    log: 'Router Spec: Show Log',
    preview: 'Router Spec: Preview Generated Files',
    files: 'Generated files',
    whichFile: 'Which file do you want to see?',
    nearest: 'Change to 9568, the nearest free port of this line',
    source: 'RFC 7597',
    line: 'v6plus · 15 ranges, 240 ports',
    problems: 'errors: 1, warnings: 1',
    showProblems: 'Show Problems',
  },
  ja: {
    deploy: 'ルーターにデプロイ',
    log: 'Router Spec: ログを表示',
    preview: 'Router Spec: 生成されるファイルをプレビュー',
    files: '生成されるファイル',
    whichFile: 'どのファイルを表示しますか?',
    nearest: 'この回線で最も近い空きポート 9568 に変更',
    source: 'RFC 7597',
    line: 'v6プラス · 15 範囲、240 ポート',
    problems: 'エラー 1 件、警告 1 件',
    showProblems: '問題を表示',
  },
} as const;

/** What one sees and does while one edits a spec. */
export function editorTests(window: Window): void {
  const words = WORDS[window.look.locale];
  const { picture, pictures } = window;

  describe('the editor', () => {
    let workbench: Workbench;

    before(async () => {
      workbench = window.workbench();
      await workbench.openFile('router.yaml');
    });

    it('shows lenses with the computed values', async () => {
      for (const title of ['CE 240b:10:1234:5600:6a:4812:3400:5600', 'PSID 86', words.deploy])
        await workbench.codeLenses().filter({ hasText: title }).waitFor();
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
      // The picture of the README, images/editor.png, is a copy of the dark one.
      await picture('readme', workbench.editorPart());
    });

    it('tells the address of the line in the status of the language, and nothing in the status bar', async () => {
      const status = workbench.languageStatus().filter({ hasText: '106.72.18.52' });
      await workbench.hoverStatus(status);
      assert.match(await status.innerText(), new RegExp(words.line));
      await pictures('language-status');
      await workbench.rest();
      assert.equal(await workbench.statusItem('borealis').count(), 0, 'no deploy waits');
    });

    it('lists its commands in its language', async () => {
      await workbench.findCommand(words.log);
      await picture('palette');
    });

    it('offers the values of a closed list', async () => {
      await workbench.goTo(...placeOf('router.yaml', 'v6plus'));
      await workbench.until(workbench.suggestions().filter({ hasText: 'biglobe' }), () =>
        workbench.page.keyboard.press('Control+Space'),
      );
      await picture('completion');
    });

    it('lets one choose a generated file, and shows it beside the spec', async () => {
      await workbench.runCommand(words.preview);
      await workbench.quickPicks('/etc/nftables.nft').first().waitFor();
      assert.equal(await workbench.quickInputTitle().innerText(), words.files);
      assert.equal(await workbench.quickInput().getAttribute('placeholder'), words.whichFile);
      await picture('generated-files');
      await workbench.fillQuickInput('/etc/nftables.nft');
      await workbench.page.keyboard.press('Enter');
      await workbench.anyTab('nftables.nft').waitFor();
      // Which lines are in view depends on where the cursor is in the spec.
      await workbench.groups().nth(1).locator('.view-line').filter({ hasText: 'chain' }).first().waitFor();
      await picture('preview');
      await workbench.closeBeside();
    });

    it('marks mistakes and lists them', async () => {
      await workbench.openFile('faulty.router.yaml');
      await workbench.squiggles('error').first().waitFor();
      await workbench.openProblems();
      await workbench.problems().filter({ hasText: '8080' }).first().waitFor();
      await picture('problems');
    });

    it('counts them in the status of the language, which leads to them', async () => {
      await workbench.openFile('faulty.router.yaml');
      const status = workbench.languageStatus().filter({ hasText: words.problems });
      await workbench.hoverStatus(status);
      await picture('language-status-problems');
      await workbench.closePanel();
      // The box closes when the status is drawn anew, and what is clicked at that moment does nothing.
      await workbench.until(workbench.problems().filter({ hasText: '8080' }).first(), async () => {
        await workbench.hoverStatus(status);
        await status.getByText(words.showProblems).click();
      });
      await workbench.closePanel();
    });

    it('offers to mend them', async () => {
      await workbench.openFile('faulty.router.yaml');
      await workbench.quickFixes(...placeOf('faulty.router.yaml', '8080'), words.nearest);
      await picture('quick-fix');
    });
  });
}
