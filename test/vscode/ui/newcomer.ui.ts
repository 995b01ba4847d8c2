import assert from 'node:assert/strict';
import { ANSWER_MS, SLOW_MS, practiceRouter } from './practice-router.ts';
import { session } from './shared.ts';
import type { Window } from './window.ts';
import type { Workbench } from './workbench.ts';

/** What the window says in its language. */
const WORDS = {
  'en-US': {
    create: 'Router Spec: New Router Spec',
    preview: 'Router Spec: Preview Generated Files',
    deploy: 'Router Spec: Deploy to Router',
    ports: '15 ranges, 240 ports',
    portsOf: 'Ports of borealis',
    host: 'LAN host',
    add: 'Add a forward',
    to: '10.100.0.50:22',
    added: 'Added: tcp 5472 -> 10.100.0.50:22',
    trust: 'Trust This Key',
    go: 'Deploy',
    kept: 'live and saved',
  },
  ja: {
    create: 'Router Spec: 新しいルータースペックを作成',
    preview: 'Router Spec: 生成されるファイルをプレビュー',
    deploy: 'Router Spec: ルーターにデプロイ',
    ports: '15 範囲、240 ポート',
    portsOf: 'borealis のポート',
    host: 'LAN 内のホスト',
    add: 'ポート転送を追加',
    // Another host than in the window before: the router has that forward already.
    to: '10.100.0.51:22',
    added: '追加しました: tcp 5472 -> 10.100.0.51:22',
    trust: 'この鍵を信頼する',
    go: 'デプロイ',
    kept: '有効になり、保存されました',
  },
} as const;

/** The answers to the questions, in their order; nothing where what is suggested is right. */
const ANSWERS = ['', '240b:10:1234:5600::/64', '', 'borealis', 'eth0', 'eth1 eth2', '10.100.0.1/24'];

/**
 * The first five minutes of somebody who has read nothing: from a prefix to a router with a forward that works, by what
 * the window shows alone.
 */
export function newcomerTests(window: Window): void {
  const words = WORDS[window.look.locale];
  const { look } = window;

  describe('a newcomer', function () {
    this.timeout(SLOW_MS);
    let workbench: Workbench;

    const picture = (name: string) => session().picture(workbench.page, look, name);
    const pictures = (name: string) => session().pictures(workbench, look, name);

    // A folder of their own: beside other specs of the same line they would be told of those.
    before(async () => {
      workbench = await session().openEmpty(look);
    });
    afterEach(async function () {
      if (this.currentTest?.state === 'failed') await picture('FAILED-newcomer');
    });
    after(() => workbench.page.context().close());

    it('has a valid router after pasting a prefix', async () => {
      await workbench.runCommand(words.create);
      for (const [index, answer] of ANSWERS.entries()) {
        const step = workbench.quickInputTitle().filter({ hasText: `(${index + 1}/` });
        await step.waitFor();
        if (answer !== '') await workbench.fillQuickInput(answer);
        await pictures(`newcomer-question-${index + 1}`);
        await workbench.page.keyboard.press('Enter');
        await step.waitFor({ state: 'detached' });
      }
      await workbench.codeLenses().filter({ hasText: words.ports }).waitFor();
      assert.match(await workbench.text(), /provider: v6plus/);
      for (const kind of ['error', 'warning'] as const)
        assert.equal(await workbench.squiggles(kind).count(), 0, `the new spec has an ${kind}`);
      await pictures('newcomer-spec');
      await workbench.page.keyboard.press('Control+S');
      // The folder lists what is saved.
      await workbench.filesListed();
    });

    it('is told what the prefix means', async () => {
      await workbench.hover('240b:10:1234', '01010110');
      await picture('newcomer-hover');
      await workbench.rest();
    });

    it('sees the ports, and adds a forward to one of them', async () => {
      await workbench.codeLenses().filter({ hasText: words.ports }).click();
      const page = workbench.webview();
      await page.getByRole('heading', { level: 1, name: words.portsOf }).waitFor();
      await page.locator('.strip > .own').first().waitFor();
      await picture('newcomer-ports');
      await page.locator('.strip > .own').first().click();
      await page.getByLabel(words.host, { exact: true }).fill(words.to);
      await page.getByRole('button', { name: words.add }).click();
      await page.getByText(words.added).waitFor();
      await picture('newcomer-forward');
    });

    it('sees in the preview what the router will get', async () => {
      await workbench.focusEditor();
      await workbench.runCommand(words.preview);
      await workbench.quickPicks('/etc/nftables.nft').click();
      await workbench.anyTab('nftables.nft').waitFor();
      await workbench
        .groups()
        .nth(1)
        .locator('.view-line')
        .filter({ hasText: 'router_filter' })
        .first()
        .waitFor();
      await picture('newcomer-preview');
    });

    it('deploys it, and is told that it is kept', async () => {
      const router = await practiceRouter();
      await workbench.focusEditor();
      await workbench.runCommand(words.deploy);
      const question = workbench.dialog().filter({ hasText: 'root@127.0.0.1' });
      const hostKey = workbench.dialog().filter({ hasText: 'SHA256:' });
      await question.or(hostKey).first().waitFor({ timeout: ANSWER_MS });
      if (await hostKey.isVisible()) await hostKey.getByRole('button', { name: words.trust }).click();
      await question.waitFor({ timeout: ANSWER_MS });
      await picture('newcomer-deploy');
      await question.getByRole('button', { name: words.go, exact: true }).click();
      await workbench.notifications().filter({ hasText: words.kept }).waitFor({ timeout: SLOW_MS });
      await picture('newcomer-kept');
      const { stdout } = await router.exec('nft list ruleset');
      // The port is another one there: ports of the line are mapped to a run of their own before.
      assert.match(stdout, new RegExp(`ip daddr 106\\.72\\.18\\.52 tcp dport \\d+ dnat to ${words.to}`));
    });
  });
}
