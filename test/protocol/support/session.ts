import { PassThrough } from 'node:stream';
import {
  createConnection,
  createProtocolConnection,
  ErrorCodes,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type {
  ClientCapabilities,
  InitializeParams,
  InitializeResult,
  MessageConnection,
  ProtocolConnection,
  PublishDiagnosticsParams,
} from 'vscode-languageserver/node';
import manifest from '../../../package.json' with { type: 'json' };
import type { InitializationOptions } from '../../../server/src/lsp/protocol.ts';
import { startServer } from '../../../server/src/lsp/start-node.ts';

export interface SessionOptions {
  readonly locale?: string;
  /** What the client says it can do; by default what VS Code can. */
  readonly capabilities?: ClientCapabilities;
  /** What the client answers to `workspace/configuration`. */
  readonly settings?: unknown;
  /** The addresses of the folders that the client has open. */
  readonly folders?: readonly string[];
  /** What the client tells about itself beyond the protocol. */
  readonly options?: InitializationOptions;
  /** Further parameters of `initialize`. */
  readonly introduction?: { readonly [K in keyof InitializeParams]?: InitializeParams[K] | undefined };
  /** Turns away what the server wants to be told of, whatever the client has said that it can. */
  readonly refuses?: boolean;
}

/** The commands of the extension. */
const COMMANDS = manifest.contributes.commands.map(({ command }) => command);

/** What VS Code says about itself, as far as the server looks at it. */
export const VS_CODE: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeWatchedFiles: { dynamicRegistration: true },
    didChangeConfiguration: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true },
    diagnostics: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    codeLens: { refreshSupport: true },
  },
  textDocument: {
    diagnostic: { relatedInformation: true },
    publishDiagnostics: { relatedInformation: true },
    completion: {
      completionItem: { snippetSupport: true, insertTextModeSupport: { valueSet: [1, 2] } },
    },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    rename: { prepareSupport: true },
  },
};

/** A client and the real server in this process, joined by the streams that they would have as two processes. */
export class TestSession {
  readonly client: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** What the server has sent, newest last. */
  readonly published: PublishDiagnosticsParams[] = [];
  readonly log: string[] = [];
  readonly refreshes: string[] = [];
  /** What the server has asked to be told of. */
  readonly registered: string[] = [];
  /** What the server has asked that no client understands. */
  readonly unanswered: string[] = [];
  settings: unknown;
  folders: readonly string[];
  private readonly end: () => void;
  private opened = 0;

  private constructor(
    client: ProtocolConnection,
    initialized: InitializeResult,
    settings: unknown,
    folders: readonly string[],
    end: () => void,
  ) {
    this.client = client;
    this.initialized = initialized;
    this.settings = settings;
    this.folders = folders;
    this.end = end;
  }

  static async start({
    locale = 'en',
    capabilities = VS_CODE,
    settings = null,
    folders = [],
    options = { commands: COMMANDS },
    introduction = {},
    refuses = false,
  }: SessionOptions = {}): Promise<TestSession> {
    const [up, down] = [new PassThrough(), new PassThrough()];
    const server = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
    startServer(server);
    const client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
    client.listen();
    const initialized = await client.sendRequest<InitializeResult>('initialize', {
      processId: null,
      rootUri: null,
      locale,
      capabilities,
      initializationOptions: options,
      ...introduction,
    });
    const session = new TestSession(client, initialized, settings, folders, () => {
      client.dispose();
      server.dispose();
      up.destroy();
      down.destroy();
    });
    client.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
      items.map(() => session.settings),
    );
    client.onRequest('workspace/workspaceFolders', () => session.folders.map((uri) => ({ uri, name: uri })));
    (client as MessageConnection).onRequest((method) => {
      session.unanswered.push(method);
      throw new ResponseError(ErrorCodes.MethodNotFound, method);
    });
    client.onRequest(
      'client/registerCapability',
      ({ registrations }: { registrations: { method: string }[] }) => {
        if (refuses) throw new ResponseError(ErrorCodes.InvalidRequest, 'no');
        session.registered.push(...registrations.map(({ method }) => method));
        return null;
      },
    );
    for (const kind of ['diagnostic', 'inlayHint', 'codeLens'])
      client.onRequest(`workspace/${kind}/refresh`, () => {
        session.refreshes.push(kind);
        return null;
      });
    client.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      session.published.push(params);
    });
    client.onNotification(
      'window/logMessage',
      ({ message }: { message: string }) => void session.log.push(message),
    );
    await client.sendNotification('initialized', {});
    return session;
  }

  /** Opens a document of its own and gives its address. */
  async open(text: string): Promise<string> {
    const uri = `file:///specs/${++this.opened}.router.yaml`;
    await this.client.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'router-spec', version: 1, text },
    });
    return uri;
  }

  /** A request about an open document. */
  ask<R>(method: string, uri: string, params: object = {}): Promise<R> {
    return this.client.sendRequest<R>(method, { textDocument: { uri }, ...params });
  }

  async close(): Promise<void> {
    await this.client.sendRequest('shutdown');
    this.end();
  }
}
