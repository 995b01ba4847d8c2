import type { Text } from '../core/text.ts';

/** Why a file cannot be read, from the error of the system. */
export function unreadable(file: string, error: unknown): Text {
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
