// The end of the test bridge outside the extension host: prints what the tests print and keeps their verdict.
import net from 'node:net';
import { fileURLToPath } from 'node:url';

/** What VS Code is given as the test entry; it calls the real one. */
export const BRIDGE_ENTRY = fileURLToPath(new URL('./test-bridge.cjs', import.meta.url));

/**
 * Waits for the tests in the extension host to report.
 *
 * @param {string} socket a path to listen on
 * @param {string} entry  the module with the real `run()`
 * @returns {Promise<{ env: Record<string, string>, started: Promise<void>, verdict: Promise<string> }>} the environment
 *   that the extension host needs; `verdict` is `passed`, `failed` or a sentence that says why there is neither
 */
export async function listenForTests(socket, entry) {
  /** @type {(verdict: string) => void} */
  let settle = () => {};
  /** @type {Promise<string>} */
  const verdict = new Promise((resolve) => (settle = resolve));
  let begin = () => {};
  /** @type {Promise<void>} */
  const started = new Promise((resolve) => (begin = resolve));
  const server = net.createServer((connection) => {
    begin();
    let rest = '';
    connection.setEncoding('utf8');
    connection.on('data', (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const message = JSON.parse(line);
        if (message.verdict) settle(message.verdict);
        else (message.stream === 'stderr' ? process.stderr : process.stdout).write(message.text);
      }
    });
    connection.on('error', () => {});
    connection.on('close', () => settle('The extension host ended before the tests did.'));
  });
  await new Promise((resolve) => server.listen(socket, () => resolve(undefined)));
  server.unref();
  return { env: { ROUTER_SPEC_BRIDGE_SOCKET: socket, ROUTER_SPEC_BRIDGE_ENTRY: entry }, started, verdict };
}
