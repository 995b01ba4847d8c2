// The router's medium: a disk with one FAT partition, which the guest sees as sda1 and which holds the saved
// configuration, as the SD card or mSATA disk of a diskless Alpine does.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  cpSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packagedTool } from '../debian/packages.mjs';

const FACTORY = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'test', 'lab', 'guest', 'factory');
const SECTOR = 512;
const SIZE = 64 * 2 ** 20;
const START = 2048; // sectors; the first partition begins at 1 MiB, as partitioning programs have it

/**
 * Makes a disk whose one partition is an empty FAT file system.
 * @param {import('../debian/packages.mjs').Packages} packages the unpacked list `vm`
 * @param {string} path the disk's image file
 */
export function makeMedium(packages, path) {
  const file = openSync(path, 'w');
  ftruncateSync(file, SIZE);
  // Master boot record: one entry of type 0x0c (FAT32, LBA), then the signature.
  const record = Buffer.alloc(SECTOR);
  record.set([0x80, 0xfe, 0xff, 0xff, 0x0c, 0xfe, 0xff, 0xff], 446);
  record.writeUInt32LE(START, 454);
  record.writeUInt32LE(SIZE / SECTOR - START, 458);
  record.set([0x55, 0xaa], 510);
  writeSync(file, record, 0, SECTOR, 0);
  closeSync(file);
  const blocks = String((SIZE - START * SECTOR) / 1024);
  run(packages, 'mkfs.vfat', ['-F', '32', '-n', 'ALPINE', '--offset', String(START), path, blocks]);
}

/** Copies files into the root folder of a medium that no machine is using. */
export function putOnMedium(packages, path, files) {
  run(packages, 'mcopy', ['-o', '-i', volume(path), ...files, '::/']);
}

/** The names in the root folder of a medium, in the order of its directory. @returns {string[]} */
export function listMedium(packages, path) {
  const output = run(packages, 'mdir', ['-b', '-a', '-i', volume(path), '::/']);
  return output
    .split('\n')
    .map((line) => line.replace(/^::\//, '').trim())
    .filter((name) => name !== '');
}

/** The content of a file in the root folder of a medium. @returns {Buffer} */
export function readFromMedium(packages, path, name) {
  const folder = mkdtempSync(join(tmpdir(), 'router-medium-'));
  try {
    run(packages, 'mcopy', ['-n', '-i', volume(path), `::/${name}`, join(folder, 'file')]);
    return readFileSync(join(folder, 'file'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function volume(path) {
  return `${path}@@${START * SECTOR}`;
}

/**
 * The configuration of a new practice router, as `lbu` would have saved it: a plain router made by hand, with its ssh
 * keys and the one key that may log in; over it whatever else is asked for.
 * @param {{ hostKey: string, publicKey: string }} keys path of the host's private key; the user's public key as text
 * @param {import('../practice-router.d.mts').SavedConfiguration} saved
 * @param {string} target the archive to write
 */
export function makeFactoryArchive({ hostKey, publicKey }, { files = [], services }, target) {
  const folder = mkdtempSync(join(tmpdir(), 'router-factory-'));
  try {
    cpSync(FACTORY, folder, { recursive: true, verbatimSymlinks: true });
    mkdirSync(join(folder, 'root', '.ssh'), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, 'root', '.ssh', 'authorized_keys'), publicKey, { mode: 0o600 });
    for (const end of ['', '.pub']) {
      writeFileSync(join(folder, 'etc', 'ssh', `ssh_host_ed25519_key${end}`), readFileSync(hostKey + end), {
        mode: end === '' ? 0o600 : 0o644,
      });
    }
    for (const { path, mode, content } of files) {
      const to = join(folder, path);
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, content);
      chmodSync(to, mode); // whatever this process's umask is
    }
    if (services) {
      rmSync(join(folder, 'etc', 'runlevels'), { recursive: true });
      for (const { name, runlevel } of services) {
        const links = join(folder, 'etc', 'runlevels', runlevel);
        mkdirSync(links, { recursive: true });
        symlinkSync(`/etc/init.d/${name}`, join(links, name));
      }
    }
    const names = readdirSync(folder).sort();
    const tar = ['-C', folder, '-czf', target, '--owner=0', '--group=0', '--numeric-owner', ...names];
    const result = spawnSync('tar', tar, { encoding: 'utf8' });
    if (result.status !== 0) throw new Error(`tar failed: ${result.error?.message ?? result.stderr}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(packages, program, args) {
  const tool = packagedTool(packages, program);
  if ('unavailable' in tool) throw new Error(tool.unavailable.en);
  const result = spawnSync(tool.command, args, {
    env: { ...tool.env, MTOOLS_SKIP_CHECK: '1' },
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Error(`${program} failed: ${result.error?.message ?? result.stderr}`);
  return result.stdout;
}
