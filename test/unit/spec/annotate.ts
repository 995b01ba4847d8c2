import type { Problem } from '../../../server/src/core/problem.ts';
import { LineIndex } from '../../../server/src/core/spec/line-index.ts';

/** The text with each problem under the line that it points to, so that a golden file shows message and range at a glance. */
export function annotate(text: string, problems: readonly Problem[]): string {
  const lines = new LineIndex(text);
  const result: string[] = [];
  for (let line = 0; line < lines.lineCount; line++) {
    result.push(lines.lineText(line));
    for (const problem of problems) {
      const start = lines.positionAt(problem.span.start);
      if (start.line !== line) continue;
      const end = lines.positionAt(problem.span.end);
      const width =
        end.line === line
          ? Math.max(1, end.character - start.character)
          : lines.lineText(line).length - start.character;
      result.push(
        `#| ${' '.repeat(Math.max(0, start.character - 3))}${'^'.repeat(width)}${end.line === line ? '' : '…'} ${problem.severity} ${problem.code}`,
      );
      result.push(`#|   ${problem.message.en}`, `#|   ${problem.message.ja}`);
      for (const related of problem.related ?? [])
        result.push(
          `#|   related line ${lines.positionAt(related.span.start).line + 1}: ${related.message.en}`,
        );
      for (const fix of problem.fixes ?? []) result.push(`#|   fix: ${fix.title.en}`);
    }
  }
  return result.join('\n');
}
