// Runs the suites inside a real VS Code, all in one launch: `npm run test:vscode`.
//
// Which VS Code: `$VSCODE_TEST_EXECUTABLE` where set; the server build with a headless browser on Linux without a
// display; else the desktop one, which @vscode/test-electron downloads.
//
//   -g PATTERN    only the tests whose full name matches
//   --oldest      the oldest VS Code that `engines.vscode` allows, in which the packaged extension is installed first
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
  runTests,
} from '@vscode/test-electron';
import { hasDisplay } from '../../scripts/start/editor.mjs';
import { whyNotSupported } from '../../scripts/vscode/install.mjs';
import { QUIET, updateSettings, writeUserSettings } from '../../scripts/vscode/profile.mjs';
import { bundleTests, root } from './bundle.mjs';
import { packageExtension } from './package-extension.mjs';

const STAND_IN = path.join(root, 'scripts/vscode/code');

const { values: options } = parseArgs({
  options: {
    grep: { type: 'string', short: 'g', default: '' },
    oldest: { type: 'boolean', default: false },
  },
});
// The stand-in is another process, which finds it there.
if (options.oldest) process.env.ROUTER_SPEC_VSCODE = 'oldest';

const suites = await bundleTests('suite', 'cjs', (file) => file.endsWith('.test.ts') || file === 'index.ts');
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'router-spec-host-'));
try {
  await run(await executable());
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
} finally {
  fs.rmSync(scratch, { recursive: true, force: true });
}

/** The VS Code to run, which is fetched where it is not there yet. */
async function executable() {
  const given = process.env.VSCODE_TEST_EXECUTABLE;
  if (given) return path.resolve(given);
  if (whyNotSupported() === undefined && !hasDisplay()) return STAND_IN;
  return downloadAndUnzipVSCode(options.oldest ? oldestVersion() : undefined);
}

/** The version that the manifest names; `^` allows every later one too. */
function oldestVersion() {
  const { engines } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  return engines.vscode.replace('^', '');
}

/**
 * Installs the packaged extension as a user does, which VS Code refuses where it is too old for it.
 *
 * @param {string} vscodeExecutablePath
 */
function install(vscodeExecutablePath) {
  const [command, ...args] =
    vscodeExecutablePath === STAND_IN
      ? [
          STAND_IN,
          `--user-data-dir=${path.join(scratch, 'installation')}`,
          `--extensions-dir=${path.join(scratch, 'installed')}`,
        ]
      : resolveCliArgsFromVSCodeExecutablePath(vscodeExecutablePath);
  const windows = process.platform === 'win32';
  execFileSync(command ?? '', [...args, '--install-extension', packageExtension()], {
    stdio: 'inherit',
    shell: windows,
  });
}

/** @param {string} vscodeExecutablePath */
async function run(vscodeExecutablePath) {
  if (options.oldest) install(vscodeExecutablePath);
  const workspace = path.join(scratch, 'workspace');
  fs.cpSync(path.join(root, 'examples'), workspace, { recursive: true });
  fs.cpSync(path.join(root, 'test/vscode/workspace'), workspace, { recursive: true });
  const userDataDir = path.join(scratch, 'user-data');
  // A browser's VS Code saves by itself: what one test changes would be the file of the next. The tests that need Git
  // turn it on.
  writeUserSettings(userDataDir, { ...QUIET, 'files.autoSave': 'off', 'git.enabled': false });
  // Where the tests of deploys start the router that they need, the first of them; most runs with -g need none.
  const practiceRouter = path.join(scratch, 'practice-router');
  for (const folder of ['User', 'Machine'])
    updateSettings(path.join(userDataDir, folder, 'settings.json'), {
      'routerSpec.ssh.configFile': path.join(practiceRouter, 'ssh_config'),
    });
  await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(suites, 'index.cjs'),
    extensionTestsEnv: {
      ROUTER_SPEC_TEST_GREP: options.grep,
      ...(options.oldest ? { ROUTER_SPEC_TEST_VERSION: oldestVersion() } : {}),
      ROUTER_SPEC_PRACTICE_ROUTER: practiceRouter,
    },
    launchArgs: [
      workspace,
      '--disable-extensions',
      `--user-data-dir=${userDataDir}`,
      `--extensions-dir=${path.join(scratch, 'extensions')}`,
    ],
  });
}
