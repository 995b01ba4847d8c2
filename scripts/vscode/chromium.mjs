// Finds the Chromium that shows the workbench, and on a Debian machine where we are root installs it.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The path of a Chromium or Chrome: `$ROUTER_SPEC_CHROMIUM`, else the first on the PATH, else undefined. */
export function findChromium() {
  return process.env.ROUTER_SPEC_CHROMIUM ?? NAMES.map(findOnPath).find(Boolean);
}

/**
 * The full path of a command.
 *
 * @param {string} name
 * @returns {string | undefined} undefined where no folder of the PATH has it
 */
export function findOnPath(name) {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter(Boolean)
    .map((folder) => path.join(folder, name))
    .find((file) => {
      try {
        fs.accessSync(file, fs.constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/**
 * Finds Chromium, and installs it where that can be done without asking.
 *
 * @param {(message: string) => void} [log] told before anything slow
 * @returns {Promise<string>} the path of the browser
 * @throws {Error} that says what to install
 */
export async function ensureChromium(log = () => {}) {
  const found = findChromium();
  if (found) return found;
  await installPackages(['chromium', 'fonts-dejavu-core'], log);
  const installed = findChromium();
  if (!installed) throw new Error('Chromium was installed, yet no chromium is on the PATH.');
  return installed;
}

/**
 * Makes sure that Japanese can be drawn; screenshots would show boxes otherwise.
 *
 * @param {(message: string) => void} [log] told before anything slow
 * @throws {Error} that says what to install
 */
export async function ensureJapaneseFont(log = () => {}) {
  if (!findOnPath('fc-list')) return; // Without fontconfig there is no telling; the browser brings its own means.
  const { stdout } = await run('fc-list', [':lang=ja', 'family']);
  if (stdout.trim() === '') await installPackages(['fonts-vlgothic'], log);
}

/** @param {string[]} packages @param {(message: string) => void} log */
async function installPackages(packages, log) {
  const root = process.platform === 'linux' && process.getuid?.() === 0;
  if (!root || !findOnPath('apt-get')) {
    throw new Error(
      `This needs ${packages.join(' and ')}. On Debian: sudo apt-get install ${packages.join(' ')}. ` +
        'Elsewhere install Chromium or Chrome, and set ROUTER_SPEC_CHROMIUM to its path where it is not on the PATH.',
    );
  }
  log(`installing ${packages.join(' and ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    env,
    maxBuffer: 64 << 20,
  });
}
