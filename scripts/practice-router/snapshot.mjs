// The factory's router as it is right after its first boot, kept in the cache: its keys, its medium and the state of the
// whole machine. Another router of the factory starts from there in a second instead of booting.
import { copyFileSync, constants, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { machineSockets, until } from './machine.mjs';
import { withEmulator } from './qmp.mjs';
import { sshFiles } from './ssh.mjs';

/** Where the snapshot of an image stands. @param {import('./image.mjs').Image} image */
export function snapshotFolder(image) {
  return join(dirname(image.ramDisk), 'factory');
}

/** The state in a snapshot, to be given to the emulator; undefined where there is no snapshot. */
export function snapshotState(image) {
  const path = join(snapshotFolder(image), 'state');
  return existsSync(path) ? path : undefined;
}

/** The files of a router's folder that belong to its state. */
function filesOf(folder) {
  const { keyFile, hostKey } = sshFiles(folder);
  return [keyFile, `${keyFile}.pub`, hostKey, `${hostKey}.pub`, join(folder, 'medium.img')];
}

/** Copies the snapshot's keys and medium into a router's folder. */
export function copySnapshot(image, folder) {
  for (const path of filesOf(folder)) {
    copyFileSync(join(snapshotFolder(image), basename(path)), path, constants.COPYFILE_FICLONE);
  }
}

/**
 * Keeps the state of a running machine that has just booted for the first time. The machine goes on afterwards.
 * @param {import('./image.mjs').Image} image
 * @param {string} folder the router's
 */
export async function makeSnapshot(image, folder) {
  const target = snapshotFolder(image);
  const work = `${target}.${process.pid}.tmp`;
  mkdirSync(work, { recursive: true });
  try {
    await withEmulator(machineSockets(folder).emulator, async (ask) => {
      await ask('migrate-set-parameters', { 'max-bandwidth': 2 ** 40 });
      await ask('migrate', { uri: `exec:cat >'${join(work, 'state').replaceAll("'", `'\\''`)}'` });
      const done = async () => {
        const { status, 'error-desc': reason } = await ask('query-migrate');
        if (status === 'failed') throw new Error(`the machine's state could not be kept: ${reason}`);
        return status === 'completed';
      };
      await until(done, 120_000, "the machine's state is written");
      // The machine stands still since the last byte, so its medium is as the state knows it.
      for (const path of filesOf(folder))
        copyFileSync(path, join(work, basename(path)), constants.COPYFILE_FICLONE);
      await ask('cont');
    });
    rmSync(target, { recursive: true, force: true });
    renameSync(work, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
