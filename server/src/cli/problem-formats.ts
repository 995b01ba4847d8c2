import { version } from '../../../package.json';
import type { Problem, Severity, Span } from '../core/problem.ts';
import { ruleByCode, RULES } from '../core/rules/index.ts';
import { ruleUrl } from '../core/rules/rule-url.ts';
import type { LineIndex, Position } from '../core/spec/line-index.ts';
import type { SpecDocument } from '../core/spec/spec-document.ts';
import { say } from '../core/text.ts';
import type { Locale, Text } from '../core/text.ts';

/** A file with what was found in it. */
export interface CheckedFile {
  readonly file: string;
  readonly document: SpecDocument;
  readonly problems: readonly Problem[];
}

const LABEL: Record<Severity, Text> = {
  error: { en: 'error', ja: 'エラー' },
  warning: { en: 'warning', ja: '警告' },
  information: { en: 'info', ja: '情報' },
  hint: { en: 'hint', ja: 'ヒント' },
};

/** One line a problem, as compilers print it: lines and columns count from one. */
export function textReport(files: readonly CheckedFile[], locale: Locale): string {
  const lines = files.flatMap(({ file, document, problems }) =>
    problems.flatMap((problem) => {
      const { line, character } = document.lines.positionAt(problem.span.start);
      const own = `${file}:${line + 1}:${character + 1}: ${say(LABEL[problem.severity], locale)}: ${say(problem.message, locale)} [${problem.code}]`;
      const related = (problem.related ?? []).map((each) => {
        const at = (each.file?.lines ?? document.lines).positionAt(each.span.start);
        return `  ${each.file?.uri ?? file}:${at.line + 1}:${at.character + 1}: ${say(each.message, locale)}`;
      });
      return [own, ...related];
    }),
  );
  return lines.map((line) => `${line}\n`).join('');
}

/** The problems in the form that programs read; positions are zero-based as in the Language Server Protocol. */
export function jsonReport(files: readonly CheckedFile[], locale: Locale): string {
  const rows = files.flatMap(({ file, document, problems }) =>
    problems.map((problem) => ({
      file,
      code: problem.code,
      severity: problem.severity,
      message: say(problem.message, locale),
      range: rangeOf(document.lines, problem.span),
      docs: ruleUrl(problem.code, locale),
      ...(problem.related === undefined
        ? {}
        : {
            related: problem.related.map((each) => ({
              file: each.file?.uri ?? file,
              range: rangeOf(each.file?.lines ?? document.lines, each.span),
              message: say(each.message, locale),
            })),
          }),
    })),
  );
  return `${JSON.stringify(rows, null, 2)}\n`;
}

const GITHUB_LEVEL: Record<Severity, string> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/**
 * Commands that a workflow of GitHub Actions prints to mark lines of a change (GitHub documentation, “Workflow commands
 * for GitHub Actions”). Lines and columns count from one; columns mean something only within one line.
 */
export function githubReport(files: readonly CheckedFile[], locale: Locale): string {
  const lines = files.flatMap(({ file, document, problems }) =>
    problems.map(({ code, severity, message, span }) => {
      const { start, end } = rangeOf(document.lines, span);
      const place = {
        file: file.replaceAll('\\', '/'),
        line: start.line + 1,
        endLine: end.line + 1,
        ...(start.line === end.line ? { col: start.character + 1, endColumn: end.character + 1 } : {}),
        title: code,
      };
      const properties = Object.entries(place).map(
        ([name, value]) =>
          `${name}=${workflowData(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`,
      );
      const text = workflowData(`${say(message, locale)}\n${ruleUrl(code, locale)}`);
      return `::${GITHUB_LEVEL[severity]} ${properties.join(',')}::${text}\n`;
    }),
  );
  return lines.join('');
}

/** A text as a workflow command takes it: in one line, and without escapes of its own. */
function workflowData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

const SARIF_LEVEL: Record<Severity, string> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** SARIF 2.1.0, which code hosts show beside a change (OASIS sarif-v2.1.0). Lines and columns count from one. */
export function sarifReport(files: readonly CheckedFile[], locale: Locale): string {
  const used = new Set(files.flatMap(({ problems }) => problems.map((problem) => problem.code)));
  const rules = RULES.filter((rule) => used.has(rule.code)).map((rule) => ({
    id: rule.code,
    shortDescription: { text: say(rule.title, locale) },
    fullDescription: { text: say(rule.explanation, locale) },
    helpUri: ruleUrl(rule.code, locale),
    defaultConfiguration: { level: SARIF_LEVEL[rule.severity] },
  }));
  const results = files.flatMap(({ file, document, problems }) =>
    problems.map((problem) => ({
      ruleId: problem.code,
      ...(ruleByCode(problem.code) === undefined
        ? {}
        : { ruleIndex: rules.findIndex((rule) => rule.id === problem.code) }),
      level: SARIF_LEVEL[problem.severity],
      message: { text: say(problem.message, locale) },
      locations: [{ physicalLocation: sarifPlace(file, document.lines, problem.span) }],
      ...(problem.related === undefined
        ? {}
        : {
            relatedLocations: problem.related.map((each, id) => ({
              id,
              physicalLocation: sarifPlace(
                each.file?.uri ?? file,
                each.file?.lines ?? document.lines,
                each.span,
              ),
              message: { text: say(each.message, locale) },
            })),
          }),
    })),
  );
  const driver = {
    name: 'router-spec',
    version,
    informationUri: 'https://github.com/router-spec/router-spec',
    rules,
  };
  const report = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function sarifPlace(file: string, lines: LineIndex, span: Span): object {
  const { start, end } = rangeOf(lines, span);
  return {
    artifactLocation: { uri: encodeURI(file.replaceAll('\\', '/')) },
    region: {
      startLine: start.line + 1,
      startColumn: start.character + 1,
      endLine: end.line + 1,
      endColumn: end.character + 1,
    },
  };
}

function rangeOf(lines: LineIndex, { start, end }: Span): { start: Position; end: Position } {
  return { start: lines.positionAt(start), end: lines.positionAt(end) };
}
