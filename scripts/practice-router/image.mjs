// Builds what the virtual machine boots: the kernel, unpacked, and a RAM disk with the guest in it. Both are kept in the
// cache under a name made of everything that went into them.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as contents from '../../test/lab/guest/contents.mjs';
import { Tree, cpio } from '../debian/cpio.mjs';
import { neededLibraries } from '../debian/elf.mjs';
import { withLock } from '../debian/lock.mjs';
import { cacheFolder, packagedTool } from '../debian/packages.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const GUEST = join(HERE, '..', '..', 'test', 'lab', 'guest');
/** The sources of the image: when one of them changes, the image is built anew. */
const SOURCES = [
  GUEST,
  join(HERE, 'image.mjs'),
  join(HERE, 'machine.mjs'),
  join(HERE, '..', 'debian', 'cpio.mjs'),
];

/** @typedef {{ kernel: string, ramDisk: string, probe: string }} Image paths of files, to be given to the emulator */

/**
 * @param {import('../debian/packages.mjs').Packages} packages the unpacked list `vm`
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<Image>}
 */
export async function ensureImage(packages, { log = () => {} } = {}) {
  const hash = createHash('sha256').update(packages.root);
  for (const source of SOURCES) addToHash(hash, source);
  const base = join(cacheFolder(), 'guest');
  const folder = join(base, hash.digest('hex').slice(0, 16));
  const image = { kernel: join(folder, 'vmlinux'), ramDisk: join(folder, 'initrd') };
  if (existsSync(folder)) return image;
  return withLock(`${folder}.lock`, async () => {
    if (existsSync(folder)) return image;
    log('Building the guest …');
    const work = `${folder}.tmp`;
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work, { recursive: true });
    const release = kernelRelease(packages);
    writeFileSync(join(work, 'vmlinux'), unpackKernel(packages, release));
    writeFileSync(join(work, 'initrd'), buildRamDisk(packages, release));
    renameSync(work, folder);
    // One image is 100 MB: those of older sources go.
    for (const name of readdirSync(base)) {
      if (!name.endsWith('.lock') && name !== basename(folder))
        rmSync(join(base, name), { recursive: true, force: true });
    }
    return image;
  });
}

function addToHash(hash, path) {
  const stat = lstatSync(path);
  if (stat.isDirectory()) for (const name of readdirSync(path).sort()) addToHash(hash, join(path, name));
  else
    hash
      .update(`${path}\0${stat.mode}\0`)
      .update(stat.isSymbolicLink() ? readlinkSync(path) : readFileSync(path));
}

function kernelRelease({ root }) {
  const releases = readdirSync(join(root, 'lib', 'modules'));
  if (releases.length !== 1) throw new Error(`one kernel expected, found ${releases.join(', ') || 'none'}`);
  return releases[0];
}

/**
 * The kernel proper, taken out of Debian's compressed image, in which unpacking alone takes the emulated processor three
 * seconds. The emulator starts the unpacked one directly (x86/x86_64 boot protocol, "PVH").
 */
function unpackKernel(packages, release) {
  const image = readFileSync(join(packages.root, 'boot', `vmlinuz-${release}`));
  // Documentation/arch/x86/boot.rst: setup_sects at 0x1f1, payload_offset at 0x248, payload_length at 0x24c.
  const start = ((image[0x1f1] || 4) + 1) * 512 + image.readUInt32LE(0x248);
  const payload = image.subarray(start, start + image.readUInt32LE(0x24c));
  const xz = must(packagedTool(packages, 'xz'));
  // After the compressed kernel stands its length, which xz would take for a second, broken stream.
  const result = spawnSync(xz.command, ['-dc', '--single-stream'], {
    env: xz.env,
    input: payload,
    maxBuffer: 2 ** 28,
  });
  if (result.status !== 0) throw new Error(`the kernel could not be unpacked: ${result.stderr}`);
  return result.stdout;
}

