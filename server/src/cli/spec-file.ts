import { readFile } from 'node:fs/promises';
import { analyze } from '../core/analysis.ts';
import type { Analysis } from '../core/analysis.ts';
import { InputError } from './command.ts';

/** Reads and analyses a router.yaml. Throws `InputError` where the file cannot be read or is no UTF-8 text. */
export async function readSpec(file: string): Promise<Analysis> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new InputError(unreadable(file, error));
  }
  try {
    // The byte order mark stays: offsets are those of the file as an editor counts them.
    return analyze(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new InputError({
      en: `${file} is not a UTF-8 text.`,
      ja: `${file} は UTF-8 のテキストではありません。`,
    });
  }
}

function unreadable(file: string, error: unknown): { en: string; ja: string } {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return { en: `${file} does not exist.`, ja: `${file} が見つかりません。` };
  if (code === 'EISDIR') return { en: `${file} is a folder.`, ja: `${file} はフォルダーです。` };
  if (code === 'EACCES')
    return { en: `${file} may not be read.`, ja: `${file} を読み取る権限がありません。` };
  return {
    en: `${file} cannot be read (${code ?? String(error)}).`,
    ja: `${file} を読み取れません（${code ?? String(error)}）。`,
  };
}
