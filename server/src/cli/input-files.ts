import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { INPUT_LIMITS } from '../core/import/index.ts';
import type { InputFile } from '../core/import/index.ts';
import { InputError } from './command.ts';

/**
 * The files that are named, and those in the folders that are, by paths below the folder. What is too large or no text
 * is left out in a folder: it may hold anything. Links are not followed. Throws `InputError` with the path of what cannot
 * be read: a file that was passed over in silence might be the one with the passphrase.
 */
export async function inputFiles(names: readonly string[]): Promise<InputFile[]> {
  const files: InputFile[] = [];
  for (const name of names) {
    if (!(await readable(name, stat)).isDirectory()) {
      files.push({ path: name, text: await readable(name, textOf) });
      continue;
    }
    const entries = await readable(name, () => readdir(name, { recursive: true, withFileTypes: true }));
    for (const entry of entries) {
      const file = path.join(entry.parentPath, entry.name);
      if (!entry.isFile() || (await readable(file, stat)).size > INPUT_LIMITS.bytes) continue;
      if (files.length === INPUT_LIMITS.files) return files;
      const text = await readable(file, textOf);
      if (!text.includes('\0'))
        files.push({ path: path.relative(name, file).split(path.sep).join('/'), text });
    }
  }
  return files;
}

const textOf = (file: string): Promise<string> => readFile(file, 'utf8');

/** What is read at a path. Throws `InputError`, which names it. */
async function readable<T>(at: string, read: (at: string) => Promise<T>): Promise<T> {
  try {
    return await read(at);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new InputError({
      en: `${at} cannot be read (${code}).`,
      ja: `${at} を読み取れません（${code}）。`,
    });
  }
}
