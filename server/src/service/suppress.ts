import type { Problem, TextEdit } from '../core/problem.ts';
import type { SpecDocument } from '../core/spec/spec-document.ts';

/** A problem of the text itself cannot be suppressed: what cannot be read is not part of the router, whatever a comment says. */
export function canSuppress({ code }: Problem): boolean {
  return !/^(?:yaml|spec|suppression)\//.test(code);
}

/**
 * Suppresses a problem by a comment on a line of its own above it, or adds its code to such a comment that is there
 * already. `reason` stands where the user is to say why.
 */
export function suppressionEdit(document: SpecDocument, { code, span }: Problem, reason: string): TextEdit {
  const { lines } = document;
  const { line } = lines.positionAt(span.start);
  const above = line === 0 ? '' : lines.lineText(line - 1);
  const existing = /^\s*#\s*router-spec-ignore:\s*[^\s,]+(?:\s*,\s*[^\s,]+)*/.exec(above);
  if (existing !== null) {
    const at = lines.lineStart(line - 1) + existing[0].length;
    return { span: { start: at, end: at }, newText: `, ${code}` };
  }
  const at = lines.lineStart(line);
  const indent = /^\s*/.exec(lines.lineText(line))?.[0] ?? '';
  return {
    span: { start: at, end: at },
    newText: `${indent}# router-spec-ignore: ${code} -- ${reason}${document.eol}`,
  };
}
