// Writes cpio archives in the "newc" format, the one the Linux kernel unpacks as an initial RAM file system
// (Documentation/driver-api/early-userspace/buffer-format.rst). Written here because no cpio program need be present,
// and because everything in the archive belongs to root whoever builds it.
import { lstatSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

const TYPE = { directory: 0o040000, file: 0o100000, link: 0o120000, character: 0o020000 };

/**
 * One entry of an archive: `path` is relative, without a leading slash; `mode` holds the permission bits alone.
 * @typedef {{ path: string, type: 'directory' | 'file' | 'link' | 'character', mode: number, data?: Buffer,
 *   device?: [number, number] }} Entry
 */

/** A tree of entries by path; adding a path twice replaces it, and parents are made where they are missing. */
export class Tree {
  /** @type {Map<string, Entry>} */
  #entries = new Map();

  /** @param {Entry} entry */
  #put(entry) {
    const parent = entry.path.slice(0, Math.max(0, entry.path.lastIndexOf('/')));
    if (parent !== '' && !this.#entries.has(parent)) this.directory(parent);
    this.#entries.set(entry.path, entry);
  }

  has(path) {
    return this.#entries.has(path);
  }

  directory(path, mode = 0o755) {
    this.#put({ path, type: 'directory', mode });
  }

  file(path, data, mode = 0o644) {
    this.#put({ path, type: 'file', mode, data: Buffer.from(data) });
  }

  link(path, target) {
    this.#put({ path, type: 'link', mode: 0o777, data: Buffer.from(target) });
  }

  /** A character device, such as /dev/console, which the kernel opens before anything is mounted. */
  character(path, major, minor, mode = 0o600) {
    this.#put({ path, type: 'character', mode, device: [major, minor] });
  }

  /** Copies a file, a link or a whole folder of this machine to `path`, with its permission bits. */
  copy(from, path) {
    const stat = lstatSync(from);
    if (stat.isSymbolicLink()) this.link(path, readlinkSync(from));
    else if (stat.isDirectory()) {
      if (path !== '' && !this.has(path)) this.directory(path, stat.mode & 0o7777);
      for (const name of readdirSync(from))
        this.copy(join(from, name), path === '' ? name : `${path}/${name}`);
    } else if (stat.isFile()) this.file(path, readFileSync(from), stat.mode & 0o7777);
  }

  /** The entries in the order of their paths, so that a folder comes before what it holds. @returns {Entry[]} */
  entries() {
    return [...this.#entries.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}

/** The archive's bytes: equal trees give equal bytes (no times, no inode numbers of this machine). @param {Tree} tree */
export function cpio(tree) {
  const parts = [];
  let inode = 1;
  const add = (name, mode, data, device = [0, 0], links = 1) => {
    const nameBytes = Buffer.from(`${name}\0`);
    const fields = [
      inode++,
      mode,
      0,
      0,
      links,
      0,
      data.length,
      0,
      0,
      device[0],
      device[1],
      nameBytes.length,
      0,
    ];
    const header = `070701${fields.map((value) => value.toString(16).padStart(8, '0')).join('')}`;
    parts.push(Buffer.from(header), nameBytes, padding(110 + nameBytes.length), data, padding(data.length));
  };
  for (const entry of tree.entries()) {
    const data = entry.data ?? Buffer.alloc(0);
    add(entry.path, TYPE[entry.type] | entry.mode, data, entry.device, entry.type === 'directory' ? 2 : 1);
  }
  add('TRAILER!!!', 0, Buffer.alloc(0));
  return Buffer.concat(parts);
}

function padding(length) {
  return Buffer.alloc((4 - (length % 4)) % 4);
}
