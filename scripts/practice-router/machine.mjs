// The virtual machine as a process: started, watched, spoken to over its second serial port, ended by its number.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, openSync, closeSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../debian/lock.mjs';
import { packagedTool } from '../debian/packages.mjs';

/** How often a condition is looked at again, in milliseconds. */
const INTERVAL = 100;

/**
 * @typedef {object} MachineOptions
 * @property {import('../debian/packages.mjs').Packages} packages the unpacked list `vm`
 * @property {import('./image.mjs').Image} image
 * @property {string} folder where the console's log and sockets go
 * @property {string} medium the disk image
 * @property {string} address the router's IPv4 address in its LAN
 * @property {number} port the port of the loopback interface that leads to its ssh
 * @property {Record<string, string>} line the line's values, see test/lab/guest/world/world
 * @property {string} [state] a machine's state to go on from, instead of booting
 * @property {boolean} detached whether the machine outlives this process
 * @property {boolean} counted whether its clock counts instructions
 */

/**
 * Switches a machine on.
 * @param {MachineOptions} options
 * @returns {number} the process's number
 */
export function switchOn(options) {
  const { packages, image, folder, medium, address, port, line, state, detached, counted } = options;
  const emulator = packagedTool(packages, 'qemu-system-x86_64');
  if ('unavailable' in emulator) throw new Error(emulator.unavailable.en);
  const firmware = ['qemu', 'seabios'].flatMap((name) => ['-L', join(packages.root, 'usr', 'share', name)]);
  const append = [
    ...['console=ttyS0', 'quiet', 'panic=-1', 'mitigations=off', 'random.trust_cpu=on', 'net.ifnames=0'],
    // The emulator translates a program anew for every address that it is loaded at, so programs get the same one always:
    // three quarters of all its work.
    'norandmaps',
    // Under emulation half of the kernel's boot is self-tests of its ciphers, and half of a second the interrupt routing
    // of each PCI device as the ACPI tables compute it.
    ...['cryptomgr.notests', 'pci=noacpi'],
    ...Object.entries(line).map(([key, value]) => `lab.${key}=${value}`),
  ];
  const device = (value) => ['-device', value];
  const args = [
    ...['-name', 'practice-router', '-nodefaults', '-no-user-config', '-display', 'none', ...firmware],
    // Software emulation on purpose: /dev/kvm is often there and does not work inside other virtual machines.
    // The instructions that move bytes in one go (erms, fsrm) go byte by byte there, and much slower still over pages that
    // code was run from: a second boot would never end.
    // A small buffer for translated code is emptied from time to time, and with it what an earlier boot left in there.
    ...['-accel', 'tcg,tb-size=64', '-cpu', 'max,-erms,-fsrm', '-m', '512'],
    // Every instruction counts for 2^2 ns, and only an idle machine waits for the time of the host.
    ...(counted ? ['-icount', 'shift=2,sleep=on'] : []),
    ...['-kernel', image.kernel, '-initrd', image.ramDisk, '-append', append.join(' ')],
    ...['-chardev', `file,id=log,path=${consoleLog(folder)},append=on`, '-serial', 'chardev:log'],
    ...['-drive', `if=none,id=medium,format=raw,file=${medium}`],
    ...device('virtio-scsi-pci'),
    ...device('scsi-hd,drive=medium'),
    // The segment of the LAN port, with this machine's loopback port at its other end. No way out to this machine's
    // network (restrict), and no IPv6 of the emulator's own.
    ...[
      '-netdev',
      `user,id=lan,restrict=on,ipv6=off,${segment(address)},hostfwd=tcp:127.0.0.1:${port}-${address}:22`,
    ],
    ...device('virtio-net-pci,netdev=lan,mac=02:00:0a:64:00:fe,romfile='),
    ...['-chardev', `socket,id=console,path=${machineSockets(folder).console},server=on,wait=off`],
    ...['-qmp', `unix:${machineSockets(folder).emulator},server=on,wait=off`],
    ...(state === undefined ? [] : ['-incoming', `exec:cat '${state.replaceAll("'", `'\\''`)}'`]),
    ...device('virtio-serial-pci'),
    ...device('virtconsole,chardev=console'),
  ];
  const output = openSync(join(folder, 'emulator.log'), 'a');
  for (const path of Object.values(machineSockets(folder))) rmSync(path, { force: true });
  // A machine that shall not outlive its parent gets its end from the kernel, however the parent ends.
  const [command, argv] = detached
    ? [emulator.command, args]
    : ['setpriv', ['--pdeathsig', 'KILL', '--', emulator.command, ...args]];
  const child = spawn(command, argv, { env: emulator.env, stdio: ['ignore', output, output], detached });
  child.on('error', () => {}); // a command that cannot be started shows as a machine that is not running
  child.unref();
  closeSync(output);
  if (child.pid === undefined) throw new Error(`${command} could not be started`);
  return child.pid;
}

/**
 * The emulator's network for a router of that address: the /24 around it, and an address for the other end, where few
 * LANs have a host.
 */
function segment(address) {
  const [a, b, c, own] = address.split('.');
  return `net=${a}.${b}.${c}.0/24,host=${a}.${b}.${c}.${own === '254' ? 253 : 254}`;
}

/** Where the machine's serial console is written. */
export function consoleLog(folder) {
  return join(folder, 'console.log');
}

/**
 * The sockets of a machine: its second console's, and the emulator's own. A socket's path may have 107 bytes; for a longer
 * folder a short name stands elsewhere.
 */
export function machineSockets(folder) {
  const short = folder.length < 90;
  const name = short ? '' : createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const base = short ? folder : join(tmpdir(), `practice-router-${name}`);
  return {
    console: `${base}${short ? '/' : '-'}console.sock`,
    emulator: `${base}${short ? '/' : '-'}emulator.sock`,
  };
}

/** Whether that process is a machine of that folder: numbers are used again after a process has ended. */
export function isRunning(pid, folder) {
  try {
    if (pid <= 0 || !isAlive(pid)) return false;
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    if (words !== '') return words.includes(consoleLog(folder));
    // Empty for a moment while the process turns into the emulator, and for good once it has ended.
    const isZombie = /^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    // The first thread can be a zombie before the others have ended, and these hold the port and the medium still.
    return !isZombie || readdirSync(`/proc/${pid}/task`).length > 1;
  } catch {
    return false;
  }
}

/** Takes the power away. Resolves when the process is gone. */
export async function switchOff(pid, folder) {
  if (!isRunning(pid, folder)) return;
  process.kill(pid, 'SIGKILL');
  await until(() => !isRunning(pid, folder), 10_000, 'the machine ends');
  for (const path of Object.values(machineSockets(folder))) rmSync(path, { force: true });
}

/**
 * Waits for a condition, looking at it again and again; rejects after `limit` milliseconds.
 * @template T
 * @param {() => T | Promise<T>} condition
 * @returns {Promise<T>} the first value that is true
 */
export async function until(condition, limit, what) {
  const end = Date.now() + limit;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${limit / 1000} s in vain: ${what}`);
    await delay(INTERVAL);
  }
}

/** Whether an ssh server answers at that port of the loopback interface. @returns {Promise<boolean>} */
export function sshAnswers(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const end = (value) => {
      socket.destroy();
      resolve(value);
    };
    // The emulator accepts connections on its own; only a greeting proves a server behind it.
    socket.setTimeout(3000, () => end(false));
    socket.on('data', (data) => end(data.toString('latin1').startsWith('SSH-')));
    socket.on('error', () => end(false));
    socket.on('close', () => end(false));
  });
}

