import { readFile } from 'node:fs/promises';
import { analyze } from '../core/analysis.ts';
import type { Analysis } from '../core/analysis.ts';
import { InputError } from './command.ts';
import { unreadable } from './unreadable.ts';

/** Reads and analyses a router.yaml. Throws `InputError` where the file cannot be read or is no UTF-8 text. */
export async function readSpec(file: string): Promise<Analysis> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new InputError(unreadable(file, error));
  }
  return specOf(file, bytes);
}

/** Analyses the bytes of a router.yaml; `name` is what it is called in messages. Throws `InputError` where they are no UTF-8 text. */
export function specOf(name: string, bytes: Uint8Array): Analysis {
  try {
    // The byte order mark stays: offsets are those of the file as an editor counts them.
    return analyze(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new InputError({
      en: `${name} is not a UTF-8 text.`,
      ja: `${name} は UTF-8 のテキストではありません。`,
    });
  }
}
