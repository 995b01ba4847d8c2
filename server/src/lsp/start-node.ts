import { createConnection } from 'vscode-languageserver/node';
import type { Connection } from 'vscode-languageserver/node';
import { version } from '../../../package.json';
import { localeOfEnvironment } from '../core/text.ts';
import { startSession } from './connection.ts';
import { registerRouters } from './routers.ts';
import { SpecFiles } from './spec-files.ts';

/** Serves the client at the other end of a connection, with everything that a server in Node can do. */
export function startServer(connection: Connection): void {
  startSession(connection, {
    version,
    defer: (run) => void setImmediate(run),
    locale: localeOfEnvironment(process.env),
    closedSpecs: new SpecFiles(),
    reachesRouters: true,
    extend: registerRouters,
  });
}

/**
 * Serves a client over standard input and output, whatever the arguments of the process say; comes when the client is
 * gone. `exit` ends the process, as the Language Server Protocol says.
 */
export function startNodeServer(transport: 'stdio'): Promise<void> {
  const [input, output] = { stdio: [process.stdin, process.stdout] as const }[transport];
  return new Promise((resolve) => {
    input.once('close', resolve);
    startServer(createConnection(input, output));
  });
}
