import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { Problem, Severity } from '../core/problem.ts';
import { ruleUrl } from '../core/rules/rule-url.ts';
import { say } from '../core/text.ts';
import type { DocumentState, Severities } from './document-state.ts';
import type { ServiceOptions } from './options.ts';
import { rangeOf } from './ranges.ts';

export interface DiagnosticOptions extends ServiceOptions {
  readonly severities: Severities;
  /** The other specs of the workspace. */
  readonly others?: readonly DocumentState[];
  /** Whether the client can show other places that have to do with a problem. */
  readonly relatedInformation: boolean;
}

/** What a diagnostic carries for its quick fixes: which problem of this version of the document it is. */
export interface DiagnosticData {
  readonly version: number;
  readonly index: number;
}

export const DIAGNOSTIC_SOURCE = 'router-spec';

const SEVERITIES: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** The problems of a document, each with its code, a link to the page of its rule and the places that have to do with it. */
export function diagnostics(state: DocumentState, options: DiagnosticOptions): Diagnostic[] {
  return state
    .problems(options.severities, options.others)
    .map((problem, index) => diagnosticOf(state, problem, index, options));
}

function diagnosticOf(
  state: DocumentState,
  problem: Problem,
  index: number,
  { locale, relatedInformation }: DiagnosticOptions,
): Diagnostic {
  const { lines } = state.analysis.document;
  const data: DiagnosticData = { version: state.version, index };
  return {
    range: rangeOf(lines, problem.span),
    severity: SEVERITIES[problem.severity],
    code: problem.code,
    codeDescription: { href: ruleUrl(problem.code, locale) },
    source: DIAGNOSTIC_SOURCE,
    message: say(problem.message, locale),
    ...(problem.unnecessary === true ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(relatedInformation && problem.related !== undefined
      ? {
          relatedInformation: problem.related.map(({ span, message, file }) => ({
            location: { uri: file?.uri ?? state.uri, range: rangeOf(file?.lines ?? lines, span) },
            message: say(message, locale),
          })),
        }
      : {}),
    data,
  };
}
