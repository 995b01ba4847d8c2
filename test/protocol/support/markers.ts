import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Position, TextEdit } from 'vscode-languageserver-types';
import { LineIndex } from '../../../server/src/core/spec/line-index.ts';

export const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures/service');

const MARKER = '<|>';

/** A text without its markers, and where they stood. */
export interface Marked {
  readonly text: string;
  readonly positions: readonly Position[];
}

/** Takes the markers out of a text: `<|>` is where the cursor is. */
export function marked(source: string): Marked {
  const parts = source.split(MARKER);
  const text = parts.join('');
  const lines = new LineIndex(text);
  let offset = 0;
  const positions = parts.slice(0, -1).map((part) => lines.positionAt((offset += part.length)));
  return { text, positions };
}

export function fixture(name: string): Marked {
  return marked(readFileSync(path.join(FIXTURES, name), 'utf8'));
}

/** The text after edits, as a client applies them: all at once, by the ranges of the text before. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const lines = new LineIndex(text);
  return [...edits]
    .map(({ range, newText }) => ({
      start: lines.offsetAt(range.start),
      end: lines.offsetAt(range.end),
      newText,
    }))
    .sort((a, b) => b.start - a.start)
    .reduce((result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end), text);
}

/** The line of a position with the cursor in it, to head an answer in a golden file. */
export function lineAt(text: string, { line, character }: Position): string {
  const lineText = new LineIndex(text).lineText(line);
  return `${lineText.slice(0, character)}${MARKER}${lineText.slice(character)}`.trim();
}
