import type { Dialog, FrameLocator, Locator, Page } from 'playwright-core';

/** How long one look may take before the key that should have opened something is pressed again. */
const LOOK_MS = 2_500;
const TRIES = 8;

/** Keys whose meaning depends on nothing that a test changes. */
const KEYS = {
  palette: 'F1',
  line: 'Control+G',
  problems: 'Control+Shift+M',
  panel: 'Control+J',
  secondGroup: 'Control+2',
  closeGroup: ['Control+K', 'w'],
} as const;

/** VS Code's window as a person uses it. Every wait is for something to be seen, never for a time. */
export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Waits until the window is there. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 240_000 });
  }

  /** Has the window, and the page in it where there is one, change to light or dark colours, as the user's system says. */
  async wear(scheme: 'light' | 'dark'): Promise<void> {
    await this.page.emulateMedia({ colorScheme: scheme });
    await this.page.locator(`.monaco-workbench.${scheme === 'light' ? 'vs' : 'vs-dark'}`).waitFor();
    if ((await this.page.locator('iframe.webview.ready').count()) === 1)
      await this.webview().locator(`body.vscode-${scheme}`).waitFor();
  }

  /** Waits until the files of the folder are listed. */
  async filesListed(): Promise<void> {
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 240_000 });
  }

  /**
   * Does `poke` until `locator` is seen. A hover, a menu or a suggestion that is asked for before the language server
   * has answered simply does not open.
   */
  async until(locator: Locator, poke: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await poke();
        await locator.first().waitFor({ timeout: LOOK_MS });
        return;
      } catch (error) {
        if (tries >= TRIES) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  async openFile(name: string): Promise<void> {
    // In the explorer: the list of quick open still changes while one chooses from it, and another file may be chosen.
    await this.page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`).dblclick();
    await this.tab(name).waitFor();
    await this.editor().locator('.view-line').first().waitFor();
  }

  /** Runs a command by its title as the palette shows it. */
  async runCommand(title: string): Promise<void> {
    await this.findCommand(title);
    await this.page.keyboard.press('Enter');
  }

  /**
   * Loads the window anew by the command of that title. Text that VS Code has not kept yet would be lost by that: then the
   * browser asks, is told to stay, and it is tried again.
   */
  async reload(title: string): Promise<void> {
    for (let isLoaded = false; !isLoaded;) {
      let stay: (dialog: Dialog) => void = () => undefined;
      const asked = new Promise<false>((resolve) => {
        stay = (dialog) => void dialog.dismiss().then(() => resolve(false));
      });
      const loaded = this.page.waitForEvent('load').then(() => true);
      loaded.catch(() => undefined); // Of a try that was told to stay nobody waits for it.
      this.page.on('dialog', stay);
      await this.runCommand(title);
      isLoaded = await Promise.race([loaded, asked]);
      this.page.off('dialog', stay);
    }
    await this.ready();
  }

  /** Opens the palette at a command, and leaves it open. */
  async findCommand(title: string): Promise<void> {
    // The one that Enter takes: while one types, the list still holds others, and another may be in front.
    const front = this.quickPicks(title).and(this.page.locator('.focused'));
    await this.until(front, async () => {
      await this.page.keyboard.press(KEYS.palette);
      // What had the focus may close it again, as a page beside does that is just being closed itself.
      await this.quickInput().fill(`>${title}`, { timeout: LOOK_MS });
    });
  }

  async goTo(line: number, column: number): Promise<void> {
    await this.focusEditor();
    await this.page.keyboard.press(KEYS.line);
    await this.fillQuickInput(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await this.editorFocused();
  }

  async focusEditor(): Promise<void> {
    await this.page.keyboard.press('Control+1');
    await this.editorFocused();
  }

  /** Waits until one can type into the editor in front; an editor looks focused for a moment after a page has taken over. */
  async editorFocused(): Promise<void> {
    await this.page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
  }

  /** Shows the hover of a word in the active editor, under the mouse. */
  async hover(word: string, expected: string | RegExp): Promise<void> {
    await this.until(this.hovers().filter({ hasText: expected }), async () => {
      await this.page.mouse.move(2, 2);
      await this.token(word).hover();
    });
    await this.hoverShown();
  }

  /** Waits until a hover is not faint any more, as which it comes. */
  async hoverShown(): Promise<void> {
    await this.page.waitForFunction(() =>
      [...document.querySelectorAll('.monaco-hover:not(.hidden)')].every(
        (hover) => hover.getAnimations({ subtree: true }).length === 0,
      ),
    );
  }

  /** Shows what the status of the language of the active editor says. */
  async hoverStatus(expected: Locator): Promise<void> {
    await this.until(expected, async () => {
      await this.page.mouse.move(2, 2);
      await this.page.locator('[id="status.languageStatus"]').hover();
    });
  }

  /** Takes the mouse away and closes what it had opened. */
  async rest(): Promise<void> {
    await this.page.mouse.move(2, 2);
    await this.page.keyboard.press('Escape');
  }

  /** Closes a notification. */
  async dismiss(notification: Locator): Promise<void> {
    await notification.hover();
    await notification.locator('.codicon-notifications-clear').click();
    await notification.waitFor({ state: 'detached' });
  }

  async openProblems(): Promise<void> {
    await this.until(this.page.locator('.markers-panel'), () => this.page.keyboard.press(KEYS.problems));
  }

  /** Closes the panel, where it is open. */
  async closePanel(): Promise<void> {
    const panel = this.page.locator('.part.panel');
    if (await panel.isVisible()) await this.page.keyboard.press(KEYS.panel);
    await panel.waitFor({ state: 'hidden' });
  }

  /** Puts the cursor at a place and opens the menu of quick fixes there. */
  async quickFixes(line: number, column: number, expected: string | RegExp): Promise<Locator> {
    await this.goTo(line, column);
    const action = this.page.locator('.action-widget .monaco-list-row.action').filter({ hasText: expected });
    await this.until(action, () => this.page.keyboard.press('Control+.'));
    return action.first();
  }

  async fillQuickInput(text: string): Promise<void> {
    await this.quickInput().waitFor();
    await this.quickInput().fill(text);
  }

  quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-box input');
  }

  quickInputTitle(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-title');
  }

  /** Closes what stands beside the first group. */
  async closeBeside(): Promise<void> {
    await this.page.keyboard.press(KEYS.secondGroup);
    await this.groups().nth(1).and(this.page.locator('.active')).waitFor();
    for (const key of KEYS.closeGroup) await this.page.keyboard.press(key);
    await this.groups().nth(1).waitFor({ state: 'detached' });
    await this.focusEditor();
  }

  /** The rows of the open pick list. */
  quickPicks(text: string | RegExp): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text });
  }

  /** The tab in front, of the group that has the focus. */
  tab(name: string): Locator {
    return this.page.locator(`.editor-group-container.active .tab.active[data-resource-name="${name}"]`);
  }

  /** The tab of a file in any group. */
  anyTab(name: string): Locator {
    return this.page.locator(`.tab[data-resource-name="${name}"]`);
  }

  /** The part of the window that holds the editors. */
  editorPart(): Locator {
    return this.page.locator('.part.editor');
  }

  /** The groups of editors, from left to right. */
  groups(): Locator {
    return this.page.locator('.editor-group-container');
  }

  /** The page inside a webview, of the one that came last. */
  webview(): FrameLocator {
    return this.page
      .locator('iframe.webview.ready')
      .last()
      .contentFrame()
      .frameLocator('iframe#active-frame');
  }

  /** The group in front; an editor that has one or two panes, when it shows a difference. */
  editor(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor[role="code"]').first();
  }

  /** What the front editor shows at the moment, with ordinary spaces: its text with the inlay hints in it. */
  async text(): Promise<string> {
    return (await this.editor().locator('.view-lines').innerText()).replaceAll('\u00a0', ' ');
  }

  codeLenses(): Locator {
    return this.page.locator('.monaco-editor .codelens-decoration a');
  }

  squiggles(kind: 'error' | 'warning' | 'info'): Locator {
    return this.page.locator(`.monaco-editor .squiggly-${kind}`);
  }

  token(text: string): Locator {
    return this.editor().locator('.view-line span span').filter({ hasText: text }).first();
  }

  hovers(): Locator {
    return this.page.locator(
      '.monaco-hover:not(.hidden) .hover-contents, .monaco-resizable-hover .monaco-hover-content',
    );
  }

  problems(): Locator {
    return this.page.locator('.markers-panel .monaco-list-row');
  }

  suggestions(): Locator {
    return this.page.locator('.suggest-widget.visible .monaco-list-row');
  }

  sideBar(): Locator {
    return this.page.locator('.part.sidebar');
  }

  notifications(): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item');
  }

  /** An entry of the status bar by what it says. */
  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text });
  }

  /** What the status of the language says, which opens under the mouse. */
  languageStatus(): Locator {
    return this.page.locator('.hover-language-status');
  }

  /** The page with the steps of a walkthrough. */
  walkthrough(): Locator {
    return this.page.locator('.gettingStartedContainer');
  }

  /** A modal question; tests in the extension host cannot see those. */
  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }
}
