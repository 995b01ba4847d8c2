import type { Range, TextEdit } from 'vscode-languageserver-types';
import { formatSpec } from '../core/spec/format.ts';
import type { DocumentState } from './document-state.ts';
import { textEditsOf } from './ranges.ts';

/**
 * The edits that format a document, or the lines of a range of it. The canonical form is the same for everybody, as on the
 * command line: the editor's own settings for tabs are not asked. None where the text is not well-formed.
 */
export function formatting({ text, analysis }: DocumentState, range?: Range): TextEdit[] {
  const { lines } = analysis.document;
  const edits = formatSpec(text, range === undefined ? undefined : linesOf(range));
  return textEditsOf(lines, edits ?? []);
}

/** A range that ends at the start of a line does not mean that line. */
function linesOf({ start, end }: Range): { first: number; last: number } {
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return { first: start.line, last };
}
