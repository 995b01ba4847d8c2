import { DocumentDiagnosticReportKind } from 'vscode-languageserver';
import type { Diagnostic, DocumentDiagnosticParams, DocumentDiagnosticReport } from 'vscode-languageserver';
import type { DocumentState } from '../service/document-state.ts';
import { diagnostics } from '../service/diagnostics.ts';
import type { Session } from './connection.ts';

/** What the rest of the server tells the diagnostics. */
export interface DiagnosticEvents {
  changed(uri: string): void;
  closed(uri: string): void;
  settingsChanged(): void;
}

/** Answers a client that asks for diagnostics, and sends them to one that does not. */
export function registerDiagnostics(session: Session): DiagnosticEvents {
  const { connection, documents, scheduler, guard, configuration } = session;
  /** Changes whenever the same version would get other diagnostics. */
  let generation = 0;

  const diagnosticsOf = async (state: DocumentState): Promise<Diagnostic[]> => {
    const { severities } = await configuration.current();
    const { locale, relatedInformation } = session.client;
    return diagnostics(state, { locale, severities, relatedInformation });
  };

  const publish = (uri: string): Promise<void> =>
    guard.run('publishing diagnostics', async () => {
      await scheduler.quiet();
      const state = documents.get(uri);
      // Nothing to send where it was closed meanwhile, or where a burst of edits has been served with its newest version.
      if (state === undefined || published.get(uri) === key(state)) return;
      published.set(uri, key(state));
      const found = await diagnosticsOf(state);
      if (documents.get(uri) !== state) return;
      await connection.sendDiagnostics({ uri, version: state.version, diagnostics: found });
    });
  const published = new Map<string, string>();
  const key = (state: DocumentState): string => `${state.version}/${generation}`;

  const empty: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };
  connection.languages.diagnostics.on(
    guard.request<DocumentDiagnosticParams, DocumentDiagnosticReport>(
      'diagnostics',
      empty,
      async ({ textDocument, previousResultId }, token) => {
        await scheduler.quiet();
        const settings = await configuration.current();
        const state = documents.get(textDocument.uri);
        if (state === undefined || token.isCancellationRequested) return empty;
        const resultId = `${state.version}/${JSON.stringify(settings.severities)}`;
        if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
        return { kind: DocumentDiagnosticReportKind.Full, resultId, items: await diagnosticsOf(state) };
      },
    ),
  );

  return {
    changed: (uri) => {
      if (!session.client.pullsDiagnostics) void publish(uri);
    },
    closed: (uri) => {
      published.delete(uri);
      if (!session.client.pullsDiagnostics) void connection.sendDiagnostics({ uri, diagnostics: [] });
    },
    settingsChanged: () => {
      generation++;
      if (!session.client.pullsDiagnostics) for (const uri of documents.uris()) void publish(uri);
      else if (session.client.refreshes.diagnostics)
        void guard.run('refresh', () => connection.languages.diagnostics.refresh());
    },
  };
}
