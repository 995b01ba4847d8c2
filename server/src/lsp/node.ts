import { createConnection } from 'vscode-languageserver/node';
import { startServer } from './start-node.ts';

/** The language server as a process of its own; the arguments say how the client is reached (`--node-ipc`, `--stdio`, …). */
startServer(createConnection());