/** The RAM disk: the first program, a busybox for it, and the system as an archive that it unpacks. */
function buildRamDisk(packages, release) {
  const tree = new Tree();
  for (const folder of ['proc', 'sys', 'dev', 'sysroot']) tree.directory(folder);
  tree.character('dev/console', 5, 1);
  tree.copy(join(packages.root, 'bin', 'busybox'), 'bin/busybox');
  tree.link('bin/sh', 'busybox');
  // The kernel looks for firmware in the root that its first program sees when it starts.
  tree.copy(join(packages.root, 'lib', 'firmware'), 'lib/firmware');
  for (const [path, target] of Object.entries(contents.LINKS)) {
    if (path.startsWith('lib/firmware/')) tree.link(path, target);
  }
  tree.copy(join(GUEST, 'init'), 'init');
  // While this root is the first program's, the kernel's own calls for modules come here.
  tree.file('sbin/modprobe', '#!/bin/sh\nexec /bin/busybox chroot /sysroot /sbin/modprobe "$@"\n', 0o755);
  tree.file('system.cpio', cpio(buildSystem(packages, release)));
  return cpio(tree);
}

function buildSystem(packages, release) {
  const tree = new Tree();
  const from = (path) => join(packages.root, path);
  for (const [path, mode] of Object.entries(contents.FOLDERS_TO_MAKE)) tree.directory(path, mode);
  addApplets(tree, from('bin/busybox'));
  for (const [source, target] of Object.entries(contents.FOLDERS)) tree.copy(from(source), target);
  for (const [folder, beginnings] of Object.entries(contents.FAMILIES)) {
    for (const name of readdirSync(from(folder))) {
      if (beginnings.some((beginning) => name.startsWith(beginning)))
        tree.copy(from(`${folder}/${name}`), `${folder}/${name}`);
    }
  }
  for (const [source, target] of Object.entries(contents.PROGRAMS)) tree.copy(from(source), target);
  for (const [source, copies] of Object.entries(contents.COPIES)) {
    for (const copy of copies) tree.copy(from(source), copy);
  }
  for (const [path, target] of Object.entries(contents.LINKS)) tree.link(path, target);
  addPython(tree, packages);
  addModules(tree, packages, release);
  addLibraries(tree, packages);
  tree.copy(join(GUEST, 'root'), '');
  tree.copy(join(GUEST, 'world'), 'usr/libexec/lab');
  tree.file('lib/apk/repository', `${contents.PACKAGES.join('\n')}\n`);
  tree.file('lib/apk/pristine', pristine(tree));
  return tree;
}

function addApplets(tree, busybox) {
  tree.copy(busybox, 'bin/busybox');
  const list = spawnSync(busybox, ['--list-full'], { encoding: 'utf8' });
  if (list.status !== 0) throw new Error(`busybox does not run: ${list.error?.message ?? list.stderr}`);
  for (const path of list.stdout.trim().split('\n')) {
    if (!contents.NO_APPLETS.has(basename(path)) && !tree.has(path)) tree.link(path, '/bin/busybox');
  }
}

/** The parts of Python's library that the probe imports, compiled beforehand: reading the source takes a second there. */
function addPython(tree, packages) {
  const folder = join('usr', 'lib', 'python3.11');
  const python = must(packagedTool(packages, 'python3.11'));
  const script = `import sys, py_compile as p
for name in sys.argv[2:]: p.compile(sys.argv[1] + "/" + name, dfile=name, invalidation_mode=p.PycInvalidationMode.UNCHECKED_HASH)`;
  const made = spawnSync(
    python.command,
    ['-I', '-S', '-c', script, join(packages.root, folder), ...contents.PYTHON],
    {
      env: python.env,
      encoding: 'utf8',
    },
  );
  if (made.status !== 0) throw new Error(`Python's library could not be compiled: ${made.stderr}`);
  for (const name of contents.PYTHON) {
    const compiled = join(dirname(name), '__pycache__', `${basename(name, '.py')}.cpython-311.pyc`);
    for (const path of [name, compiled]) tree.copy(join(packages.root, folder, path), join(folder, path));
  }
}

