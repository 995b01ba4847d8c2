import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** What a web server answers to a path; nothing for what it does not have. */
export type Answer = (pathname: string, query: URLSearchParams) => Buffer | string | undefined;

/** The types of what a browser refuses under a wrong one. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

/** A web server on a loopback port of its own, which is an origin of its own for a browser. */
export class WebServer {
  /** The paths of which something was given. */
  readonly given = new Set<string>();
  private readonly server: http.Server;

  private constructor(answer: Answer) {
    this.server = http.createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const content = answer(decodeURIComponent(pathname), searchParams);
      if (content !== undefined) this.given.add(pathname);
      const type = TYPES[path.extname(pathname) || '.html'] ?? 'application/octet-stream';
      response.writeHead(content === undefined ? 404 : 200, {
        'Content-Type': type,
        // As the servers of vscode.dev say: what lies there is for any page.
        'Access-Control-Allow-Origin': '*',
        'Cross-Origin-Resource-Policy': 'cross-origin',
      });
      response.end(content);
    });
  }

  /** Begins to listen. */
  static async start(answer: Answer): Promise<WebServer> {
    const started = new WebServer(answer);
    await new Promise<void>((resolve) => started.server.listen(0, '127.0.0.1', resolve));
    return started;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends it, and the connections that a browser keeps open. */
  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** The content of a file below a folder. */
export function fileBelow(folder: string, pathname: string): Buffer | undefined {
  const file = path.join(folder, pathname);
  if (!file.startsWith(`${folder}${path.sep}`) || !fs.statSync(file, { throwIfNoEntry: false })?.isFile())
    return undefined;
  return fs.readFileSync(file);
}
