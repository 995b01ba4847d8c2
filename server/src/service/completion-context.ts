import type { Position } from 'vscode-languageserver-types';
import { DocumentState } from './document-state.ts';
import { closersAt } from '../core/spec/flow-place.ts';

/**
 * The spec that values for a position are taken from. While a line is half typed YAML reads the rest of the text as part
 * of it, or not at all; then it is the text with what is open on the line closed, or without the line.
 */
export function contextAt(state: DocumentState, { line }: Position): DocumentState {
  if (!isBroken(state)) return state;
  const { lines } = state.analysis.document;
  const start = lines.lineStart(line);
  const text = lines.lineText(line);
  const end = start + text.replace(/\s#.*$/, '').length;
  const rest = state.text.slice(start + text.length);
  const closers = closersAt(lines, line, end);
  const attempts = [
    ...(closers === '' ? [] : [`${state.text.slice(0, end)}${closers}${rest}`]),
    `${state.text.slice(0, start)}${rest}`,
  ];
  for (const attempt of attempts) {
    const other = new DocumentState(state.uri, state.version, attempt);
    if (!isBroken(other)) return other;
  }
  return state;
}

function isBroken({ analysis }: DocumentState): boolean {
  return analysis.document.problems.some(({ code }) => code === 'yaml/syntax');
}
