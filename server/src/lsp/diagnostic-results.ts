import { DocumentDiagnosticReportKind } from 'vscode-languageserver';
import type { Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver';

/**
 * The last diagnostics that were sent for each document. They depend on other documents and on settings too, so that they
 * are the same is seen by comparing them, not by a version.
 */
export class DiagnosticResults {
  private readonly sent = new Map<string, { readonly id: string; readonly text: string }>();
  private count = 0;

  /** The diagnostics as a report; a short one where the client has the same already. */
  report(uri: string, previous: string | undefined, items: Diagnostic[]): DocumentDiagnosticReport {
    const text = JSON.stringify(items);
    const known = this.sent.get(uri);
    if (known?.text === text) {
      if (known.id === previous) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: known.id };
      return { kind: DocumentDiagnosticReportKind.Full, resultId: known.id, items };
    }
    const id = String(++this.count);
    this.sent.set(uri, { id, text });
    return { kind: DocumentDiagnosticReportKind.Full, resultId: id, items };
  }
}
