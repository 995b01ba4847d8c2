import path from 'node:path';
import type { Locator } from 'playwright-core';
import { placeOf, root } from './specs.ts';
import { session } from './shared.ts';
import type { Window } from './window.ts';
import type { Workbench } from './workbench.ts';

/** What the window says in its language. */
const WORDS = {
  'en-US': {
    longForm: 'Write as keys',
    writeOut: 'Write out all defaults of `tunnel`',
    preview: 'Router Spec: Preview Generated Files',
    why: 'nat.forwards',
    compareSaved: 'Router Spec: Compare Generated Files with the Saved Spec',
    saved: 'router.yaml (saved) ↔ router.yaml',
    copy: 'Router Spec: Copy Computed Value',
    import: 'Router Spec: Import from an Existing Router',
    report: 'Import report',
  },
  ja: {
    longForm: 'キーに分けて書く',
    writeOut: '`tunnel` の既定値をすべて明示する',
    preview: 'Router Spec: 生成されるファイルをプレビュー',
    why: 'nat.forwards',
    compareSaved: 'Router Spec: 生成されるファイルを保存済みのスペックと比較',
    saved: 'router.yaml（保存済み）↔ router.yaml',
    copy: 'Router Spec: 計算値をコピー',
    import: 'Router Spec: 既存のルーターからインポート',
    report: 'インポートのレポート',
  },
} as const;

/** What helps while one writes: what is offered, what it stands for, where else it is, and what it makes. */
export function writingTests(window: Window): void {
  const words = WORDS[window.look.locale];
  const { look } = window;

  describe('writing a spec', () => {
    let workbench: Workbench;
    const picture = (name: string) => session().picture(workbench.page, look, name);

    /** Puts the cursor before a text, `after` characters into it, and presses keys until it is seen what they open. */
    async function press(text: string, after: number, keys: string, opened: Locator): Promise<void> {
      const [line, column] = placeOf('router.yaml', text);
      await workbench.goTo(line, column + after);
      await workbench.until(opened, () => workbench.page.keyboard.press(keys));
    }

    // A window of their own, in which something is left open and unsaved.
    before(async () => {
      workbench = await session().open(look, { name: 'writing' });
      await workbench.openFile('router.yaml');
      await workbench.codeLenses().filter({ hasText: 'PSID 86' }).waitFor();
    });

    afterEach(async function () {
      if (this.currentTest?.state === 'failed') await picture('FAILED-writing');
      await workbench.rest();
    });
    after(() => workbench.page.context().close());

    for (const [name, text, after, offered] of [
      ['addresses', 'address: 10.100.0.10 }', 'address: '.length, '10.100.0.2'],
      ['ports', 'tcp 5473 -> nas', 'tcp '.length, '9568'],
      ['hosts', 'tcp 5473 -> nas', 'tcp 5473 -> '.length, 'nas'],
      ['channels', 'channel: 36', 'channel: '.length, '104'],
      ['providers', 'provider: v6plus', 'provider: '.length, 'transix'],
      ['blocks', 'lan:', 0, 'sysctl'],
    ] as const)
      it(`offers ${name}`, async () => {
        const suggestion = workbench.suggestions().filter({ hasText: offered });
        await press(text, after, 'Control+Space', suggestion);
        await picture(`offers-${name}`);
      });

    it('tells the parts of a short form', async () => {
      const signature = workbench.page.locator('.parameter-hints-widget.visible');
      await press('tcp 5473', 'tcp 54'.length, 'Control+Shift+Space', signature.filter({ hasText: '->' }));
      await picture('signature');
    });

    it('offers to write a forward in its long form, and what is derived', async () => {
      const actions = workbench.page.locator('.action-widget .monaco-list-row.action');
      await press('tcp 5473', 0, 'Control+Shift+R', actions.filter({ hasText: words.longForm }));
      await picture('refactor-forward');
      await workbench.rest();
      await press('tunnel:', 0, 'Control+Shift+R', actions.filter({ hasText: words.writeOut }));
      await picture('refactor-defaults');
    });

    it('shows what a name stands for, and renames it', async () => {
      // With one use beside the definition, VS Code goes to it instead of listing the references.
      await press('nas:443', 1, 'Control+Shift+F10', workbench.page.locator('.peekview-widget .view-line'));
      await picture('definition');
      await workbench.rest();
      await press('nas:443', 1, 'F2', workbench.page.locator('.rename-box'));
      await picture('rename');
    });

    it('finds names in all specs', async () => {
      await workbench.until(workbench.quickPicks('borealis'), async () => {
        await workbench.page.keyboard.press('Control+T');
        await workbench.quickInput().fill('#o');
      });
      await picture('symbols');
    });

    it('shows which lines a forward makes, and says why a line is there', async () => {
      await workbench.goTo(...placeOf('router.yaml', 'tcp 5473'));
      await workbench.runCommand(words.preview);
      await workbench.quickPicks('/etc/nftables.nft').click();
      await workbench.anyTab('nftables.nft').waitFor();
      await workbench.goTo(...placeOf('router.yaml', 'tcp 5473'));
      const line = workbench.groups().nth(1).locator('.view-line').filter({ hasText: 'dnat ip to' }).last();
      await workbench.until(workbench.hovers().filter({ hasText: words.why }), async () => {
        await workbench.page.mouse.move(2, 2);
        await line.locator('span span').first().hover();
      });
      await workbench.hoverShown();
      await picture('line-map');
      await workbench.rest();
      await workbench.closeBeside();
    });

    it('shows what an edit changes in all files', async () => {
      const [line, column] = placeOf('router.yaml', 'tcp 5473');
      await workbench.goTo(line, column + 'tcp 547'.length);
      await workbench.page.keyboard.press('Delete');
      await workbench.page.keyboard.type('5');
      await workbench.runCommand(words.compareSaved);
      const tab = workbench.page.locator('.tab').filter({ hasText: words.saved });
      await tab.waitFor();
      await workbench.page
        .locator('.multiDiffEditor .view-line')
        .filter({ hasText: 'port 5475' })
        .first()
        .waitFor();
      await picture('compare-saved');
      await workbench.anyTab('router.yaml').click();
      await workbench.page.keyboard.press('Control+z');
      await workbench.page.keyboard.press('Control+z');
    });

    it('copies what was computed', async () => {
      await workbench.runCommand(words.copy);
      await workbench.quickPicks('240b:10:1234:5600:6a:4812:3400:5600').first().waitFor();
      await picture('copy');
    });

    it('makes a spec of an existing router, and reports on its lines', async () => {
      await workbench.runCommand(words.import);
      // The dialog lists the folder of the window first, whatever is typed before that.
      await workbench.quickPicks('transix.router.yaml').waitFor();
      await workbench.fillQuickInput(path.join(root, 'test/fixtures/import/by-hand/'));
      // What is in the folder is listed once it has been read; before that, Enter takes the folder that was offered first.
      await workbench.quickPicks('report.json').waitFor();
      await workbench.page.keyboard.press('Enter');
      await workbench.webview().getByRole('heading', { level: 1, name: words.report }).waitFor();
      await picture('import');
    });
  });
}
