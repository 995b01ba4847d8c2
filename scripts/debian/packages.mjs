// Debian packages without installing them: resolved, downloaded and verified by the machine's own apt, unpacked into a
// cache folder. Works without root. Used for the programs that judge generated files, for Ansible and for the practice router.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { withLock } from './lock.mjs';
import { LISTS } from './package-lists.mjs';

/** Raised when the cache or the recipe of unpacking changes, so that older caches are not taken for new ones. */
const RECIPE = 1;

/**
 * @typedef {{ en: string, ja: string }} Text
 * @typedef {{ root: string, libraries: string }} Packages
 *   `root`: the unpacked tree; `libraries`: a folder with links to its shared libraries but for those of the C library,
 *   so that a program can run from the tree on this machine.
 * @typedef {{ unavailable: Text }} Unavailable
 */

/** Where everything that can be made again is kept: `$ROUTER_SPEC_CACHE`, else `~/.cache/router-spec`. */
export function cacheFolder() {
  return process.env.ROUTER_SPEC_CACHE ?? join(homedir(), '.cache', 'router-spec');
}

/**
 * Makes sure that a list of packages is there, unpacked. Takes milliseconds when it is.
 * @param {keyof typeof LISTS} name which list
 * @param {{ log?: (line: string) => void }} [options] `log` is told of each long step
 * @returns {Promise<Packages | Unavailable>} never rejects for what the machine lacks
 */