/** How much of an output comes in one answer, in bytes: see test/lab/guest/world/console. */
const PART = 48 * 1024;

/**
 * Runs a shell command as root in the machine, over its second serial port: works when the network does not.
 * @param {string} folder
 * @param {string} command
 * @param {number} [limit] milliseconds to wait for the answer
 * @returns {Promise<{ code: number, output: string }>} both outputs in order
 */
export function consoleCommand(folder, command, limit = 60_000) {
  return new Promise((resolve, reject) => {
    if (!existsSync(machineSockets(folder).console)) return reject(new Error('the machine is not running'));
    const socket = connect(machineSockets(folder).console);
    /** @type {Buffer[]} */
    const parts = [];
    let id = '';
    let received = '';
    const ask = (/** @type {string} */ request) => {
      id = Math.random().toString(36).slice(2);
      received = '';
      socket.write(`${id} ${request}\n`);
    };
    const end = (settle, value) => {
      clearTimeout(timer);
      socket.destroy();
      settle(value);
    };
    const timer = setTimeout(
      () => end(reject, new Error(`no answer on the console within ${limit / 1000} s`)),
      limit,
    );
    socket.setEncoding('utf8');
    socket.on('connect', () => ask(Buffer.from(command).toString('base64')));
    socket.on('data', (chunk) => {
      received += chunk;
      const whole = received.slice(0, received.lastIndexOf('\n') + 1);
      const answer = new RegExp(`^${id} (\\d+) (\\d+) (\\S*)$`, 'm').exec(whole);
      if (answer === null) return;
      const [, code, size, part] = answer;
      parts.push(Buffer.from(part, 'base64'));
      if (parts.length * PART < Number(size)) ask(`@${parts.length}`);
      else end(resolve, { code: Number(code), output: Buffer.concat(parts).toString('utf8') });
    });
    socket.on('error', (error) => end(reject, error));
    socket.on('close', () => end(reject, new Error('the machine ended')));
    return undefined;
  });
}
