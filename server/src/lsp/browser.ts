import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { version } from '../../../package.json';
import { startSession } from './connection.ts';
import { refuseRouters } from './no-routers.ts';

// In a web worker the global scope is the port to the page. Its type is not among those that the server is compiled with.
const port = globalThis as never;

/** The language server as a web worker: everything but what needs ssh. */
startSession(createConnection(new BrowserMessageReader(port), new BrowserMessageWriter(port)), {
  version,
  defer: (run) => void setTimeout(run, 0),
  locale: 'en',
  reachesRouters: false,
  extend: refuseRouters,
});