export async function ensurePackages(name, { log = () => {} } = {}) {
  const list = LISTS[name];
  const key = createHash('sha256')
    .update(JSON.stringify([RECIPE, process.arch, list]))
    .digest('hex')
    .slice(0, 16);
  const base = join(cacheFolder(), 'debian');
  const folder = join(base, `${name}-${key}`);
  const packages = { root: join(folder, 'root'), libraries: join(folder, 'libraries') };
  if (existsSync(packages.root)) return packages;

  const lacking = missingForPackages();
  if (lacking) return { unavailable: lacking };
  return withLock(`${folder}.lock`, async () => {
    if (existsSync(packages.root)) return packages; // another process has just made it
    const work = `${folder}.tmp`;
    try {
      await rm(work, { recursive: true, force: true });
      await mkdir(work, { recursive: true });
      const failure = (await download(list, work, log)) ?? (await unpack(list, work, log));
      if (failure) return { unavailable: failure };
      await rm(folder, { recursive: true, force: true });
      await rename(work, folder);
      // What an older form of the same list left behind is half a gigabyte.
      for (const other of readdirSync(base)) {
        if (other.startsWith(`${name}-`) && !other.endsWith('.lock') && other !== basename(folder)) {
          await rm(join(base, other), { recursive: true, force: true });
        }
      }
      return packages;
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  });
}

/**
 * How to run a program: the system's own where there is one, else the one from the unpacked tree.
 * @param {string} program a program's name, such as `nft`
 * @param {keyof typeof LISTS} [list] the list to take it from
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<{ command: string, env: NodeJS.ProcessEnv } | Unavailable>}
 */
export async function tool(program, list = 'validators', options = {}) {
  const own = find(program, [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']);
  if (own) return { command: own, env: process.env };
  const packages = await ensurePackages(list, options);
  return 'unavailable' in packages ? packages : packagedTool(packages, program);
}

/**
 * How to run a program from an unpacked tree, whatever the system has.
 * @param {Packages} packages
 * @param {string} program
 * @returns {{ command: string, env: NodeJS.ProcessEnv } | Unavailable}
 */
export function packagedTool(packages, program) {
  const command = find(
    program,
    ['usr/sbin', 'usr/bin', 'sbin', 'bin'].map((folder) => join(packages.root, folder)),
  );
  if (!command) {
    return {
      unavailable: {
        en: `No package of the list holds the program ${program}.`,
        ja: `一覧のパッケージにプログラム ${program} が含まれていません。`,
      },
    };
  }
  const inherited = process.env.LD_LIBRARY_PATH;
  const path = inherited ? `${packages.libraries}:${inherited}` : packages.libraries;
  return { command, env: { ...process.env, LD_LIBRARY_PATH: path } };
}

/** The first executable file of that name in the folders. */
function find(program, folders) {
  for (const folder of folders) {
    if (folder === '') continue;
    const path = join(folder, program);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not there: the next folder.
    }
  }
  return undefined;
}

/** @returns {Text | undefined} what this machine lacks to fetch Debian packages */
function missingForPackages() {
  const lacking = ['apt-get', 'dpkg-deb', 'tar'].filter((program) => !find(program, ['/usr/bin', '/bin']));
  if (process.platform !== 'linux' || lacking.length > 0) {
    const what = process.platform === 'linux' ? lacking.join(', ') : process.platform;
    return {
      en: `Debian packages cannot be fetched on this machine (it needs Linux with apt; found: ${what}${process.platform === 'linux' ? ' missing' : ''}).`,
      ja: `このマシンでは Debian パッケージを取得できません（apt のある Linux が必要です。${process.platform === 'linux' ? `不足: ${what}` : `検出: ${what}`}）。`,
    };
  }
  if (process.arch !== 'x64') {
    return {
      en: `The packages are those of amd64; this machine is ${process.arch}.`,
      ja: `パッケージは amd64 用です。このマシンは ${process.arch} です。`,
    };
  }
  return undefined;
}

/**
 * Lets apt resolve and download the list as if nothing were installed, so that the whole closure comes.
 * @returns {Promise<Text | undefined>} why it failed
 */
async function download(list, work, log) {
  const apt = join(work, 'apt');
  mkdirSync(join(apt, 'archives', 'partial'), { recursive: true });
  writeFileSync(join(apt, 'status'), '');
  const options = [
    ['Dir::State::status', join(apt, 'status')],
    ['Dir::Cache::archives', join(apt, 'archives')],
    ['Dir::Cache::pkgcache', ''],
    ['Dir::Cache::srcpkgcache', ''],
    ['Debug::NoLocking', '1'], // the locks are root's; nothing of the system's own state is written
    ['APT::Sandbox::User', ''],
    ['APT::Install-Recommends', '0'],
  ];
  const get = (extra, args) =>
    run('apt-get', [
      '-q',
      '-y',
      ...[...options, ...extra].flatMap(([key, value]) => ['-o', `${key}=${value}`]),
      ...args,
    ]);
  const fetchList = ['--download-only', 'install', ...list.packages];

  log('Downloading Debian packages …');
  let result = await get([], fetchList);
  if (result.code !== 0) {
    // No package lists, or lists that are older than the mirror: fetch them anew, into a place of our own.
    log('Fetching the package lists …');
    mkdirSync(join(apt, 'lists', 'partial'), { recursive: true });
    const own = [['Dir::State::lists', join(apt, 'lists')]];
    const update = await get(own, ['update']);
    result = update.code === 0 ? await get(own, fetchList) : update;
  }
  if (result.code === 0) return undefined;
  const reason = lastLine(result.output);
  return {
    en: `Debian packages could not be downloaded: ${reason}`,
    ja: `Debian パッケージをダウンロードできませんでした: ${reason}`,
  };
}

/** Unpacks every downloaded package into `work/root`. @returns {Promise<Text | undefined>} why it failed */
async function unpack(list, work, log) {
  const archives = join(work, 'apt', 'archives');
  const files = readdirSync(archives).filter((name) => name.endsWith('.deb'));
  const root = join(work, 'root');
  mkdirSync(root);
  log(`Unpacking ${files.length} packages …`);
  const cLibrary = new Set();
  for (const file of files) {
    const before = file.startsWith('libc6_') ? new Set(libraryFiles(root).keys()) : undefined;
    // By way of a file, because a pipe's status is that of its last command alone.
    const archive = join(work, 'apt', 'package.tar');
    const script = 'dpkg-deb --fsys-tarfile "$1" >"$2" && shift && tar -xf "$@"';
    const options = [
      '-C',
      root,
      '--no-same-owner',
      ...list.leaveOut.map((pattern) => `--exclude=${pattern}`),
    ];
    const result = await run('sh', ['-c', script, 'unpack', join(archives, file), archive, ...options]);
    if (result.code !== 0) {
      const reason = lastLine(result.output);
      return {
        en: `${file} could not be unpacked: ${reason}`,
        ja: `${file} を展開できませんでした: ${reason}`,
      };
    }
    if (before) for (const name of libraryFiles(root).keys()) if (!before.has(name)) cLibrary.add(name);
  }
  linkLibraries(root, join(work, 'libraries'), cLibrary);
  rmSync(join(work, 'apt'), { recursive: true });
  return undefined;
}

/**
 * A folder of links to the tree's shared libraries. The C library and its loader are left out: a program from the tree
 * runs on this machine's, which is of the same release, and two parts of different C libraries cannot be mixed.
 */
function linkLibraries(root, folder, leaveOut) {
  mkdirSync(folder);
  for (const [name, path] of libraryFiles(root)) {
    if (!leaveOut.has(name)) symlinkSync(join('..', 'root', path), join(folder, name));
  }
}

/** The shared libraries of a tree: file name -> path in the tree. */
function libraryFiles(root) {
  const found = new Map();
  for (const folder of ['lib', 'lib/x86_64-linux-gnu', 'usr/lib', 'usr/lib/x86_64-linux-gnu']) {
    if (!existsSync(join(root, folder))) continue;
    for (const name of readdirSync(join(root, folder))) {
      if (/\.so(\.|$)/.test(name)) found.set(name, join(folder, name));
    }
  }
  return found;
}

/** Runs a program to its end. @returns {Promise<{ code: number, output: string }>} with both outputs in order */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (chunk) => (output += chunk));
    }
    child.on('error', (error) => resolve({ code: 127, output: String(error.message) }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** The line that says most: apt's first error, else the last line. */
function lastLine(output) {
  const lines = output.trim().split('\n');
  return (lines.find((line) => line.startsWith('E: ')) ?? lines.at(-1) ?? '').replace(/^E: /, '');
}
