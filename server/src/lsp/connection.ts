import { CodeActionKind, TextDocumentSyncKind } from 'vscode-languageserver';
import type { Connection, InitializeResult, ServerCapabilities } from 'vscode-languageserver';
import type { Locale } from '../core/text.ts';
import { FIX_ALL } from '../service/code-actions.ts';
import { LEGEND } from '../service/semantic-tokens.ts';
import { SIGNATURE_TRIGGERS } from '../service/signature-help.ts';
import { clientOf } from './client.ts';
import type { Client } from './client.ts';
import { Configuration } from './configuration.ts';
import { registerDiagnostics } from './diagnostic-handlers.ts';
import { Documents } from './documents.ts';
import { registerFeatures } from './feature-handlers.ts';
import { Guard } from './guard.ts';
import { Measurements } from './measurements.ts';
import { Scheduler } from './scheduler.ts';
import type { Defer } from './scheduler.ts';
import { registerWorkspace } from './workspace-handlers.ts';
import { Workspace } from './workspace.ts';
import type { ClosedSpecs } from './workspace.ts';

/** What handlers work with. */
export interface Session {
  readonly connection: Connection;
  readonly documents: Documents;
  readonly configuration: Configuration;
  readonly scheduler: Scheduler;
  readonly guard: Guard;
  readonly measurements: Measurements;
  /** Whether this platform has an ssh to reach routers with. */
  readonly reachesRouters: boolean;
  /** The client; before it has introduced itself, one that can do nothing. */
  readonly client: Client;
}

/** What differs between Node and a browser. */
export interface Platform {
  readonly version: string;
  readonly defer: Defer;
  /** The language of a client that names none. */
  readonly locale: Locale;
  /** Finds the specs of a workspace that are not open. */
  readonly closedSpecs?: ClosedSpecs;
  /** Whether it has an ssh to reach routers with. */
  readonly reachesRouters: boolean;
  /** Adds what only this platform can do, or says why it cannot. */
  extend(session: Session): void;
}

/** Begins to serve a client. Returns when everything is in place; the connection then lives until the client ends it. */
export function startSession(connection: Connection, platform: Platform): void {
  const session = {
    connection,
    documents: new Documents(),
    configuration: new Configuration(connection),
    scheduler: new Scheduler(platform.defer),
    guard: new Guard(connection),
    measurements: new Measurements(),
    reachesRouters: platform.reachesRouters,
    client: clientOf({ capabilities: {} }),
  };
  connection.onInitialize((params): InitializeResult => {
    session.client = clientOf(params, platform.locale);
    return {
      capabilities: capabilitiesFor(session.client),
      serverInfo: { name: 'router-spec', version: platform.version },
    };
  });
  const workspace = new Workspace(session, platform.closedSpecs);
  const diagnostics = registerDiagnostics(session, workspace);
  connection.onInitialized(() => {
    const { refreshes } = session.client;
    void session.guard.run('reading the workspace', () =>
      workspace.ready(() => diagnostics.everythingChanged()),
    );
    session.configuration.follow(session.client, () => {
      diagnostics.everythingChanged();
      if (refreshes.inlayHints)
        void session.guard.run('refresh', () => connection.languages.inlayHint.refresh());
      if (refreshes.codeLenses)
        void session.guard.run('refresh', () => connection.sendRequest('workspace/codeLens/refresh'));
    });
  });
  const features = registerFeatures(session, workspace);
  registerWorkspace(session, workspace);
  platform.extend(session);
  session.documents.listen(connection, {
    changed: () => {
      session.scheduler.edited();
      diagnostics.changed();
    },
    closed: (uri) => {
      diagnostics.closed(uri);
      features.closed(uri);
    },
  });
  connection.listen();
}

/** What the server offers; diagnostics are either asked for or sent, never both. */
function capabilitiesFor(client: Client): ServerCapabilities {
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: TextDocumentSyncKind.Incremental,
    hoverProvider: true,
    completionProvider: {
      triggerCharacters: [' ', ':', '-', '{', '[', ',', '"', "'"],
      resolveProvider: true,
    },
    signatureHelpProvider: { triggerCharacters: SIGNATURE_TRIGGERS },
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL, CodeActionKind.Refactor] },
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: client.preparesRename ? { prepareProvider: true } : true,
    semanticTokensProvider: { legend: LEGEND, full: { delta: true }, range: true },
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentLinkProvider: {},
    codeLensProvider: {},
    inlayHintProvider: true,
    ...(client.workspaceFolders
      ? { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } }
      : {}),
    ...(client.pullsDiagnostics
      ? { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: true } }
      : {}),
  };
}
