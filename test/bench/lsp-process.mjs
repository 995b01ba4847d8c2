// A language server as a process, spoken to over its standard streams; every wait is for a message, never for a time.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

export class LspProcess {
  /** @param {import('node:child_process').ChildProcess} child @param {any} connection */
  constructor(child, connection) {
    this.child = child;
    this.connection = connection;
    this.version = 1;
    /** @type {((version: number | undefined) => void) | undefined} */
    this.onDiagnostics = undefined;
    connection.onNotification('textDocument/publishDiagnostics', (/** @type {any} */ params) =>
      this.onDiagnostics?.(params.version),
    );
  }

  /** @param {string[]} command @param {Record<string, unknown>} settings */
  static async start([program, ...args], settings) {
    const child = spawn(program ?? '', args, { stdio: ['pipe', 'pipe', 'ignore'] });
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.onRequest('workspace/configuration', (/** @type {any} */ { items }) =>
      items.map((/** @type {{ section?: string }} */ { section }) => settings[section ?? ''] ?? null),
    );
    connection.onRequest('client/registerCapability', () => null);
    connection.onRequest('window/workDoneProgress/create', () => null);
    connection.listen();
    const server = new LspProcess(child, connection);
    const capabilities = {
      workspace: { configuration: true },
      // Without pull diagnostics both servers push them, so that the same thing is timed.
      textDocument: {
        publishDiagnostics: { versionSupport: true },
        hover: {},
        completion: { completionItem: { snippetSupport: true } },
      },
    };
    await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities });
    await connection.sendNotification('initialized', {});
    await connection.sendNotification('workspace/didChangeConfiguration', { settings });
    return server;
  }

  /** The next diagnostics of a version, or of one that does not say which it is. @param {number} version @returns {Promise<void>} */
  diagnostics(version) {
    return new Promise((resolve) => {
      this.onDiagnostics = (found) => {
        if (found === undefined || found >= version) resolve();
      };
    });
  }

  /** @param {string} uri @param {string} text @param {string} languageId */
  async open(uri, text, languageId) {
    const answered = this.diagnostics(1);
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
    await answered;
  }

  /** Replaces a line, as one keystroke would, and waits for the diagnostics. @param {string} uri @param {number} line @param {string} text */
  async edit(uri, line, text) {
    const began = performance.now();
    const answered = this.diagnostics(++this.version);
    const range = { start: { line, character: 0 }, end: { line, character: 11 } };
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: this.version },
      contentChanges: [{ range, text: text.slice(0, 11) }],
    });
    await answered;
    return performance.now() - began;
  }

  /** @param {string} method @param {string} uri @param {number} line @param {number} character */
  async request(method, uri, line, character) {
    const began = performance.now();
    await this.connection.sendRequest(method, { textDocument: { uri }, position: { line, character } });
    return performance.now() - began;
  }

  /** The resident memory in MB; 0 where the system does not tell. */
  memory() {
    try {
      const status = fs.readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    } catch {
      return 0;
    }
  }

  async stop() {
    await this.connection.sendRequest('shutdown');
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    await this.connection.sendNotification('exit');
    await gone;
    this.connection.dispose();
  }
}
