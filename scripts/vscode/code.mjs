// The stand-in for the desktop `code` command: runs extension tests, installs and lists extensions.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { BRIDGE_ENTRY, listenForTests } from './bridge.mjs';
import { launchBrowser, newPage } from './browser.mjs';
import { parseCommandLine } from './command-line.mjs';
import { installRuntime } from './install.mjs';
import { QUIET, writeUserSettings } from './profile.mjs';
import { remoteUri, startServer, workbenchUrl } from './server.mjs';

/** Longer than the editor takes to start on a machine that is busy. */
const START_LIMIT_MS = 2 * 60_000;

/** Longer than any run of the tests, with a router to be built and deployed to; a run that hangs must end. */
const LIMIT_MS = 20 * 60_000;

/** @typedef {ReturnType<typeof parseCommandLine>} CommandLine */

/**
 * Does what the command line says and ends the process with its exit code.
 *
 * @param {string[]} argv
 */
export async function main(argv) {
  const line = parseCommandLine(argv);
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'router-spec-code-'));
  process.on('exit', () => fs.rmSync(scratch, { recursive: true, force: true }));
  const runtime = await installRuntime((message) => console.error(message));
  const folders = {
    userDataDir: line.value('user-data-dir') ?? path.join(scratch, 'user-data'),
    extensionsDir: line.value('extensions-dir') ?? path.join(scratch, 'extensions'),
  };
  if (line.has('version')) {
    console.log(runtime.version);
    process.exit(0);
  }
  if (['install-extension', 'uninstall-extension', 'list-extensions'].some((name) => line.has(name))) {
    process.exit(manageExtensions(line, runtime, folders));
  }
  if (!line.has('extensionTestsPath')) {
    console.error(
      'This stand-in for VS Code runs tests and manages extensions. To use the editor: npm start.',
    );
    process.exit(2);
  }
  process.exit(await runTests(line, runtime, folders, scratch));
}

/**
 * @param {CommandLine} line
 * @param {import('./install.mjs').Runtime} runtime
 * @param {{ userDataDir: string, extensionsDir: string }} folders
 */
function manageExtensions(line, runtime, { userDataDir, extensionsDir }) {
  const args = [path.join(runtime.root, 'out/server-main.js'), '--accept-server-license-terms'];
  args.push(
    '--server-data-dir',
    userDataDir,
    '--user-data-dir',
    userDataDir,
    '--extensions-dir',
    extensionsDir,
  );
  for (const name of ['install-extension', 'uninstall-extension']) {
    for (const value of line.values(name)) args.push(`--${name}`, value);
  }
  for (const name of ['list-extensions', 'show-versions', 'force'])
    if (line.has(name)) args.push(`--${name}`);
  return spawnSync(runtime.node, args, { stdio: 'inherit' }).status ?? 1;
}

/**
 * Runs the tests that `--extensionTestsPath` names inside the extension host.
 *
 * @param {CommandLine} line
 * @param {import('./install.mjs').Runtime} runtime
 * @param {{ userDataDir: string, extensionsDir: string }} folders
 * @param {string} scratch
 * @returns {Promise<number>} 0 only where the tests themselves said that they passed
 */
async function runTests(line, runtime, folders, scratch) {
  const settings = path.join(folders.userDataDir, 'User', 'settings.json');
  if (!fs.existsSync(settings)) writeUserSettings(folders.userDataDir, QUIET);
  const entry = path.resolve(line.value('extensionTestsPath') ?? '');
  const tests = await listenForTests(path.join(scratch, 'tests.sock'), entry);
  const server = await startServer({
    runtime,
    ...folders,
    underTest: true,
    autoShutdown: true,
    env: tests.env,
  });
  const browser = await launchBrowser().catch(async (error) => {
    await server.stop();
    throw error;
  });
  try {
    const page = await newPage(browser, { locale: line.value('locale') ?? 'en-US' });
    // The workbench calls these when it is under test. The exit code is that of the bridge, which knows better.
    await page.exposeFunction('codeAutomationLog', () => {});
    await page.exposeFunction('codeAutomationExit', () => {});
    await page.goto(testUrl(line, server), { timeout: START_LIMIT_MS });
    const outcome = await Promise.race([
      tests.verdict,
      new Promise((resolve) => page.once('crash', () => resolve('The page crashed.'))),
      server.exited.then(() => `The VS Code server ended; see ${server.logFile}.`),
      after(START_LIMIT_MS, tests.started, 'The tests did not begin.'),
      after(LIMIT_MS, tests.verdict, 'The tests did not end.'),
      interruption(),
    ]);
    if (outcome === 'passed') return 0;
    if (outcome !== 'failed') console.error(outcome);
    return 1;
  } finally {
    await browser.close().catch(() => {});
    await server.stop();
  }
}

/**
 * @param {CommandLine} line
 * @param {import('./server.mjs').Server} server
 */
function testUrl(line, server) {
  const uri = (/** @type {string} */ file) => remoteUri(server, file);
  /** @type {[string, string][]} */
  const payload = line
    .values('extensionDevelopmentPath')
    .map((folder) => ['extensionDevelopmentPath', uri(folder)]);
  payload.push(
    ['extensionTestsPath', uri(BRIDGE_ENTRY)],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  );
  if (line.has('disable-extensions')) payload.push(['disableExtensions', 'true']);
  const given = [
    ...line.paths,
    ...[...line.values('folder-uri'), ...line.values('file-uri')].map((text) => fileURLToPath(text)),
  ];
  const workspace = given.find((file) => file.endsWith('.code-workspace'));
  const folder = given.find((file) => fs.statSync(file, { throwIfNoEntry: false })?.isDirectory());
  const files = given.filter((file) => file !== workspace && file !== folder);
  return workbenchUrl(server, {
    ...(workspace ? { workspace } : {}),
    ...(folder ? { folder } : {}),
    files,
    payload,
  });
}

/**
 * @param {number} limitMs
 * @param {Promise<unknown>} event what should have happened by then
 * @param {string} message
 * @returns {Promise<string>} the message, where it has not
 */
function after(limitMs, event, message) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(`${message} (${limitMs / 1000} s)`), limitMs);
    void event.then(() => clearTimeout(timer));
  });
}

/** @returns {Promise<string>} */
function interruption() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.once(signal, () => resolve(`Ended by ${signal}.`));
  });
}
