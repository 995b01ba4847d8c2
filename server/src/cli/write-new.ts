import { writeFile } from 'node:fs/promises';
import { InputError } from './command.ts';

/** Writes a file that is not there yet. Throws `InputError` where there is one already, or it cannot be written. */
export async function writeNew(file: string, content: string): Promise<void> {
  try {
    await writeFile(file, content, { flag: 'wx' });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new InputError(
      code === 'EEXIST'
        ? {
            en: `${file} exists already; name a file that does not.`,
            ja: `${file} は既に存在します。別のファイル名を指定してください。`,
          }
        : { en: `${file} cannot be written (${code}).`, ja: `${file} に書き込めません（${code}）。` },
    );
  }
}
