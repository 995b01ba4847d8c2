// Starts VS Code's server build on a loopback port and stops it again, and says which address shows what.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { findOnPath } from './chromium.mjs';

/**
 * @typedef {object} ServerOptions
 * @property {import('./install.mjs').Runtime} runtime
 * @property {string} userDataDir    holds settings, state and logs
 * @property {string} extensionsDir
 * @property {number} [port]         0, the default, takes any free one
 * @property {boolean} [underTest]   lets an address load an extension from its folder and run tests. It also hides
 *                                   notifications, so what a person or a screenshot looks at must do without.
 * @property {boolean} [workspaceTrust] folders can be ones that are not trusted; without it all are
 * @property {boolean} [autoShutdown] the server ends by itself some minutes after the last window has gone
 * @property {Record<string, string>} [env]
 * @property {string[]} [args]       further options of the server
 */

/**
 * @typedef {object} Server
 * @property {number} port
 * @property {string} authority   `127.0.0.1:PORT`
 * @property {string} token       who has it may use the server; part of every address
 * @property {string} logFile
 * @property {Promise<number | null>} exited  the exit code, once the server has ended
 * @property {() => Promise<void>} stop       ends the server and everything it started
 */

/**
 * Starts the server and waits until it listens.
 *
 * @param {ServerOptions} options
 * @returns {Promise<Server>}
 * @throws {Error} where it ends before it listens, such as when the port is taken
 */
export async function startServer(options) {
  const { runtime, userDataDir, extensionsDir } = options;
  fs.mkdirSync(userDataDir, { recursive: true });
  fs.mkdirSync(extensionsDir, { recursive: true });
  const token = randomBytes(16).toString('hex');
  const command = [runtime.node, ...serverArguments(options, token)];
  // Should this process be killed outright, the kernel ends the server.
  const guard = findOnPath('setpriv');
  if (guard && process.platform === 'linux') command.unshift(guard, '--pdeathsig', 'TERM');
  // A process group of its own, so that the extension host and the language server end with it.
  const child = spawn(command[0] ?? '', command.slice(1), {
    env: serverEnvironment(options.env),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const logFile = path.join(userDataDir, 'server.log');
  const log = fs.createWriteStream(logFile);
  /** @type {Promise<number | null>} */
  const exited = new Promise((resolve) => child.once('exit', resolve));

  const port = await new Promise((resolve, reject) => {
    let text = '';
    let listening = false;
    const read = (/** @type {Buffer} */ chunk) => {
      log.write(chunk);
      if (listening) return;
      text += chunk.toString();
      const match = /Extension host agent listening on (\d+)/.exec(text);
      listening = match !== null;
      if (match) resolve(Number(match[1]));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`The VS Code server ended at once:\n${text.slice(-2000)}`)));
  });

  return {
    port,
    authority: `127.0.0.1:${port}`,
    token,
    logFile,
    exited,
    async stop() {
      const signal = (/** @type {NodeJS.Signals} */ name) => {
        try {
          process.kill(-(child.pid ?? 0), name);
        } catch {
          // The group has gone already.
        }
      };
      signal('SIGTERM');
      const impatience = setTimeout(() => signal('SIGKILL'), 3000);
      await exited;
      clearTimeout(impatience);
      signal('SIGKILL'); // what the server started and did not end itself
      log.end();
    },
  };
}

/** @param {ServerOptions} options @param {string} token */
function serverArguments(options, token) {
  const { runtime, userDataDir, extensionsDir } = options;
  const args = [
    path.join(runtime.root, 'out/server-main.js'),
    ...['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--connection-token', token],
    ...['--server-data-dir', userDataDir, '--user-data-dir', userDataDir, '--extensions-dir', extensionsDir],
    ...['--telemetry-level', 'off', '--accept-server-license-terms', '--disable-update-check'],
    ...['--disable-getting-started-override', '--disable-experiments', '--force-disable-user-env'],
  ];
  if (!options.workspaceTrust) args.push('--disable-workspace-trust');
  if (options.autoShutdown) args.push('--enable-remote-auto-shutdown', '--reconnection-grace-time', '10');
  if (options.underTest) args.push('--enable-smoke-test-driver');
  return [...args, ...(options.args ?? [])];
}

/** @param {Record<string, string>} [extra] */
function serverEnvironment(extra) {
  // No gallery: the server asks no marketplace about extensions.
  /** @type {NodeJS.ProcessEnv} */
  const env = { EXTENSIONS_GALLERY: '{}', ...process.env, ...extra };
  // These belong to an editor that this process may have been started from.
  for (const name of ['ELECTRON_RUN_AS_NODE', 'VSCODE_IPC_HOOK_CLI', 'NODE_OPTIONS']) delete env[name];
  return env;
}

/**
 * The URI under which the workbench knows a file of this machine.
 *
 * @param {Server} server
 * @param {string} file
 */
export function remoteUri(server, file) {
  const encoded = encodeURI(path.resolve(file)).replace(/#/g, '%23').replace(/\?/g, '%3F');
  return `vscode-remote://${server.authority}${encoded}`;
}

/**
 * The address of a workbench.
 *
 * @param {Server} server
 * @param {object} [show]
 * @param {string} [show.folder]
 * @param {string} [show.workspace]      a `.code-workspace` file, instead of a folder
 * @param {string[]} [show.files]        opened at the start
 * @param {[string, string][]} [show.payload]  further pairs for the workbench
 */
export function workbenchUrl(server, { folder, workspace, files = [], payload = [] } = {}) {
  const url = new URL(`http://${server.authority}/`);
  url.searchParams.set('tkn', server.token);
  if (workspace) url.searchParams.set('workspace', path.resolve(workspace));
  else if (folder) url.searchParams.set('folder', path.resolve(folder));
  else url.searchParams.set('ew', 'true');
  const pairs = [...payload, ...files.map((file) => ['openFile', remoteUri(server, file)])];
  if (pairs.length > 0) url.searchParams.set('payload', JSON.stringify(pairs));
  return url.href;
}
