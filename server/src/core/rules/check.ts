import type { Line } from '../derive/line.ts';
import type { Router } from '../derive/router.ts';
import type { Fix, Path, Problem, Severity, Span } from '../problem.ts';
import type { SpecDocument } from '../spec/spec-document.ts';
import { RULES, ruleByCode } from './index.ts';
import type { Finding, Neighbour, Rule, RuleContext } from './rule.ts';
import { applySuppressions } from './suppression.ts';

export interface CheckOptions {
  /** Severities by code instead of the rules' own; `off` leaves a rule out. */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
  /** Other specs of the same workspace, to compare with. */
  readonly others?: readonly Neighbour[];
}

/** What is checked: the parts of an analysis that rules look at. */
export interface Checked {
  readonly document: SpecDocument;
  readonly line: Line;
  readonly router: Router | undefined;
}

/** Runs all rules. The problems come in the order of the text; suppressed ones are left out, unused suppressions reported. */
export function check(checked: Checked, options: CheckOptions): readonly Problem[] {
  const found = [
    ...checked.document.problems,
    ...RULES.flatMap((rule) => findingsOf(rule, checked, options.others ?? [])),
  ];
  const kept = applySuppressions(checked.document, found, (code) => ruleByCode(code)?.across === true);
  return kept
    .flatMap((problem) => withSeverity(problem, options.severities?.[problem.code]))
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

function withSeverity(problem: Problem, wanted: Severity | 'off' | undefined): Problem[] {
  if (wanted === undefined) return [problem];
  return wanted === 'off' ? [] : [{ ...problem, severity: wanted }];
}

function findingsOf(
  rule: Rule,
  { document, line, router }: Checked,
  others: readonly Neighbour[],
): Problem[] {
  const problems: Problem[] = [];
  const context: RuleContext = {
    document,
    spec: document.spec,
    line,
    router,
    others,
    report: (finding) => void problems.push(problemOf(rule, finding, document)),
  };
  rule.check?.(context);
  return problems;
}

function problemOf(rule: Rule, finding: Finding, document: SpecDocument): Problem {
  const spanAt = (at: Path | Span, where = document): Span => (isSpan(at) ? at : where.spanOf(at));
  const fixes = (finding.fixes ?? []).flatMap((fix, index): Fix[] => {
    if (fix.edits === undefined) return [];
    const preferred = fix.preferred ?? index === 0;
    return [
      {
        title: fix.title,
        edits: fix.edits,
        preferred,
        safe: fix.safe ?? (preferred && rule.certainty === 'certain'),
      },
    ];
  });
  return {
    code: rule.code,
    severity: finding.severity ?? rule.severity,
    span: finding.on === 'key' && !isSpan(finding.at) ? document.keySpanOf(finding.at) : spanAt(finding.at),
    message: finding.message,
    ...(finding.related === undefined
      ? {}
      : {
          related: finding.related.map(({ at, message, of }) => ({
            span: spanAt(at, of?.document),
            message,
            ...(of === undefined ? {} : { file: { uri: of.uri, lines: of.document.lines } }),
          })),
        }),
    ...(fixes.length === 0 ? {} : { fixes }),
    ...(finding.unnecessary === true ? { unnecessary: true } : {}),
  };
}

function isSpan(at: Path | Span): at is Span {
  return !Array.isArray(at);
}
