import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { placeOf } from './specs.ts';
import type { Window } from './window.ts';
import type { Workbench } from './workbench.ts';

/** What the pages say in the language of the window. */
const WORDS = {
  'en-US': {
    ports: '15 ranges, 240 ports',
    portsOf: (name: string) => `Ports of ${name}`,
    range2: /^Range 2: ports 9568–9583/,
    help: /^Choose one of your ranges/,
    host: 'LAN host',
    add: 'Add a forward',
    added: 'Added: tcp 9568 -> nas',
    find: 'Whose port is',
    compare: 'Compare with PSID',
    found: 'Port 8080 belongs to PSID 249',
    showTopology: 'Router Spec: Show Topology',
    topology: 'Topology',
    topologyOf: 'Topology of borealis',
    wan: /^WAN port eth0, MTU 1500/,
    table: 'The same as a table',
    dhcp: 'Others, by DHCP',
    outdated: /^There is no router to show yet/,
  },
  ja: {
    ports: '15 範囲、240 ポート',
    portsOf: (name: string) => `${name} のポート`,
    range2: /^範囲 2: ポート 9568–9583/,
    help: /^この回線の範囲を選ぶと/,
    host: 'LAN 内のホスト',
    add: 'ポート転送を追加',
    added: '追加しました: tcp 9568 -> nas',
    find: 'ポートの持ち主を調べる',
    compare: '比較する PSID',
    found: '（PSID 249）',
    showTopology: 'Router Spec: 構成図を表示',
    topology: '構成図',
    topologyOf: 'borealis の構成図',
    wan: /^WAN ポート eth0, MTU 1500/,
    table: '同じ内容の表',
    dhcp: 'その他（DHCP）',
    outdated: /^まだルーターの設定を生成できません/,
  },
} as const;

