import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { placeOf, root } from '../ui/specs.ts';
import type { Workbench } from '../ui/workbench.ts';
import type { Language, WebSession } from './web-session.ts';

/** What the window says in its language. */
const WORDS = {
  en: {
    preview: 'Preview',
    topology: 'Topology',
    ports: '15 ranges, 240 ports',
    nearest: 'Change to 9568, the nearest free port of this line',
    previewFiles: 'Router Spec: Preview Generated Files',
    portsOf: 'Ports of borealis',
    host: 'LAN host',
    add: 'Add a forward',
    added: 'Added: tcp 9568 -> nas',
    showTopology: 'Router Spec: Show Topology',
    topologyOf: 'Topology of borealis',
    create: 'Router Spec: New Router Spec',
    restart: 'Router Spec: Restart Language Server',
    whyNot: /which a browser does not have.+on the desktop/,
    elsewhere: 'Deploy from elsewhere',
    lockedOut: 'Deploy so that a mistake cannot lock you out',
  },
  ja: {
    preview: 'プレビュー',
    topology: '構成図',
    ports: '15 範囲、240 ポート',
    nearest: 'この回線で最も近い空きポート 9568 に変更',
    previewFiles: 'Router Spec: 生成されるファイルをプレビュー',
    portsOf: 'borealis のポート',
    host: 'LAN 内のホスト',
    add: 'ポート転送を追加',
    added: '追加しました: tcp 9568 -> nas',
    showTopology: 'Router Spec: 構成図を表示',
    topologyOf: 'borealis の構成図',
    create: 'Router Spec: 新しいルータースペックを作成',
    restart: 'Router Spec: 言語サーバーを再起動',
    whyNot: /ブラウザーでは使えません。デスクトップ版/,
    elsewhere: 'デプロイは別の環境から',
    lockedOut: '締め出される心配なくデプロイする',
  },
} as const;

/** The commands that reach a router, or are about what was found there, and one that needs git. */
const NOT_HERE = [
  ...['compare', 'deploy', 'rollback', 'history', 'diagnose', 'forgetMeasurement'],
  'compareCommitted',
];

/** The answers to the questions of a new spec, in their order; nothing where what is suggested is right. */
const ANSWERS = ['240b:10:1234:5600::/64', '', 'borealis', 'eth0', 'eth1 eth2', '10.100.0.1/24'];

/** The title of a command. */
function titleOf(command: string, language: Language): string {
  const file = language === 'en' ? 'package.nls.json' : `package.nls.${language}.json`;
  const texts = JSON.parse(fs.readFileSync(path.join(root, file), 'utf8')) as Record<string, string>;
  const title = texts[`command.${command}`];
  if (title === undefined) throw new Error(`There is no title of ${command}.`);
  return title;
}

