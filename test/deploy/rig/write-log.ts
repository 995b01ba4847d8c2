import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';

const MAGIC = 0x6a736677736872n;
const FLUSH = 1n;
const DISCARD = 4n;

/** A write to a disk, or a flush, which has no data: what was written before it has arrived when it ends. */
export interface LoggedWrite {
  readonly offset: number;
  readonly data: Buffer;
  readonly isFlush: boolean;
}

/**
 * Reads a log of all writes to a disk, in their order. The format is that of the kernel's dm-log-writes
 * (Documentation/admin-guide/device-mapper/log-writes.rst; the structures stand in drivers/md/dm-log-writes.c), as the
 * emulator's block driver `blklogwrites` writes it: a sector with magic number, version, number of entries (64 bits
 * each) and sector size (32 bits), then the entries, each a sector that begins with first sector, number of sectors,
 * flags and length of a mark (64 bits each), followed by the data unless it is a discard. The number in the first sector
 * is written at flushes only, so the entries are read up to the end of the file.
 * @throws if it is no such log
 */
export function readWriteLog(path: string): LoggedWrite[] {
  const log = readFileSync(path);
  if (log.length === 0) return []; // nothing was written yet
  const number = (at: number): number => Number(log.readBigUInt64LE(at));
  if (log.length < 28 || log.readBigUInt64LE(0) !== MAGIC || number(8) !== 1) {
    throw new Error(`${path} is no log of writes`);
  }
  const sector = log.readUInt32LE(24);
  const writes: LoggedWrite[] = [];
  for (let at = sector; at + 32 <= log.length;) {
    const flags = log.readBigUInt64LE(at + 16);
    const length = number(at + 8) * sector;
    const isDiscard = (flags & DISCARD) !== 0n;
    const data = isDiscard ? Buffer.alloc(length) : log.subarray(at + sector, at + sector + length);
    if (data.length !== length) throw new Error(`${path} ends within a write`);
    // A write that is a flush too is one after it (log-writes.rst: the flush comes first).
    if ((flags & FLUSH) !== 0n) writes.push({ offset: 0, data: Buffer.alloc(0), isFlush: true });
    if (length > 0) writes.push({ offset: number(at) * sector, data, isFlush: false });
    at += sector + (isDiscard ? 0 : length);
  }
  return writes;
}

/** A disk image to which logged writes are done, and taken back again. */
export class Replay {
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, 'r+');
  }

  /** Does writes in their order; the result takes them back. */
  write(writes: readonly LoggedWrite[]): () => void {
    const before = writes.map(({ offset, data }) => {
      const old = Buffer.alloc(data.length);
      readSync(this.#file, old, 0, old.length, offset);
      writeSync(this.#file, data, 0, data.length, offset);
      return { offset, old };
    });
    return () => {
      for (const { offset, old } of before.reverse()) writeSync(this.#file, old, 0, old.length, offset);
    };
  }

  close(): void {
    closeSync(this.#file);
  }
}
