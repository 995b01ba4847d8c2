/** One regular file of an archive. */
export interface TarEntry {
  /** Relative, ASCII, at most 100 bytes. */
  readonly name: string;
  readonly mode: number;
  readonly content: Uint8Array;
}

const BLOCK = 512;
/** GNU tar reads and busybox tar expects whole records of twenty blocks. */
const RECORD = 20 * BLOCK;

/**
 * A ustar archive (POSIX.1-1988) of regular files, owned by root, without times: the same entries give the same bytes.
 * Directories are not written; every tar makes them. Throws a RangeError for a name that the format cannot hold or
 * that leads out of the directory it is unpacked in; names are ours, so that is a defect and no user's mistake.
 */
export function tar(entries: readonly TarEntry[]): Uint8Array {
  const size = entries.reduce((sum, entry) => sum + BLOCK + roundUp(entry.content.length, BLOCK), 2 * BLOCK);
  const archive = new Uint8Array(roundUp(size, RECORD));
  let offset = 0;
  for (const entry of entries) {
    archive.set(header(entry), offset);
    archive.set(entry.content, offset + BLOCK);
    offset += BLOCK + roundUp(entry.content.length, BLOCK);
  }
  return archive;
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}

function header({ name, mode, content }: TarEntry): Uint8Array {
  if (!/^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/.test(name) || /(^|\/)\.\.?(\/|$)|\/\/|\/$/.test(name)) {
    throw new RangeError(`not a name for the archive: ${name}`);
  }
  const block = new Uint8Array(BLOCK);
  const write = (at: number, text: string): void => block.set(new TextEncoder().encode(text), at);
  const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');
  write(0, name);
  write(100, `${octal(mode & 0o7777, 7)}\0`);
  write(108, `${octal(0, 7)}\0`);
  write(116, `${octal(0, 7)}\0`);
  write(124, `${octal(content.length, 11)}\0`);
  write(136, `${octal(0, 11)}\0`);
  write(148, '        '); // The checksum counts its own field as spaces.
  write(156, '0');
  write(257, 'ustar\x0000');
  write(265, 'root');
  write(297, 'root');
  const checksum = block.reduce((sum, byte) => sum + byte, 0);
  write(148, `${octal(checksum, 6)}\0 `);
  return block;
}
