import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tool } from '../../../scripts/debian/packages.mjs';
import type { PracticeRouter } from '../../../scripts/practice-router.mjs';
import { machineSockets } from '../../../scripts/practice-router/machine.mjs';
import { withEmulator } from '../../../scripts/practice-router/qmp.mjs';
import { readWriteLog } from './write-log.ts';

export type FileSystem = 'vfat' | 'ext4';

/** What a boot finds: the archives in the root folder, by name. */
export type Found = ReadonlyMap<string, Buffer>;

const MEBIBYTES: Readonly<Record<FileSystem, number>> = { vfat: 40, ext4: 16 };

/** What an Alpine medium holds besides; with it the root folder of a FAT is longer than a sector. */
const MEDIUM = [
  '.alpine-release',
  'alpine.apk-index',
  'boot-loader-configuration.cfg',
  'kernel-parameters.txt',
];

/** Runs a program of the packages, with its exit code where that may be other than 0. */
async function run(program: string, args: readonly string[], good: readonly number[] = [0]): Promise<string> {
  const found = await tool(program, program.startsWith('m') && program !== 'mke2fs' ? 'vm' : 'ext4');
  if ('unavailable' in found) throw new Error(found.unavailable.en);
  const env = { ...found.env, MTOOLS_SKIP_CHECK: '1' };
  const { status, stdout, stderr, error } = spawnSync(found.command, args, { env, encoding: 'utf8' });
  if (!good.includes(status ?? -1)) throw new Error(`${program}: ${error?.message ?? stderr}`);
  return stdout;
}

/**
 * A disk that is plugged into a running practice router, whose writes the emulator logs. The file system is on the whole
 * disk. What it holds is looked at from outside, without a kernel: it may be broken.
 */
export class LoggedDisk {
  readonly folder = mkdtempSync(join(tmpdir(), 'logged-disk-'));
  /** The disk as it was before the first logged write. */
  readonly before = join(this.folder, 'before.img');
  readonly #log = join(this.folder, 'log');

  private constructor(readonly fileSystem: FileSystem) {}

  /** Formats a disk and plugs it in. */
  static async plug(fileSystem: FileSystem, router: PracticeRouter): Promise<LoggedDisk> {
    const disk = new LoggedDisk(fileSystem);
    await disk.#format();
    const image = join(disk.folder, 'disk.img');
    copyFileSync(disk.before, image);
    writeFileSync(disk.#log, '');
    await withEmulator(machineSockets(router.folder).emulator, async (ask) => {
      await ask('blockdev-add', {
        driver: 'blklogwrites',
        'node-name': 'logged',
        file: { driver: 'file', filename: image },
        log: { driver: 'file', filename: disk.#log },
      });
      await ask('device_add', { driver: 'scsi-hd', id: 'logged-disk', drive: 'logged' });
    });
    return disk;
  }

  async #format(): Promise<void> {
    writeFileSync(this.before, '');
    truncateSync(this.before, MEBIBYTES[this.fileSystem] * 2 ** 20);
    if (this.fileSystem === 'ext4') {
      await run('mke2fs', ['-q', '-t', 'ext4', this.before]);
      return;
    }
    await run('mkfs.vfat', ['-F', '32', this.before]);
    for (const name of MEDIUM) {
      const file = join(this.folder, name);
      writeFileSync(file, `${name}\n`);
      await run('mcopy', ['-i', this.before, file, '::/']);
    }
  }

  /** All writes up to now; nothing may be under way. */
  writes(): ReturnType<typeof readWriteLog> {
    return readWriteLog(this.#log);
  }

  /**
   * What mkinitfs would find on a disk of this kind (`*.apkovl.tar.gz*`: an archive under any other name is none). As a
   * kernel that mounts it would, the journal of an ext4 is replayed first, in a copy.
   */
  async find(image: string): Promise<Found> {
    const out = mkdtempSync(join(this.folder, 'found-'));
    try {
      if (this.fileSystem === 'vfat') await this.#findInFat(image, out);
      else await this.#findInExt4(image, out);
      return new Map(readdirSync(out).map((name) => [name, readFileSync(join(out, name))]));
    } finally {
      rmSync(out, { recursive: true });
    }
  }

  async #findInFat(image: string, out: string): Promise<void> {
    const names = (await run('mdir', ['-b', '-a', '-i', image, '::/']))
      .split('\n')
      .map((name) => name.trim().slice(3));
    for (const name of archives(names)) {
      // What mtools cannot read is broken, and shows as such: what it has read so far, or nothing.
      writeFileSync(join(out, name), '');
      await run('mcopy', ['-n', '-o', '-i', image, `::/${name}`, out], [0, 1]);
    }
  }

  async #findInExt4(image: string, out: string): Promise<void> {
    const copy = join(this.folder, 'replayed.img');
    copyFileSync(image, copy);
    await run('e2fsck', ['-fy', copy], [0, 1]); // 1: errors were corrected, which the journal's replay counts as
    const list = await run('debugfs', ['-R', 'ls -p /', copy]);
    // -p: /inode/mode/owner/group/name/size/
    for (const name of archives(list.split('\n').map((line) => line.split('/')[5] ?? ''))) {
      await run('debugfs', ['-R', `dump /${name} ${join(out, name)}`, copy]);
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function archives(names: readonly string[]): string[] {
  return names.filter((name) => name.includes('.apkovl.tar.gz'));
}
