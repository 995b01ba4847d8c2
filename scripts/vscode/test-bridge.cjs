'use strict';
// Runs inside the extension host in place of the test entry, calls the real one, and reports over a socket to the
// stand-in for `code`: the workbench's own reporting mixes log lines in, and calls a killed extension host a success.
const net = require('node:net');
const util = require('node:util');
const { Writable } = require('node:stream');

const CONSOLE = { log: 'stdout', info: 'stdout', debug: 'stdout', warn: 'stderr', error: 'stderr' };

exports.run = async function run() {
  const entry = process.env.ROUTER_SPEC_BRIDGE_ENTRY;
  const socket = net.connect(process.env.ROUTER_SPEC_BRIDGE_SOCKET);
  socket.on('error', () => {});
  const send = (message) => socket.write(`${JSON.stringify(message)}\n`);
  takeOutput((stream, text) => send({ stream, text }));
  let verdict = 'failed';
  try {
    const tests = require(entry);
    await tests.run();
    verdict = 'passed';
  } catch (error) {
    send({ stream: 'stderr', text: `${error?.stack ?? error}\n` });
    throw error;
  } finally {
    send({ verdict });
    await new Promise((resolve) => {
      socket.end(resolve);
      setTimeout(resolve, 1000);
    });
  }
};

/** Sends what is written to the console and to the standard streams to `write`. */
function takeOutput(write) {
  for (const [method, stream] of Object.entries(CONSOLE)) {
    Object.defineProperty(console, method, {
      configurable: true,
      writable: true,
      value: (...values) => write(stream, `${util.format(...values)}\n`),
    });
  }
  // The host has made `process.stdout.write` unchangeable, so the whole stream is replaced.
  for (const stream of ['stdout', 'stderr']) {
    const replacement = new Writable({
      decodeStrings: false,
      write(chunk, _encoding, done) {
        write(stream, chunk.toString());
        done();
      },
    });
    replacement.isTTY = false;
    Object.defineProperty(process, stream, { configurable: true, get: () => replacement });
  }
}
