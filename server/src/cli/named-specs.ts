import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Analysis } from '../core/analysis.ts';
import { OTHERS_FOLDER, SPEC_FILE } from '../core/spec/file-names.ts';
import { InputError, text, UsageError } from './command.ts';
import type { Arguments, Io, Option } from './command.ts';
import { readSpec, specOf } from './spec-file.ts';
import { unreadable } from './unreadable.ts';

/** The name on the command line that stands for the standard input. */
export const STDIN = '-';

export const STDIN_OPTIONS = {
  'stdin-name': {
    type: 'string',
    value: 'NAME',
    summary: {
      en: 'what to call the standard input (the file `-`) in the output',
      ja: '標準入力（ファイル名 `-`）を出力で何と呼ぶか',
    },
  },
} as const satisfies Record<string, Option>;

/** A spec that was named on the command line, or found in a folder that was. */
export interface NamedSpec {
  /** The name for messages. */
  readonly file: string;
  readonly analysis: Analysis;
}

/**
 * The files that the arguments name: those themselves, and of each folder the specs below it, in the order of their names.
 * Throws `InputError` where one does not exist or a folder holds none, since a check that looks at nothing passes.
 */
export async function namedFiles({ positionals }: Arguments): Promise<readonly string[]> {
  if (positionals.filter((name) => name === STDIN).length > 1)
    throw new UsageError({
      en: 'The standard input can be read once.',
      ja: '標準入力を読み取れるのは 1 回だけです。',
    });
  const found = await Promise.all(
    positionals.map(async (name) => {
      if (name === STDIN || !(await isFolder(name))) return [name];
      const specs = await specsBelow(name);
      if (specs.length === 0)
        throw new InputError({
          en: `There is no router.yaml or NAME.router.yaml below ${name}.`,
          ja: `${name} の下に router.yaml も 名前.router.yaml もありません。`,
        });
      return specs;
    }),
  );
  // A file can be named and lie in a folder that is named as well.
  return [
    ...new Map(found.flat().map((file) => [file === STDIN ? STDIN : path.resolve(file), file])).values(),
  ];
}

/** Reads a file that the arguments name. Throws `InputError` where it cannot be read or is no UTF-8 text. */
export async function namedSpec(file: string, args: Arguments, io: Io): Promise<NamedSpec> {
  if (file !== STDIN) return { file, analysis: await readSpec(file) };
  const name = text(args, 'stdin-name') ?? STDIN;
  return { file: name, analysis: specOf(name, (await io.input?.()) ?? new Uint8Array()) };
}

async function isFolder(name: string): Promise<boolean> {
  try {
    return (await stat(name)).isDirectory();
  } catch (error) {
    throw new InputError(unreadable(name, error));
  }
}

/** Links are not followed: they can lead in circles. */
async function specsBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new InputError(unreadable(folder, error));
  });
  const below = await Promise.all(
    entries
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(async (entry) => {
        const name = path.join(folder, entry.name);
        if (entry.isDirectory()) return OTHERS_FOLDER.test(entry.name) ? [] : await specsBelow(name);
        return entry.isFile() && SPEC_FILE.test(entry.name) ? [name] : [];
      }),
  );
  return below.flat();
}
