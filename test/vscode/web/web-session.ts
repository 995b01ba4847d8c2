import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, newPage } from '../../../scripts/vscode/browser.mjs';
import { installRuntime } from '../../../scripts/vscode/install.mjs';
import { STEADY } from '../ui/session.ts';
import { FOLDERS, root } from '../ui/specs.ts';
import { Workbench } from '../ui/workbench.ts';
import { fileBelow, WebServer } from './web-server.ts';
import { HOST, serveWorkbench } from './web-workbench.ts';

/** The folder in which the specs lie, in a file system that is nowhere but in the browser. */
const FOLDER = '/routers';

/** The languages of the windows. */
export const LANGUAGES = ['en', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What is built for the tests. */
export interface Built {
  /** The package of the extension. */
  readonly vsix: string;
  /** The script of the extension that has the file system. */
  readonly fileSystem: string;
}

/** A workbench and extensions on two web servers, and a browser to see them with. */
export class WebSession {
  private readonly workbench: WebServer;
  private readonly extensions: WebServer;
  private readonly browser: Browser;
  private readonly scratch: string;
  private shots = 0;

  private constructor(workbench: WebServer, extensions: WebServer, browser: Browser, scratch: string) {
    this.workbench = workbench;
    this.extensions = extensions;
    this.browser = browser;
    this.scratch = scratch;
  }

  static async start(built: Built): Promise<WebSession> {
    const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'router-spec-web-'));
    const { root: build } = await installRuntime();
    const extensions = await serveExtensions(unpacked(built.vsix, scratch), built.fileSystem);
    const addresses = (language: string): string[] =>
      ['router-spec', 'file-system'].map((name) => `http://localhost:${extensions.port}/${language}/${name}`);
    const workbench = await serveWorkbench(build, {
      settings: { ...STEADY, 'workbench.colorTheme': 'Default Dark Modern' },
      extensions: addresses,
    });
    return new WebSession(workbench, extensions, await launchBrowser(), scratch);
  }

  /** The scripts of the extension that a browser was given. */
  get scripts(): string[] {
    const names = [...this.extensions.given].flatMap(
      (each) => /\/router-spec\/(dist\/.+\.js)$/.exec(each)?.[1] ?? [],
    );
    return [...new Set(names)].sort();
  }

  /** Opens a window in a language on a fresh copy of the specs; what it says on its console is kept. */
  async open(language: Language): Promise<Workbench> {
    const page = await newPage(this.browser, { viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(60_000);
    const log = path.join(results(language), 'console.log');
    page.on('console', (message) => fs.appendFileSync(log, `${message.text()}\n`));
    page.on('pageerror', ({ stack = '' }) => fs.appendFileSync(log, `${stack}\n`));
    const address = new URL(`http://${HOST}:${this.workbench.port}/`);
    address.searchParams.set('language', language);
    address.searchParams.set('folder', `vscode-vfs://github${FOLDER}`);
    await page.goto(address.href, { timeout: 120_000 });
    const workbench = new Workbench(page);
    await workbench.ready();
    await workbench.filesListed();
    return workbench;
  }

  /** Keeps a picture of a window. */
  async picture(page: Page, language: Language, name: string): Promise<void> {
    this.shots += 1;
    await page.screenshot({
      path: path.join(results(language), `${String(this.shots).padStart(2, '0')}-${name}.png`),
    });
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await Promise.all([this.workbench.stop(), this.extensions.stop()]);
    fs.rmSync(this.scratch, { recursive: true, force: true });
  }
}

/** The folder for what is kept of the windows of a language. */
function results(language: Language): string {
  const folder = path.join(root, 'test-results/web', language);
  fs.mkdirSync(folder, { recursive: true });
  return folder;
}

/** Has VS Code unpack a package as it does for its user, and says where. */
function unpacked(vsix: string, scratch: string): string {
  const folder = path.join(scratch, 'extensions');
  const folders = ['--user-data-dir', path.join(scratch, 'user-data'), '--extensions-dir', folder];
  execFileSync(path.join(root, 'scripts/vscode/code'), [...folders, '--install-extension', vsix]);
  const name = fs.readdirSync(folder).find((each) => each.startsWith('router-spec.router-spec-'));
  if (name === undefined) throw new Error('The package was not unpacked.');
  return path.join(folder, name);
}

/** Serves the extension and the one that has the file system, below `/LANGUAGE/NAME/`. */
function serveExtensions(routerSpec: string, fileSystem: string): Promise<WebServer> {
  const files = JSON.stringify(specs());
  const ofFileSystem = (file: string): Buffer | string | undefined => {
    if (file === 'files.json') return files;
    if (file === 'extension.js') return fs.readFileSync(fileSystem);
    return fileBelow(path.join(root, 'test/vscode/web/file-system'), file);
  };
  return WebServer.start((pathname) => {
    const [, language = '', name, file = ''] = /^\/(\w+)\/([\w-]+)\/(.+)$/.exec(pathname) ?? [];
    if (name === 'file-system') return ofFileSystem(file);
    // A marketplace has the texts of each language at an address of their own; in a folder only the English ones are found.
    const translated = file.replace(/^package\.nls\.json$/, `package.nls.${language}.json`);
    return fileBelow(routerSpec, translated) ?? fileBelow(routerSpec, file);
  });
}

/** The text of each file of the folder, by its path. */
function specs(): Record<string, string> {
  const files = FOLDERS.flatMap((folder) =>
    fs
      .readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [`${FOLDER}/${path.relative(folder, file)}`, fs.readFileSync(file, 'utf8')] as const),
  );
  return Object.fromEntries(files);
}
