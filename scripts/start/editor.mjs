// The editor that `npm start` opens: the desktop VS Code where there is one, else the server build in a browser.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { findOnPath } from '../vscode/chromium.mjs';
import { cacheFolder, installRuntime, whyNotSupported } from '../vscode/install.mjs';
import { addJapanese } from '../vscode/language-pack.mjs';
import { QUIET, registerExtensions, updateSettings } from '../vscode/profile.mjs';
import { startServer, workbenchUrl } from '../vscode/server.mjs';

/**
 * @typedef {object} Editor
 * @property {string} name             such as `VS Code 1.139.1`
 * @property {string} [url]            where the editor is seen in a browser
 * @property {(settings: Record<string, unknown>) => void} configure  changes settings of the machine while it runs; undefined removes one
 * @property {Promise<void>} closed    settles once the editor has ended by itself
 * @property {() => Promise<void>} stop
 */

/** @typedef {{ root: string, folder: string, file: string | undefined, port: number }} Opening */

/** A port that is likely free, so that a forwarded port and the browser's memory of the layout keep working. */
export const DEFAULT_PORT = 8127;

/**
 * The desktop `code` command, where it can show a window. The `code` of a remote session opens files in the window
 * that it belongs to and loads no extension from a folder.
 */
export function findDesktop() {
  if (process.platform === 'linux' && !hasDisplay()) return undefined;
  const command = findOnPath(process.platform === 'win32' ? 'code.cmd' : 'code');
  return command && !fs.realpathSync(command).includes('remote-cli') ? command : undefined;
}

/** True where a graphical program can open a window. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/**
 * A profile of its own for each checkout, so that nothing of the user's editor is touched, and what was laid out is
 * found again the next time.
 *
 * @param {string} root
 */
export function profileOf(root) {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 12);
  const folder = path.join(cacheFolder(), 'start', name);
  const below = (/** @type {string} */ part) => path.join(folder, part);
  return {
    userDataDir: below('user-data'),
    extensionsDir: below('extensions'),
    browserDir: below('browser'),
  };
}

/**
 * Opens the desktop VS Code with the extension loaded from the checkout.
 *
 * @param {string} code the path of the command
 * @param {Opening} opening
 * @returns {Promise<Editor>}
 */
export async function openDesktop(code, { root, folder, file }) {
  const { userDataDir, extensionsDir } = profileOf(root);
  const settings = path.join(userDataDir, 'User', 'settings.json');
  updateSettings(settings, QUIET, { keep: true });
  const args = ['--new-window', '--user-data-dir', userDataDir, '--extensions-dir', extensionsDir];
  args.push(
    '--disable-workspace-trust',
    `--extensionDevelopmentPath=${root}`,
    folder,
    ...(file ? [file] : []),
  );
  const windows = process.platform === 'win32';
  await new Promise((resolve, reject) => {
    const child = spawn(code, args, { stdio: 'ignore', shell: windows });
    child.once('error', reject);
    child.once('close', (status) =>
      status === 0 ? resolve(undefined) : reject(new Error(`${code} ended with exit code ${status}.`)),
    );
  });
  // The command hands over to the editor and ends. The editor keeps its process id in a file while it runs.
  const lock = path.join(userDataDir, 'code.lock');
  const { promise: stopped, resolve: stopWaiting } = deferred();
  return {
    name: 'VS Code',
    configure: (changes) => updateSettings(settings, changes),
    closed: Promise.race([editorEnd(lock), stopped]),
    stop: async () => {
      const pid = runningProcess(lock);
      if (pid !== undefined) process.kill(pid, 'SIGTERM');
      stopWaiting();
    },
  };
}

/** Settles when the process that the lock file names has ended; before that waits for it to appear. @param {string} lock */
async function editorEnd(lock) {
  const pause = () => new Promise((resolve) => setTimeout(resolve, 500));
  for (let tries = 0; runningProcess(lock) === undefined && tries < 60; tries++) await pause();
  while (runningProcess(lock) !== undefined) await pause();
}

/** @param {string} lock @returns {number | undefined} the process that wrote the file, while it runs */
function runningProcess(lock) {
  try {
    const pid = Number(fs.readFileSync(lock, 'utf8').trim());
    process.kill(pid, 0);
    return pid;
  } catch {
    return undefined;
  }
}

function deferred() {
  /** @type {() => void} */
  let resolve = () => {};
  /** @type {Promise<void>} */
  const promise = new Promise((settle) => (resolve = settle));
  return { promise, resolve };
}

/** Why the server build cannot stand in for the desktop here. */
export { whyNotSupported as whyNoServer };

/** @type {Promise<import('../vscode/install.mjs').Runtime> | undefined} */
let runtime;

/**
 * Begins to install the server build, so that a first start does not do one thing after the other.
 *
 * @param {(message: string) => void} log
 */
export function prepareServer(log) {
  runtime ??= installRuntime(log);
  runtime.catch(() => {}); // said where it is needed
  return runtime;
}

/**
 * Starts the server build with the extension loaded from the checkout.
 *
 * @param {Opening} opening
 * @param {(message: string) => void} log
 * @returns {Promise<Editor>}
 */
export async function openServer({ root, folder, file, port }, log) {
  const runtime = await prepareServer(log);
  const { userDataDir, extensionsDir } = profileOf(root);
  const machine = path.join(userDataDir, 'Machine', 'settings.json');
  updateSettings(path.join(userDataDir, 'User', 'settings.json'), QUIET, { keep: true });
  updateSettings(machine, {});
  registerExtensions(extensionsDir, [addJapanese(userDataDir), root]);
  const server = await startServer({
    runtime,
    userDataDir,
    extensionsDir,
    port: (await isFree(port)) ? port : 0,
  });
  return {
    name: `VS Code ${runtime.version}`,
    url: workbenchUrl(server, { folder, files: file ? [file] : [] }),
    configure: (changes) => updateSettings(machine, changes),
    closed: server.exited.then(() => {}),
    stop: () => server.stop(),
  };
}

/** @param {number} port @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** Opens an address in the user's browser; where that fails there is still the address on the terminal. @param {string} url */
export function openInBrowser(url) {
  const opener = findOnPath('xdg-open');
  if (!opener) return false;
  const child = spawn(opener, [url], { detached: true, stdio: 'ignore' });
  child.on('error', () => {});
  child.unref();
  return true;
}
