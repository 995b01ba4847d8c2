import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Prompt, PromptRequest } from './types.ts';

/** What ssh needs in its environment to ask through us. The answers never stand there. */
export interface AskpassBridge {
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * The other end of the bridge: what ssh starts to ask a question. It hands the question to our socket and prints the
 * answer. Plain JavaScript in a string, so that every bundle of ours carries it without a further file.
 */
const HELPER = `
const { connect } = require('node:net');
const socket = connect(process.env.ROUTER_SPEC_ASKPASS_SOCKET);
let answer = '';
socket.setEncoding('utf8');
socket.on('connect', () => socket.write(JSON.stringify({
  nonce: process.env.ROUTER_SPEC_ASKPASS_NONCE,
  kind: process.env.SSH_ASKPASS_PROMPT || '',
  text: process.argv[2] || '',
}) + '\\n'));
socket.on('data', (chunk) => { answer += chunk; });
socket.on('error', () => process.exit(1));
socket.on('close', () => {
  try {
    const { value } = JSON.parse(answer);
    if (typeof value !== 'string') process.exit(1);
    process.stdout.write(value + '\\n', () => process.exit(0));
  } catch { process.exit(1); }
});
process.on('SIGTERM', () => process.exit(1));
`;

/**
 * Lets ssh ask the user through `prompt`, in a terminal and in an editor alike. A socket in a directory of our own and a
 * nonce keep others out; the helper runs with the Node.js (or Electron) that runs us.
 */
export async function openAskpass(prompt: Prompt): Promise<AskpassBridge> {
  const directory = await mkdtemp(join(tmpdir(), 'router-spec-'));
  const nonce = randomBytes(16).toString('hex');
  const windows = process.platform === 'win32';
  const socketPath = windows ? `\\\\.\\pipe\\router-spec-${nonce}` : join(directory, 'ask');
  const helper = join(directory, 'ask.js');
  const starter = join(directory, windows ? 'ask.cmd' : 'ask.sh');
  await writeFile(helper, HELPER, { mode: 0o600 });
  await writeFile(
    starter,
    windows
      ? '@echo off\r\n"%ROUTER_SPEC_ASKPASS_NODE%" "%ROUTER_SPEC_ASKPASS_HELPER%" %*\r\n'
      : '#!/bin/sh\nexec "$ROUTER_SPEC_ASKPASS_NODE" "$ROUTER_SPEC_ASKPASS_HELPER" "$@"\n',
    { mode: 0o700 },
  );
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serve(socket, nonce, prompt);
  });
  await listen(server, socketPath);
  if (!windows) await chmod(socketPath, 0o600);
  return {
    environment: {
      SSH_ASKPASS: starter,
      SSH_ASKPASS_REQUIRE: 'force',
      DISPLAY: process.env.DISPLAY ?? ':0', // Older clients ask through a program only where there is a display.
      ELECTRON_RUN_AS_NODE: '1',
      ROUTER_SPEC_ASKPASS_NODE: process.execPath,
      ROUTER_SPEC_ASKPASS_HELPER: helper,
      ROUTER_SPEC_ASKPASS_SOCKET: socketPath,
      ROUTER_SPEC_ASKPASS_NONCE: nonce,
    },
    close: async () => {
      // A question that is still open when ssh has ended is taken back.
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolve());
  });
}

function serve(socket: Socket, nonce: string, prompt: Prompt): void {
  const gone = new AbortController();
  let received = '';
  let asked = false;
  socket.setEncoding('utf8');
  socket.on('error', () => socket.destroy());
  socket.on('close', () => gone.abort());
  socket.on('data', (chunk: string) => {
    received += chunk;
    if (asked || received.length > 65_536) return;
    const end = received.indexOf('\n');
    if (end < 0) return;
    asked = true;
    const question = readQuestion(received.slice(0, end), nonce, gone.signal);
    if (question === undefined) {
      socket.destroy();
      return;
    }
    prompt(question).then(
      (value) =>
        socket.end(
          JSON.stringify({ value: question.kind === 'confirm' && value !== undefined ? 'yes' : value }),
        ),
      () => socket.destroy(),
    );
  });
}

function readQuestion(line: string, nonce: string, signal: AbortSignal): PromptRequest | undefined {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof message !== 'object' || message === null) return undefined;
  const { nonce: given, kind, text } = message as Record<string, unknown>;
  if (typeof given !== 'string' || typeof kind !== 'string' || typeof text !== 'string') return undefined;
  const expected = Buffer.from(nonce);
  const actual = Buffer.from(given);
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return undefined;
  // SSH_ASKPASS_PROMPT: `confirm` wants yes or no, `none` only tells something, anything else wants a secret.
  const kinds: Readonly<Record<string, PromptRequest['kind']>> = { confirm: 'confirm', none: 'notice' };
  return { kind: kinds[kind] ?? 'secret', text, signal };
}