/** The pictures of a spec, beside it. */
export function pictureTests(window: Window): void {
  const words = WORDS[window.look.locale];
  const { picture } = window;
  let workbench: Workbench;
  let page: FrameLocator;

  const heading = (name: string) => page.getByRole('heading', { level: 1, name });

  describe('the port map', () => {
    before(async () => {
      workbench = window.workbench();
      page = workbench.webview();
      await workbench.openFile('router.yaml');
    });
    after(() => workbench.closeBeside());

    it('opens by its lens, with the ranges of the line and what uses them', async () => {
      await workbench.codeLenses().filter({ hasText: words.ports }).click();
      await heading(words.portsOf('borealis')).waitFor();
      await page.getByText(words.help).waitFor();
      assert.equal(await page.locator('.strip').count(), 16);
      assert.equal(await page.locator('.strip > .own').count(), 15);
      assert.equal(await page.locator('tbody tr').count(), 15);
      const [first] = await page.locator('tbody tr').allInnerTexts();
      assert.match(first ?? '', /5472–5487\s+tcp 5472 → 10\.100\.0\.10:22\s+tcp 5473 → nas:443/);
      await picture('port-map');
    });

    it('runs nothing but its own script, and has no handler in its text', async () => {
      const { policy, inline } = await page.locator('html').evaluate((html) => ({
        policy:
          html.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content') ?? '',
        inline: [...html.querySelectorAll('*')].filter((each) =>
          each.getAttributeNames().some((name) => name.startsWith('on')),
        ).length,
      }));
      assert.match(policy, /^default-src 'none'; style-src 'nonce-[\w-]+'; script-src 'nonce-[\w-]+'$/);
      assert.equal(inline, 0);
    });

    it('says whose a port is, and shows the ports of that line', async () => {
      await page.getByLabel(words.find).fill('8080');
      await page.getByLabel(words.find).press('Enter');
      await page.getByText(words.found).waitFor();
      assert.equal(await page.getByLabel(words.compare).inputValue(), '249');
      assert.equal(await page.locator('.strip > .neighbour').count(), 15);
      await page.getByLabel(words.compare).fill('85');
      await page.getByLabel(words.compare).press('Enter');
      await page.getByRole('columnheader', { name: 'PSID 85' }).waitFor();
      await page.getByRole('cell', { name: '5456–5471' }).waitFor();
    });

    it('adds a forward with keys alone, and shows it', async () => {
      const first = page.locator('.strip > .own').first();
      await first.focus();
      await first.press('ArrowDown');
      await page.locator('.strip > .own:focus').press('Enter');
      await page.getByRole('heading', { level: 2, name: words.range2 }).waitFor();
      const host = page.getByLabel(words.host, { exact: true });
      assert.equal(await host.inputValue(), 'nas');
      assert.ok(await host.evaluate((input) => input === document.activeElement));
      await host.fill('tv');
      await host.press('Enter');
      await page.locator('.refused').getByText('tv', { exact: true }).waitFor();
      await picture('port-map-form');
      await host.fill('nas');
      await page.getByRole('button', { name: words.add }).press('Enter');
      await page.getByText(words.added).waitFor();
      await page.getByRole('button', { name: 'tcp 9568 → nas', exact: true }).click();
      await workbench.editorFocused();
      assert.match(await workbench.text(), /- tcp 5473 -> nas:443\s+- tcp 9568 -> nas\s/);
    });

    if (window.look.name === 'dark')
      it('is there again after the window was loaded anew, with what was compared', async () => {
        // Not a reload by the browser, before which VS Code may not have stored what is open.
        await workbench.reload('Developer: Reload Window');
        await heading(words.portsOf('borealis')).waitFor();
        assert.equal(await page.getByLabel(words.compare).inputValue(), '85');
      });

    it('follows the text, and goes over to the spec that is edited', async () => {
      const [line, column] = placeOf('router.yaml', 'hostname: borealis');
      await workbench.goTo(line, column + 'hostname: '.length);
      await workbench.page.keyboard.type('x');
      await heading(words.portsOf('xborealis')).waitFor();
      await workbench.page.keyboard.press('Control+z');
      await heading(words.portsOf('borealis')).waitFor();
      // Not undone as well: VS Code 1.100 forgets what can be undone when a window is loaded anew.
      await workbench.runCommand('File: Revert File');
      await page.getByRole('button', { name: 'tcp 9568 → nas', exact: true }).waitFor({ state: 'detached' });
      await workbench.openFile('ocn.router.yaml');
      await heading(words.portsOf('kawa')).waitFor();
      assert.equal(await page.locator('.strip').count(), 64);
      await picture('port-map-ocn');
      await workbench.openFile('transix.router.yaml');
      await heading(words.portsOf('mori')).waitFor();
      await page.getByText('DS-Lite').waitFor();
      assert.equal(await page.locator('.strip').count(), 0);
    });
  });

  describe('the topology', () => {
    before(async () => {
      workbench = window.workbench();
      page = workbench.webview();
      await workbench.openFile('router.yaml');
    });
    after(() => workbench.closeBeside());

    it('opens by its command, with the router and what it is connected to', async () => {
      await workbench.runCommand(words.showTopology);
      await heading(words.topologyOf).waitFor();
      await page.getByRole('button', { name: words.wan }).waitFor();
      for (const text of ['2404:9200:225:100::64', '240b:10:1234:5600:6a:4812:3400:5600', 'ip6tnl1', 'wlan0'])
        await page.locator('.drawing').getByText(text).waitFor();
      await picture('topology');
      // Another picture of the README, images/topology.png, is a copy of the dark one.
      await picture('readme-topology', workbench.editorPart());
    });

    it('leads from a box to its place in the spec', async () => {
      const [line] = placeOf('router.yaml', 'interface: eth0');
      await page.getByRole('button', { name: words.wan }).focus();
      await page.getByRole('button', { name: words.wan }).press('Enter');
      await workbench.editorFocused();
      await workbench.page
        .locator('.statusbar-item')
        .filter({ hasText: new RegExp(`\\b${line}\\b.*4`) })
        .waitFor();
    });

    it('says the same as a table', async () => {
      await page.getByText(words.table).click();
      await page.getByRole('rowheader', { name: words.dhcp }).waitFor();
      await picture('topology-table');
    });

    it('keeps what it has while the spec makes no sense', async () => {
      const [line, column] = placeOf('router.yaml', '240b:10:1234');
      // Keys that are pressed in a page take a way of their own, and may come too late.
      await workbench.anyTab('router.yaml').click();
      await workbench.goTo(line, column);
      await workbench.page.keyboard.type('?');
      await page.getByText(words.outdated).waitFor();
      assert.ok(await page.locator('.drawing').isVisible());
      await workbench.page.keyboard.press('Control+z');
      await page.getByText(words.outdated).waitFor({ state: 'detached' });
      await workbench.openFile('transix.router.yaml');
      await page.locator('.drawing').getByText('gw.transix.jp').waitFor();
      await picture('topology-ds-lite');
    });
  });
}