/** The wanted modules with what they depend on, and the indexes by which modprobe finds them. */
function addModules(tree, packages, release) {
  const base = join('lib', 'modules', release);
  const kmod = must(packagedTool(packages, 'kmod')); // depmod by its own name is an absolute link, which leads elsewhere
  const made = spawnSync(kmod.command, ['-b', packages.root, release], {
    argv0: 'depmod',
    env: kmod.env,
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`depmod failed: ${made.stderr}`);
  const needs = new Map(
    readFileSync(join(packages.root, base, 'modules.dep'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(/:\s*/))
      .map(([path, needed]) => [path, needed === '' ? [] : needed.split(' ')]),
  );
  const names = new Set(contents.MODULES.names);
  const wanted = new Set();
  const add = (path) => {
    if (wanted.has(path)) return;
    wanted.add(path);
    for (const needed of needs.get(path) ?? []) add(needed);
  };
  for (const path of needs.keys()) {
    const name = basename(path).replace(/\.ko.*$/, '');
    if (names.has(name) || contents.MODULES.folders.some((folder) => path.startsWith(`kernel/${folder}/`)))
      add(path);
  }
  for (const path of wanted) {
    tree.file(`${base}/${path}`, withoutSignature(readFileSync(join(packages.root, base, path))));
  }
  for (const name of readdirSync(join(packages.root, base))) {
    if (name.startsWith('modules.')) tree.copy(join(packages.root, base, name), `${base}/${name}`);
  }
}

/** A module without the signature at its end: checking it is slow under emulation, and nobody asks for it here. */
function withoutSignature(module) {
  // Documentation/admin-guide/module-signing.rst: signature, 12 bytes that end in its length, then this magic text.
  const magic = '~Module signature appended~\n';
  if (module.toString('latin1', module.length - magic.length) !== magic) return module;
  const trailer = module.length - magic.length;
  return module.subarray(0, trailer - 12 - module.readUInt32BE(trailer - 4));
}

/** The shared libraries of every program of the tree, and those that they need in turn. */
function addLibraries(tree, { root }) {
  const folders = ['lib/x86_64-linux-gnu', 'usr/lib/x86_64-linux-gnu'];
  const loader = 'lib64/ld-linux-x86-64.so.2';
  const open = tree.entries().filter((entry) => entry.type === 'file');
  for (let entry = open.pop(); entry; entry = open.pop()) {
    for (const name of neededLibraries(entry.data)) {
      const paths = folders.map((folder) => `${folder}/${name}`);
      if (`lib64/${name}` === loader || paths.some((path) => tree.has(path))) continue;
      const path = paths.find((candidate) => existsSync(join(root, candidate)));
      if (!path) throw new Error(`${entry.path} needs ${name}, which is in no package of the list`);
      const library = { path, type: 'file', data: readFileSync(join(root, path)) };
      tree.file(path, library.data, 0o755);
      open.push(library);
    }
  }
  tree.file(loader, readFileSync(join(root, loader)), 0o755);
}

/** What the packages brought into /etc, for `apk audit`: mode, content and path of each file and link. */
function pristine(tree) {
  return tree
    .entries()
    .filter((entry) => entry.path.startsWith('etc/') && (entry.type === 'file' || entry.type === 'link'))
    .map(({ type, mode, data, path }) => {
      const content = type === 'link' ? `link:${data}` : createHash('sha256').update(data).digest('hex');
      return `${mode.toString(8)} ${content} ${path}\n`;
    })
    .join('');
}

function must(tool) {
  if ('unavailable' in tool) throw new Error(tool.unavailable.en);
  return tool;
}
