// Speaks with the emulator itself (QEMU Machine Protocol): one JSON object a line, each request with its answer.
import { connect } from 'node:net';

/**
 * Sends requests one after the other over a connection of their own.
 * @param {string} socketPath
 * @param {(ask: (execute: string, args?: object) => Promise<unknown>) => Promise<void>} work
 */
export async function withEmulator(socketPath, work) {
  const socket = connect(socketPath);
  socket.setEncoding('utf8');
  const waiting = [];
  let received = '';
  const fail = (error) => {
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the emulator ended')));
  socket.on('data', (chunk) => {
    received += chunk;
    const lines = received.split('\n');
    received = lines.pop() ?? '';
    for (const line of lines) {
      const message = JSON.parse(line);
      if (message.error) waiting.shift()?.reject(new Error(message.error.desc));
      else if ('return' in message) waiting.shift()?.resolve(message.return); // the rest is the greeting and events
    }
  });
  const ask = (execute, args) =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      socket.write(`${JSON.stringify({ execute, arguments: args })}\n`);
    });
  try {
    await ask('qmp_capabilities');
    await work(ask);
  } finally {
    socket.destroy();
  }
}
