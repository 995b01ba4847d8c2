import { DocumentDiagnosticReportKind } from 'vscode-languageserver';
import type {
  CancellationToken,
  Diagnostic,
  DocumentDiagnosticParams,
  DocumentDiagnosticReport,
  WorkspaceDiagnosticParams,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { DocumentState } from '../service/document-state.ts';
import { diagnostics } from '../service/diagnostics.ts';
import type { Session } from './connection.ts';
import { DiagnosticResults } from './diagnostic-results.ts';
import type { Workspace } from './workspace.ts';

/** What the rest of the server tells the diagnostics. */
export interface DiagnosticEvents {
  changed(): void;
  closed(uri: string): void;
  /** The settings are others, or the specs that are not open. */
  everythingChanged(): void;
}

/** Answers a client that asks for diagnostics, and sends them to one that does not. */
export function registerDiagnostics(session: Session, workspace: Workspace): DiagnosticEvents {
  const { connection, documents, scheduler, guard, configuration } = session;
  const results = new DiagnosticResults();

  const diagnosticsOf = async (state: DocumentState): Promise<Diagnostic[]> => {
    const { severities } = await configuration.current();
    const { locale, relatedInformation } = session.client;
    return diagnostics(state, {
      locale,
      severities,
      others: workspace.othersOf(state.uri),
      relatedInformation,
    });
  };

  /** Sends what is news about the open documents: an edit of one can change what is found in the others. */
  const publish = (): Promise<void> =>
    guard.run('publishing diagnostics', async () => {
      await scheduler.quiet();
      for (const uri of documents.uris()) {
        const state = documents.get(uri);
        if (state === undefined) continue;
        const found = await diagnosticsOf(state);
        const key = JSON.stringify([state.version, found]);
        // A burst of edits is served with its newest version.
        if (documents.get(uri) !== state || published.get(uri) === key) continue;
        published.set(uri, key);
        await connection.sendDiagnostics({ uri, version: state.version, diagnostics: found });
      }
    });
  const published = new Map<string, string>();

  const empty: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };
  connection.languages.diagnostics.on(
    guard.request<DocumentDiagnosticParams, DocumentDiagnosticReport>(
      'diagnostics',
      empty,
      async ({ textDocument: { uri }, previousResultId }, token) => {
        await scheduler.quiet();
        const state = documents.get(uri);
        if (state === undefined || token.isCancellationRequested) return empty;
        return results.report(uri, previousResultId, await diagnosticsOf(state));
      },
    ),
  );

  /** A report on each spec, as soon as it is there where the client takes parts of an answer. */
  const reportAll = async (
    { previousResultIds }: WorkspaceDiagnosticParams,
    token: CancellationToken,
    send: (report: WorkspaceDocumentDiagnosticReport) => void,
  ): Promise<void> => {
    const states = await workspace.states();
    const previous = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
    for (const state of states) {
      const { uri } = state;
      // Between two specs whoever waits gets a turn, and the client can take its request back.
      await scheduler.quiet();
      if (token.isCancellationRequested) return;
      const open = documents.get(uri);
      const report = results.report(uri, previous.get(uri), await diagnosticsOf(open ?? state));
      send({ ...report, uri, version: open?.version ?? null });
    }
    const there = new Set(states.map(({ uri }) => uri));
    for (const uri of previous.keys())
      if (!there.has(uri)) send({ kind: DocumentDiagnosticReportKind.Full, uri, version: null, items: [] });
  };
  connection.languages.diagnostics.onWorkspace(async (params, token, _, progress) => {
    const items: WorkspaceDocumentDiagnosticReport[] = [];
    const answer = guard.request<WorkspaceDiagnosticParams, WorkspaceDiagnosticReport>(
      'workspace diagnostics',
      { items },
      async () => {
        await reportAll(params, token, (report) => {
          if (progress === undefined) items.push(report);
          else progress.report({ items: [report] });
        });
        return { items };
      },
    );
    return answer(params, token);
  });

  return {
    changed: () => {
      if (!session.client.pullsDiagnostics) void publish();
    },
    closed: (uri) => {
      published.delete(uri);
      if (!session.client.pullsDiagnostics) void connection.sendDiagnostics({ uri, diagnostics: [] });
    },
    everythingChanged: () => {
      if (!session.client.pullsDiagnostics) void publish();
      else if (session.client.refreshes.diagnostics)
        void guard.run('refresh', () => connection.languages.diagnostics.refresh());
    },
  };
}
