import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from './command.ts';

/** A file to be written, by its path below a folder. */
export interface TreeFile {
  readonly path: string;
  readonly mode: number;
  readonly content: string;
}

/** Writes the tree with its modes. Each file appears whole or not at all. Throws `InputError` where one cannot be written. */
export async function writeTree(files: readonly TreeFile[], directory: string): Promise<void> {
  for (const file of files) {
    const target = path.join(directory, file.path);
    const temporary = `${target}.${process.pid}.tmp`;
    try {
      await mkdir(path.dirname(target), { recursive: true });
      // Secrets may stand in it: it is never wider open than in the end, not even for a moment.
      await writeFile(temporary, file.content, { mode: file.mode });
      await chmod(temporary, file.mode);
      await rename(temporary, target);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? String(error);
      throw new InputError({
        en: `${target} cannot be written (${code}).`,
        ja: `${target} に書き込めません（${code}）。`,
      });
    }
  }
}
