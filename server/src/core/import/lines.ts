import type { InputFile, Place } from './draft.ts';

/** A line of an input file, without the blanks around it. */
export interface Line extends Place {
  readonly text: string;
  /** Its words, at blanks. */
  readonly words: readonly string[];
}

/** The lines of a file that say something: not the empty ones, and not the comments. */
export function linesOf({ path, text }: InputFile): Line[] {
  return text.split(/\r\n|\r|\n/).flatMap((raw, index) => {
    const line = raw.trim();
    return line === '' || line.startsWith('#')
      ? []
      : [{ file: path, line: index + 1, text: line, words: line.split(/\s+/) }];
  });
}

/** A line `key=value`; the value may be empty. Undefined for any other line. */
export function keyValue(line: Line): { readonly key: string; readonly value: string } | undefined {
  const at = line.text.indexOf('=');
  return at < 1 ? undefined : { key: line.text.slice(0, at).trim(), value: line.text.slice(at + 1).trim() };
}

/** Takes one pair of quotes off. */
export function unquoted(text: string): string {
  return /^(["']).*\1$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}
