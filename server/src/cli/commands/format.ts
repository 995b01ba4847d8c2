import { readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { applyEdits } from '../../core/spec/edit.ts';
import { formatSpec } from '../../core/spec/format.ts';
import { say } from '../../core/text.ts';
import type { Text } from '../../core/text.ts';
import { EXIT, InputError } from '../command.ts';
import type { Arguments, Command, Io } from '../command.ts';
import { namedFiles, namedSpec, STDIN, STDIN_OPTIONS } from '../named-specs.ts';

type Outcome = 'same' | 'changed' | 'refused';

async function formatFile(name: string, args: Arguments, io: Io): Promise<Outcome> {
  const { file, analysis } = await namedSpec(name, args, io);
  const { text } = analysis.document;
  const edits = formatSpec(text);
  if (edits === undefined) {
    tell(io, file, {
      en: 'not formatted, since it is not well-formed YAML; `check` says where.',
      ja: 'YAML として正しくないため、整形しませんでした。場所は `check` で確認できます。',
    });
    return 'refused';
  }
  const formatted = applyEdits(text, edits);
  const writes = args.values.check !== true;
  if (name === STDIN && writes) {
    // An editor replaces its text by what is printed, also where nothing is new.
    io.out(formatted);
    return 'same';
  }
  if (formatted === text) return 'same';
  if (writes) await replace(file, text, formatted);
  io.out(`${file}\n`);
  return 'changed';
}

/** Writes the file whole or not at all, and not over what somebody else wrote meanwhile. */
async function replace(file: string, before: string, after: string): Promise<void> {
  try {
    // A link stays one; what it leads to is replaced.
    const target = await realpath(file);
    const temporary = `${target}.${process.pid}.tmp`;
    if ((await readFile(file, 'utf8')) !== before)
      throw new InputError({
        en: `${file} was changed while it was formatted; nothing was written.`,
        ja: `${file} は整形中に変更されたため、書き込みませんでした。`,
      });
    const { mode } = await stat(file);
    await writeFile(temporary, after, { mode });
    await rename(temporary, target);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new InputError({
      en: `${file} cannot be written (${code}).`,
      ja: `${file} に書き込めません（${code}）。`,
    });
  }
}

function tell(io: Io, file: string, what: Text): void {
  io.err(`${file}: ${say(what, io.locale)}\n`);
}

export const format: Command = {
  name: 'format',
  arguments: 'FILES|DIRS|-…',
  count: [1, 10_000],
  summary: {
    en: 'format specs in place and print which were changed; comments stay; of `-` the formatted text is printed',
    ja: 'スペックを整形して上書きし、変更したファイルを表示します（コメントは残ります）。`-` では整形結果を出力します',
  },
  options: {
    check: {
      type: 'boolean',
      summary: {
        en: 'change nothing; fail where a file is not formatted',
        ja: '何も変更せず、整形されていないファイルがあれば失敗とします',
      },
    },
    ...STDIN_OPTIONS,
  },
  async run(args, io) {
    const outcomes: Outcome[] = [];
    for (const name of await namedFiles(args)) outcomes.push(await formatFile(name, args, io));
    const failed =
      outcomes.includes('refused') || (args.values.check === true && outcomes.includes('changed'));
    return failed ? EXIT.failed : EXIT.fine;
  },
};
