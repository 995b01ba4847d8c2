import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** What a proxy does to the next connections. */
export interface Trouble {
  /** Closes both sides after so many bytes from the client. */
  cutAfterClientBytes?: number;
  /** Closes both sides after so many bytes from the server. */
  cutAfterServerBytes?: number;
  /** Called with each chunk from the server; returning true cuts both sides before it is passed on. */
  cutWhen?: (connection: number) => boolean;
  /** Turns connections away at once. */
  refuse?: () => boolean;
  /** Only for the next connection. */
  once?: boolean;
  /** From when it is true in a connection, nothing of that passes any more, in either direction; not even its end. */
  blackHole?: () => boolean;
}

/** A TCP proxy on the loopback interface that can cut, stall and refuse. */
export class Proxy {
  readonly port: number;
  trouble: Trouble = {};
  /** How many connections were accepted. */
  connections = 0;
  /** Bytes that came from the client, in the connection that brought most. */
  mostClientBytes = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  /** To a port of the loopback interface; listens on a free one of 127.0.0.1, or where it is told to. */
  static async open(target: number, address = '127.0.0.1', port = 0): Promise<Proxy> {
    const server = createServer({ allowHalfOpen: true });
    await new Promise<void>((resolve) => server.listen(port, address, resolve));
    const proxy = new Proxy(server);
    server.on('connection', (client) => proxy.#join(client, target));
    return proxy;
  }

  #join(client: Socket, target: number): void {
    const { trouble } = this;
    const number = ++this.connections;
    if (trouble.once === true) this.trouble = {};
    if (trouble.refuse?.() === true) {
      client.destroy();
      return;
    }
    const server = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true });
    const both = [client, server];
    const cut = (): void => {
      for (const socket of both) socket.destroy();
    };
    let fromServer = 0;
    let fromClient = 0;
    let isLost = false;
    const isGone = (): boolean => (isLost ||= trouble.blackHole?.() === true);
    client.on('data', (chunk) => {
      if (isGone()) return;
      const room = (trouble.cutAfterClientBytes ?? Infinity) - fromClient;
      fromClient += chunk.length;
      this.mostClientBytes = Math.max(this.mostClientBytes, fromClient);
      server.write(room < chunk.length ? chunk.subarray(0, room) : chunk, () => {
        if (room < chunk.length) cut();
      });
    });
    server.on('data', (chunk) => {
      if (isGone()) return;
      fromServer += chunk.length;
      if (fromServer > (trouble.cutAfterServerBytes ?? Infinity) || trouble.cutWhen?.(number) === true) cut();
      else client.write(chunk);
    });
    client.on('end', () => isGone() || server.end());
    server.on('end', () => isGone() || client.end());
    for (const socket of both) {
      this.#sockets.add(socket);
      socket.on('error', cut);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        if (!isGone()) cut();
      });
    }
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
