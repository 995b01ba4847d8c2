import type { ParseArgsConfig } from 'node:util';
import type { Locale, Text } from '../core/text.ts';

/** `hidden`: what is typed is not shown. */
export type Ask = (question: string, options?: { readonly hidden?: boolean }) => Promise<string | undefined>;

/** What a command may touch of the world; tests give their own. */
export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly locale: Locale;
  /** Reads the standard input to its end; without it, that is empty. */
  readonly input?: () => Promise<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person sits at the terminal and can answer. */
  readonly interactive: boolean;
  /** Asks a question on the terminal; without one, or where the person turned away from it, the answer is undefined. */
  readonly ask: Ask;
}

/** Exit codes: fine; problems found or the operation failed; wrong usage or unreadable input. */
export const EXIT = { fine: 0, failed: 1, usage: 2 } as const;

export interface Option {
  readonly type: 'string' | 'boolean';
  readonly summary: Text;
  /** The placeholder of a string option in the help. */
  readonly value?: string;
  /** It may be given several times. */
  readonly multiple?: boolean;
}

export interface Arguments {
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly positionals: readonly string[];
}

export interface Command {
  readonly name: string;
  /** The positional arguments as the help shows them, such as `FILE`. */
  readonly arguments: string;
  /** How many positional arguments there may be. */
  readonly count: readonly [min: number, max: number];
  readonly summary: Text;
  readonly options: Readonly<Record<string, Option>>;
  /** Returns the exit code. Throws `UsageError` for arguments that do not fit together, `InputError` for input that cannot be read. */
  run(args: Arguments, io: Io): number | Promise<number>;
}

/** The command line was wrong; the message says how. */
export class UsageError extends Error {
  readonly text: Text;
  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}

/** Something given could not be read or written. */
export class InputError extends UsageError {}

export function parseOptions(command: Command): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    Object.entries<Pick<Option, 'type' | 'multiple'>>({ ...command.options, help: { type: 'boolean' } }).map(
      ([name, { type, multiple = false }]) => [
        name,
        { type, multiple, ...(name === 'help' ? { short: 'h' } : {}) },
      ],
    ),
  );
}

/** The text of a string option, if given. */
export function text(args: Arguments, name: string): string | undefined {
  const value = args.values[name];
  return typeof value === 'string' ? value : undefined;
}

/** The texts of an option that may be given several times. */
export function texts(args: Arguments, name: string): readonly string[] {
  const value = args.values[name];
  return typeof value === 'object' ? value : [];
}

/** One of a few words given for an option, or the default. */
export function word<const W extends string>(
  args: Arguments,
  name: string,
  words: readonly W[],
  fallback: W,
): W {
  const value = text(args, name);
  if (value === undefined) return fallback;
  const found = words.find((each) => each === value);
  if (found !== undefined) return found;
  const listed = words.join(', ');
  throw new UsageError({
    en: `--${name} takes one of: ${listed}.`,
    ja: `--${name} に指定できるのは ${listed} のいずれかです。`,
  });
}
