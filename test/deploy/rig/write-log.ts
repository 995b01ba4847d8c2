import { readFileSync } from 'node:fs';

/** One write to a disk: where it went, in bytes, and what was written. */
export interface DiskWrite {
  readonly offset: number;
  readonly data: Buffer;
}

const MAGIC = 0x6a736677736872n;
const DISCARD = 4;

/**
 * The writes of a log in the format of dm-log-writes, in the order in which the disk got them (Linux,
 * Documentation/admin-guide/device-mapper/log-writes.rst and drivers/md/dm-log-writes.c): a sector with the number of
 * entries, then for each entry a sector with its head (where it went and how long it is, in sectors, and its flags) and the sectors of its data. Flushes carry no data, and are left
 * out: what a prefix of the log holds does not depend on them.
 *
 * @throws {Error} for a file that is no such log, or that discards, since what a disk then holds is not defined
 */
export function readWriteLog(path: string): DiskWrite[] {
  const log = readFileSync(path);
  if (log.readBigUInt64LE(0) !== MAGIC) throw new Error(`${path} is no log of writes`);
  const count = Number(log.readBigUInt64LE(16));
  const sector = log.readUInt32LE(24);
  const writes: DiskWrite[] = [];
  let at = sector;
  for (let entry = 0; entry < count; entry++) {
    const [where, length, flags] = [0, 8, 16].map((field) => Number(log.readBigUInt64LE(at + field)));
    if (where === undefined || length === undefined || flags === undefined) break;
    if ((flags & DISCARD) !== 0) throw new Error('the disk was told to discard');
    at += sector;
    if (length > 0) writes.push({ offset: where * sector, data: log.subarray(at, at + length * sector) });
    at += length * sector;
  }
  return writes;
}
