import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { INPUT_LIMITS } from '../core/import/index.ts';
import type { InputFile } from '../core/import/index.ts';
import { InputError } from './command.ts';

/**
 * The files that are named, and those in the folders that are, by paths below the folder. What is too large or no text
 * is left out in a folder: it may hold anything. Links are not followed. Throws `InputError` for a name that cannot be read.
 */
export async function inputFiles(names: readonly string[]): Promise<InputFile[]> {
  const files: InputFile[] = [];
  for (const name of names) {
    try {
      if (!(await stat(name)).isDirectory()) {
        files.push({ path: name, text: await readFile(name, 'utf8') });
        continue;
      }
      const entries = await readdir(name, { recursive: true, withFileTypes: true });
      for (const entry of entries) {
        const file = path.join(entry.parentPath, entry.name);
        if (!entry.isFile() || (await stat(file)).size > INPUT_LIMITS.bytes) continue;
        if (files.length === INPUT_LIMITS.files) return files;
        const text = await readFile(file, 'utf8');
        if (!text.includes('\0'))
          files.push({ path: path.relative(name, file).split(path.sep).join('/'), text });
      }
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? String(error);
      throw new InputError({
        en: `${name} cannot be read (${code}).`,
        ja: `${name} を読み取れません（${code}）。`,
      });
    }
  }
  return files;
}
