// `npm start`: from a fresh clone to VS Code on examples/ with the extension loaded, and a practice router beside it.
//
//   --check       see in a headless browser that the example shows its code lenses, say when, and end: 0 or 1
//   --port N      where the server build listens (default 8127, or any free port where that is taken)
//   --no-open     only print the address
//   --no-router   without the practice router
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, buildIsCurrent, dependenciesAreCurrent, installDependencies } from './start/dependencies.mjs';
import {
  DEFAULT_PORT,
  findDesktop,
  hasDisplay,
  openDesktop,
  openInBrowser,
  openServer,
  prepareServer,
  whyNoServer,
} from './start/editor.mjs';
import { startRouter } from './start/router.mjs';
import { print, say, timed } from './start/terminal.mjs';

const root = path.resolve(fileURLToPath(new URL('..', import.meta.url)));
const folder = path.join(root, 'examples');
const file = path.join(folder, 'router.yaml');

/** The setting by which the extension reaches the practice router. */
const SSH_CONFIG = 'routerSpec.ssh.configFile';

const NO_EDITOR = {
  en: '{0}\nInstall VS Code, and its "code" command with "Shell Command: Install \'code\' command in PATH".',
  ja: "{0}\nVS Code をインストールし、「シェル コマンド: PATH 内に 'code' コマンドをインストールします」で code コマンドを使えるようにしてください。",
};

const { values: options } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    port: { type: 'string', default: String(DEFAULT_PORT) },
    'no-open': { type: 'boolean', default: false },
    'no-router': { type: 'boolean', default: false },
  },
});

/** What has to be stopped at the end, the last first. @type {(() => Promise<unknown>)[]} */
const stops = [];
let stopping = false;

/** Stops everything that was started, and ends. @param {number} code */
async function end(code) {
  if (stopping) process.exit(code || 1); // asked again: at once
  stopping = true;
  for (const stop of stops.reverse()) await stop().catch((error) => console.error(String(error)));
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    print({ en: '\nStopping …', ja: '\n終了しています…' });
    void end(options.check ? 1 : 0);
  });
}

try {
  await main();
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  await end(1);
}

async function main() {
  const started = performance.now();
  print({ en: 'Router Spec', ja: 'Router Spec' });
  const desktop = options.check ? undefined : findDesktop();
  if (!desktop) {
    const reason = whyNoServer();
    if (reason) throw new Error(say(NO_EDITOR).replace('{0}', reason));
    prepareServer(log);
  }
  if (!dependenciesAreCurrent(root)) {
    await timed({ en: 'dependencies installed', ja: '依存パッケージをインストール' }, () =>
      installDependencies(root),
    );
  }
  const opening = { root, folder, file, port: Number(options.port) };
  const built = buildIsCurrent(root) ? undefined : timed({ en: 'built', ja: 'ビルド' }, () => build(root));
  const [editor, browser] = await Promise.all([
    openEditor(desktop, opening, built),
    options.check ? startBrowser() : undefined,
    built,
  ]);
  editor.configure({ [SSH_CONFIG]: undefined }); // the router of an earlier start is no more
  if (browser) return check(browser, editor, started);
  showEditor(editor);
  // The editor is there already; the router comes when it has booted.
  if (!options['no-router']) void addRouter(editor);
  print({ en: '\nCtrl+C stops everything.', ja: '\nCtrl+C ですべて終了します。' });
  await editor.closed;
  if (!stopping) await end(0);
}

/**
 * The desktop loads the extension at once. The server does so when a browser comes, so that it can start meanwhile.
 *
 * @param {string | undefined} desktop
 * @param {import('./start/editor.mjs').Opening} opening
 * @param {Promise<void> | undefined} built
 */
async function openEditor(desktop, opening, built) {
  if (desktop) await built;
  const editor = desktop
    ? await timed({ en: 'VS Code opened', ja: 'VS Code を起動' }, () => openDesktop(desktop, opening))
    : await timed({ en: "VS Code's server build started", ja: 'VS Code のサーバー版を起動' }, () =>
        openServer(opening, log),
      );
  stops.push(() => editor.stop());
  return editor;
}

/** @param {string} message */
function log(message) {
  console.log(`  … ${message}`);
}

/** The browser of a check, which a person has open already. */
async function startBrowser() {
  const { openBrowser } = await import('./start/check.mjs');
  const browser = await openBrowser(root);
  stops.push(() => browser.close());
  return browser;
}

/**
 * @param {Awaited<ReturnType<typeof startBrowser>>} browser
 * @param {import('./start/editor.mjs').Editor} editor
 * @param {number} started
 */
async function check(browser, { url = '' }, started) {
  const { waitForLenses } = await import('./start/check.mjs');
  await waitForLenses(browser, url);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  print({
    en: `The example shows its lenses after ${seconds} s.`,
    ja: `${seconds} 秒でレンズが表示されました。`,
  });
  await end(0);
}

/** @param {import('./start/editor.mjs').Editor} editor */
async function addRouter(editor) {
  const router = await startRouter(log);
  if (!router) return;
  stops.push(() => router.stop());
  editor.configure({ [SSH_CONFIG]: router.sshConfig });
}

/** @param {import('./start/editor.mjs').Editor} editor */
function showEditor({ name, url }) {
  if (!url) return;
  print({
    en: `\n${name} with the extension, on examples/router.yaml:\n\n  ${url}\n`,
    ja: `\n${name}(拡張機能入り)で examples/router.yaml を開きます:\n\n  ${url}\n`,
  });
  if (!options['no-open'] && hasDisplay()) openInBrowser(url);
}
