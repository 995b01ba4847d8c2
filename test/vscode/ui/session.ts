import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser, newPage } from '../../../scripts/vscode/browser.mjs';
import { installRuntime } from '../../../scripts/vscode/install.mjs';
import { addJapanese } from '../../../scripts/vscode/language-pack.mjs';
import {
  QUIET,
  registerExtensions,
  updateSettings,
  writeUserSettings,
} from '../../../scripts/vscode/profile.mjs';
import { startServer, workbenchUrl } from '../../../scripts/vscode/server.mjs';
import type { Server } from '../../../scripts/vscode/server.mjs';
import { FOLDERS, root } from './specs.ts';
import { Workbench } from './workbench.ts';

/** How a window looks and which language it speaks. */
export interface Look {
  readonly name: string;
  readonly locale: 'en-US' | 'ja';
  readonly theme: string;
  /** What the system of the user asks for, which the window follows; nothing where its theme is chosen. */
  readonly scheme?: 'dark' | 'light';
}

const DARK = 'Default Dark Modern';
const LIGHT = 'Default Light Modern';

/** The looks that every picture is taken in. */
export const LOOKS: readonly Look[] = [
  { name: 'dark', locale: 'en-US', theme: DARK, scheme: 'dark' },
  { name: 'light', locale: 'en-US', theme: LIGHT, scheme: 'light' },
  { name: 'contrast', locale: 'en-US', theme: 'Default High Contrast' },
  { name: 'japanese', locale: 'ja', theme: DARK, scheme: 'dark' },
];

/** Settings with which nothing in a picture depends on the moment it was taken or on the machine. */
export const STEADY = {
  ...QUIET,
  // A browser's VS Code saves by itself.
  'files.autoSave': 'off',
  'git.enabled': false,
  'editor.cursorBlinking': 'solid',
  'editor.fontFamily': "'DejaVu Sans Mono', 'VL Gothic', monospace",
  'editor.minimap.enabled': false,
  'window.commandCenter': false,
  'workbench.editor.useModal': 'off',
  'workbench.layoutControl.enabled': false,
  'workbench.preferredDarkColorTheme': DARK,
  'workbench.preferredLightColorTheme': LIGHT,
  'workbench.reduceMotion': 'on',
  'security.workspace.trust.startupPrompt': 'never',
};

/** What a window is opened on. */
interface Opening {
  /** None: a window without a folder. */
  readonly folder?: string;
  /** Whether the user trusts what is in the folder. */
  readonly trusted?: boolean;
}

/** The folder of the practice router below that of the session. */
const ROUTER = 'practice-router';

/** A server with the packaged extension installed as a user installs it, and a browser to see it with. */
export class Session {
  private readonly scratch: string;
  private readonly server: Server;
  private readonly browser: Browser;
  private shots = 0;

  private constructor(scratch: string, server: Server, browser: Browser) {
    this.scratch = scratch;
    this.server = server;
    this.browser = browser;
  }

  /** @param vsix the package to install */
  static async start(vsix: string): Promise<Session> {
    const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'router-spec-ui-'));
    const userDataDir = path.join(scratch, 'user-data');
    const extensionsDir = path.join(scratch, 'extensions');
    const folders = ['--user-data-dir', userDataDir, '--extensions-dir', extensionsDir];
    execFileSync(path.join(root, 'scripts/vscode/code'), [...folders, '--install-extension', vsix]);
    registerExtensions(extensionsDir, [addJapanese(userDataDir)]);
    writeUserSettings(userDataDir, STEADY);
    updateSettings(path.join(userDataDir, 'Machine/settings.json'), {
      'routerSpec.ssh.configFile': path.join(scratch, ROUTER, 'ssh_config'),
    });
    const server = await startServer({
      runtime: await installRuntime(),
      userDataDir,
      extensionsDir,
      workspaceTrust: true,
      autoShutdown: true,
    });
    return new Session(scratch, server, await launchBrowser());
  }

  /** Where a practice router has to be for the windows to find it. */
  get routerFolder(): string {
    return path.join(this.scratch, ROUTER);
  }

  /** Opens a window of the given look on a fresh copy of the folder with specs, which has a name of its own. */
  async open(look: Look, { name = 'routers', trusted = true } = {}): Promise<Workbench> {
    const folder = path.join(this.scratch, look.name, name);
    for (const from of FOLDERS) fs.cpSync(from, folder, { recursive: true });
    const workbench = await this.openWindow(look, { folder, trusted });
    await workbench.filesListed();
    return workbench;
  }

  /** Opens a window of the given look on no folder at all. */
  openNothing(look: Look): Promise<Workbench> {
    return this.openWindow(look, {});
  }

  /** Opens a window of the given look on an empty folder. */
  openEmpty(look: Look): Promise<Workbench> {
    const folder = path.join(this.scratch, look.name, 'empty');
    fs.mkdirSync(folder, { recursive: true });
    return this.openWindow(look, { folder });
  }

  private async openWindow(look: Look, { folder, trusted = true }: Opening): Promise<Workbench> {
    updateSettings(path.join(this.scratch, 'user-data/User/settings.json'), {
      'workbench.colorTheme': look.theme,
      'window.autoDetectColorScheme': look.scheme !== undefined,
      'security.workspace.trust.enabled': !trusted,
    });
    const page = await newPage(this.browser, { locale: look.locale, viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(60_000);
    if (look.scheme !== undefined) await page.emulateMedia({ colorScheme: look.scheme });
    await page.goto(workbenchUrl(this.server, folder === undefined ? {} : { folder }), { timeout: 120_000 });
    const workbench = new Workbench(page);
    await workbench.ready();
    return workbench;
  }

  /** Keeps a picture of the window in its own look; of a dark one a picture in light too, which is the same window. */
  async pictures(workbench: Workbench, look: Look, name: string): Promise<void> {
    await this.picture(workbench.page, look, name);
    if (look.scheme !== 'dark') return;
    await workbench.wear('light');
    const light = look.locale === 'en-US' ? 'light' : `${look.name}-light`;
    await this.picture(workbench.page, { ...look, name: light }, name);
    await workbench.wear('dark');
  }

  /** Keeps a picture of the window, or of a part of it, in `test-results/ui/`. */
  async picture(of: Page | Locator, look: Look, name: string): Promise<void> {
    const folder = path.join(root, 'test-results/ui', look.name);
    fs.mkdirSync(folder, { recursive: true });
    this.shots += 1;
    const number = String(this.shots).padStart(2, '0');
    await of.screenshot({ path: path.join(folder, `${number}-${name}.png`) });
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    fs.rmSync(this.scratch, { recursive: true, force: true });
  }
}