/** What the extension does where it can be nothing but a web worker: all but what needs ssh. */
export function webTests(session: WebSession, language: Language): void {
  const words = WORDS[language];
  let workbench: Workbench;
  const picture = (name: string) => session.picture(workbench.page, language, name);

  describe(`in a browser alone, ${language}`, () => {
    before(async () => {
      workbench = await session.open(language);
    });
    afterEach(async function () {
      if (this.currentTest?.state === 'failed')
        await picture(`FAILED-${this.currentTest.title.replace(/\W+/g, '-')}`);
      await workbench.rest();
    });
    after(() => workbench.page.context().close());

    it('computes the line, and offers nothing that needs ssh', async () => {
      await workbench.openFile('router.yaml');
      await workbench.codeLenses().filter({ hasText: 'CE 240b:10:1234:5600:6a:4812:3400:5600' }).waitFor();
      // Those of the first line stand there in one piece.
      const lenses = await workbench.codeLenses().allInnerTexts();
      assert.deepEqual(lenses.slice(0, 2), [words.preview, words.topology]);
      const bundles = session.scripts.filter((script) => !script.startsWith('dist/webview/'));
      assert.deepEqual(bundles, ['dist/web-extension.js', 'dist/web-server.js']);
      await picture('editor');
    });

    it('explains a value under the mouse', async () => {
      await workbench.hover('prefix', 'RFC 7597');
      await picture('hover');
    });

    it('shows a generated file beside the spec', async () => {
      await workbench.runCommand(words.previewFiles);
      await workbench.quickPicks('/etc/nftables.nft').first().waitFor();
      await workbench.fillQuickInput('/etc/nftables.nft');
      await workbench.page.keyboard.press('Enter');
      await workbench.anyTab('nftables.nft').waitFor();
      await workbench.groups().nth(1).locator('.view-line').filter({ hasText: 'chain' }).first().waitFor();
      await picture('preview');
      await workbench.closeBeside();
    });

    it('draws the ports, and adds a forward to one of them', async () => {
      await workbench.codeLenses().filter({ hasText: words.ports }).click();
      const page = workbench.webview();
      await page.getByRole('heading', { level: 1, name: words.portsOf }).waitFor();
      await page.locator('.strip > .own').nth(1).click();
      await page.getByLabel(words.host).fill('nas');
      await page.getByRole('button', { name: words.add }).click();
      await page.getByText(words.added).waitFor();
      await picture('port-map');
      await workbench.closeBeside();
      // Saved where the file lies: in a file system that is no disk.
      await workbench.page.keyboard.press('Control+S');
      await workbench.page.locator('.tab.active:not(.dirty)').first().waitFor();
    });

    it('draws the topology', async () => {
      await workbench.runCommand(words.showTopology);
      await workbench.webview().getByRole('heading', { level: 1, name: words.topologyOf }).waitFor();
      await picture('topology');
      await workbench.closeBeside();
    });

    it('marks mistakes and mends them', async () => {
      await workbench.openFile('faulty.router.yaml');
      await workbench.squiggles('error').first().waitFor();
      await workbench.openProblems();
      await workbench.problems().filter({ hasText: '8080' }).first().waitFor();
      const fix = await workbench.quickFixes(...placeOf('faulty.router.yaml', '8080'), words.nearest);
      await picture('quick-fix');
      // VS Code 1.100 keeps a menu from being clicked by mistake until the mouse has moved.
      await workbench.page.mouse.move(2, 2);
      await fix.click();
      await workbench.problems().filter({ hasText: '8080' }).first().waitFor({ state: 'detached' });
      assert.match(await workbench.text(), /9568/);
      await workbench.runCommand('View: Hide Panel');
      await workbench.page.locator('.markers-panel').waitFor({ state: 'hidden' });
    });

    it('works again after its server was restarted', async () => {
      await workbench.openFile('router.yaml');
      await workbench.goTo(...placeOf('router.yaml', 'prefix'));
      await workbench.runCommand(words.restart);
      await workbench.hover('prefix', 'RFC 7597');
    });

    it('writes a new spec from a prefix', async () => {
      await workbench.runCommand(words.create);
      for (const [index, answer] of ANSWERS.entries()) {
        const step = workbench.quickInputTitle().filter({ hasText: `(${index + 1}/` });
        await step.waitFor();
        if (answer !== '') await workbench.fillQuickInput(answer);
        await workbench.page.keyboard.press('Enter');
        await step.waitFor({ state: 'detached' });
      }
      await workbench.codeLenses().filter({ hasText: words.ports }).waitFor();
      assert.match(await workbench.text(), /provider: v6plus/);
      assert.equal(await workbench.squiggles('error').count(), 0);
      await picture('new-spec');
    });

    it('lists no command that needs ssh', async () => {
      const sentinel = 'Stand-in: Open the Walkthrough';
      for (const [listed, commands] of [
        [true, ['preview', 'showTopology', 'new']],
        [false, NOT_HERE],
      ] as const)
        for (const command of commands) {
          await workbench.findCommand(sentinel);
          const title = titleOf(command, language);
          await workbench.fillQuickInput(`>Router Spec: ${title}`);
          // Now the list is the one for this title, and the sentinel has nothing in common with it.
          await workbench.quickPicks(sentinel).first().waitFor({ state: 'detached' });
          assert.equal((await workbench.quickPicks(title).count()) > 0, listed, `${command} is listed`);
        }
      await workbench.fillQuickInput('>Router Spec: ');
      await workbench.quickPicks(words.create).first().waitFor();
      await picture('palette');
    });

    it('says why, where such a command is run all the same', async () => {
      await workbench.openFile('router.yaml');
      await workbench.runCommand('Stand-in: Deploy All the Same');
      await workbench.notifications().filter({ hasText: words.whyNot }).waitFor();
      await picture('why-not');
    });

    it('says so in the walkthrough too', async () => {
      await workbench.runCommand('Stand-in: Open the Walkthrough');
      const { page } = workbench;
      await page.getByText(words.elsewhere).first().waitFor();
      assert.equal(await page.getByText(words.lockedOut).count(), 0);
      await picture('walkthrough');
    });
  });
}
