import { createServer } from 'node:net';

/** Ports below those that systems give to outgoing connections (ip(7), ip_local_port_range; RFC 6335 section 6). */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;

/**
 * A TCP port of the loopback interface that nobody listens on. What is restarted listens on it again, so it is none that
 * an outgoing connection of this machine can have taken meanwhile.
 * @returns {Promise<number>}
 */
export function freePort() {
  const port = FIRST_PORT + Math.floor(Math.random() * (LAST_PORT - FIRST_PORT));
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      error.code === 'EADDRINUSE' ? resolve(freePort()) : reject(error),
    );
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)));
  });
}
