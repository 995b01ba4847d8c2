// The practice router: a real Linux kernel in a virtual machine, with a real sshd on a port of the loopback interface,
// that behaves as a diskless Alpine router does. Needs no hardware and no root.
//
//   node scripts/practice-router.mjs start [--fresh]   starts it, and leaves it running
//   node scripts/practice-router.mjs status | stop
//   node scripts/practice-router.mjs ssh [COMMAND…]
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './debian/lock.mjs';
import { cacheFolder, ensurePackages } from './debian/packages.mjs';
import { freePort } from './free-port.mjs';
import { ensureImage } from './practice-router/image.mjs';
import {
  consoleCommand,
  consoleLog,
  isRunning,
  sshAnswers,
  switchOff,
  switchOn,
  until,
} from './practice-router/machine.mjs';
import {
  listMedium,
  makeFactoryArchive,
  makeMedium,
  putOnMedium,
  readFromMedium,
} from './practice-router/medium.mjs';
import { copySnapshot, makeSnapshot, snapshotFolder, snapshotState } from './practice-router/snapshot.mjs';
import { HOST, ensureKeys, sshCommand, sshFiles, sshSession, writeConfig } from './practice-router/ssh.mjs';

/** The router's address in its LAN, in the factory's configuration. */
const FACTORY_ADDRESS = '10.100.0.1';

/** How long a boot may take before it counts as failed, in milliseconds: a loaded machine is ten times slower. */
const BOOT_LIMIT = 240_000;

/**
 * Starts a practice router and waits until it can be logged in to.
 * @type {import('./practice-router.d.mts').startPracticeRouter}
 */
export async function startPracticeRouter({
  port,
  dir,
  log = () => {},
  address = FACTORY_ADDRESS,
  reach = 'ssh',
  line = {},
  saved = {},
  detached = false,
  counted = false,
} = {}) {
  let router;
  try {
    const packages = await ensurePackages('vm', { log });
    if ('unavailable' in packages) return packages;
    const image = await ensureImage(packages, { log });
    const folder = resolve(dir ?? mkdtempSync(join(tmpdir(), 'practice-router-')));
    router = new PracticeRouter({
      packages,
      image,
      folder,
      temporary: dir === undefined,
      address,
      reach,
      line,
      saved,
      detached,
      counted,
    });
    log('Starting the practice router …');
    await router.start(port);
    return router;
  } catch (error) {
    await router?.stop();
    const reason = error instanceof Error ? error.message : String(error);
    return {
      unavailable: {
        en: `The practice router could not be started: ${reason}`,
        ja: `練習用ルーターを起動できませんでした: ${reason}`,
      },
    };
  }
}

class PracticeRouter {
  host = '127.0.0.1';
  user = 'root';
  #options;
  #pid = 0;

  constructor(options) {
    this.#options = options;
    this.folder = options.folder;
    this.sshConfig = sshFiles(options.folder).config;
    this.keyFile = sshFiles(options.folder).keyFile;
    this.consoleLog = consoleLog(options.folder);
    this.medium = join(options.folder, 'medium.img');
  }

  /** The first start: from the snapshot of a factory's router where this is one, else by booting. */
  async start(port) {
    const { image, folder, address, line, saved } = this.#options;
    mkdirSync(folder, { recursive: true });
    const isFactory =
      address === FACTORY_ADDRESS &&
      Object.keys(line).length + Object.keys(saved).length === 0 &&
      !existsSync(this.medium);
    const state = isFactory ? snapshotState(image) : undefined;
    if (state !== undefined) {
      copySnapshot(image, folder);
      await this.#switchOn(port, state);
      // The machine's clock stands where the snapshot was made, and so does its random generator.
      const seed = randomBytes(32).toString('base64');
      await this.console(`date -s @${Math.round(Date.now() / 1000)} >/dev/null; echo ${seed} >/dev/urandom`);
      return;
    }
    await this.#prepare();
    await this.#switchOn(port);
    if (isFactory) await this.#keepSnapshot();
  }

  /** Keys, and a medium with the factory's configuration unless the folder has one already. */
  async #prepare() {
    const { packages, folder, saved } = this.#options;
    await ensureKeys(folder);
    if (existsSync(this.medium)) return;
    const { hostKey, keyFile } = sshFiles(folder);
    const archive = join(folder, `${HOST}.apkovl.tar.gz`);
    makeFactoryArchive({ hostKey, publicKey: readFileSync(`${keyFile}.pub`, 'utf8') }, saved, archive);
    makeMedium(packages, `${this.medium}.new`);
    putOnMedium(packages, `${this.medium}.new`, [archive]);
    renameSync(`${this.medium}.new`, this.medium);
  }

  async #keepSnapshot() {
    const { image, folder } = this.#options;
    await withLock(`${snapshotFolder(image)}.lock`, async () => {
      if (snapshotState(image) !== undefined) return;
      // Only when the world around the router is complete, too.
      const ready = async () => (await this.console('test -e /run/lab-world')).code === 0;
      await until(ready, BOOT_LIMIT, 'the world around the router is built');
      // Memory that was used and is free again would be kept with the rest; zeros are not.
      await this.console(
        'dd if=/dev/zero of=/tmp/zero bs=1M 2>/dev/null; rm /tmp/zero; echo 3 >/proc/sys/vm/drop_caches',
      );
      await makeSnapshot(image, folder);
    });
  }

  async #switchOn(wanted, state) {
    const { folder, packages, image, address, line, detached, counted } = this.#options;
    this.port = wanted ?? this.port ?? (await freePort());
    this.knownHostsLine = writeConfig(folder, this.port);
    this.#pid = switchOn({
      packages,
      image,
      folder,
      medium: this.medium,
      address,
      port: this.port,
      line,
      state,
      detached,
      counted,
    });
    writeFileSync(join(folder, 'state.json'), JSON.stringify({ pid: this.#pid, port: this.port }));
    this.bootId = await this.#booted();
  }

  /** Waits for a boot other than the one before, until it can be logged in to or, over the console, has started all. */
  async #booted(before) {
    const bootId = 'cat /proc/sys/kernel/random/boot_id';
    const started = '[ "$(cat /run/openrc/softlevel)" = default ] && ! pgrep -x openrc >/dev/null';
    const ask =
      this.#options.reach === 'ssh'
        ? async () => ((await sshAnswers(this.port)) ? this.exec(bootId) : undefined)
        : () => this.console(`${started} && ${bootId}`, 5000).catch(() => undefined);
    return until(
      async () => {
        if (!isRunning(this.#pid, this.folder)) throw new Error(`the emulator ended: ${this.#lastWords()}`);
        const answer = await ask();
        const id = (answer?.stdout ?? answer?.output ?? '').trim();
        return answer?.code === 0 && id !== before ? id : undefined;
      },
      BOOT_LIMIT,
      `the practice router boots (see ${this.consoleLog})`,
    );
  }

  #lastWords() {
    const path = join(this.folder, 'emulator.log');
    return existsSync(path) ? (readFileSync(path, 'utf8').trim().split('\n').at(-1) ?? '') : '';
  }

  exec(command, options) {
    return sshCommand(this.folder, command, options);
  }

  console(command, limit) {
    return consoleCommand(this.folder, command, limit);
  }

  async reboot() {
    const before = this.bootId;
    await this.console('reboot', 5000).catch(() => {}); // the answer may be lost with the machine
    this.bootId = await this.#booted(before);
  }

  async powerOff() {
    await switchOff(this.#pid, this.folder);
  }

  async powerOn(line = this.#options.line) {
    this.#options.line = line;
    await this.#switchOn();
  }

  async powerCut() {
    await this.powerOff();
    await this.powerOn();
  }

  listMedium() {
    return listMedium(this.#options.packages, this.medium);
  }

  readMedium(name) {
    return readFromMedium(this.#options.packages, this.medium, name);
  }

  async stop() {
    await this.powerOff();
    if (this.#options.temporary) rmSync(this.folder, { recursive: true, force: true });
    else rmSync(join(this.folder, 'state.json'), { force: true });
  }
}

/** The folder of the router that the command starts. */
function commandFolder() {
  return join(cacheFolder(), 'practice-router');
}

/** The running machine of the command's folder. @returns {{ pid: number, port: number } | undefined} */
function running() {
  try {
    const state = JSON.parse(readFileSync(join(commandFolder(), 'state.json'), 'utf8'));
    return isRunning(state.pid, commandFolder()) ? state : undefined;
  } catch {
    return undefined;
  }
}

async function command([verb, ...rest]) {
  const folder = commandFolder();
  const { config } = sshFiles(folder);
  const state = running();
  switch (verb) {
    case 'start': {
      if (state) {
        console.log(`The practice router is running: ssh -F ${config} ${HOST}`);
        return 0;
      }
      if (rest.includes('--fresh')) rmSync(folder, { recursive: true, force: true });
      const router = await startPracticeRouter({
        dir: folder,
        detached: true,
        log: (line) => console.log(line),
      });
      if ('unavailable' in router) {
        console.error(router.unavailable.en);
        return 1;
      }
      console.log(`The practice router answers at port ${router.port}: ssh -F ${config} ${HOST}`);
      return 0;
    }
    case 'status':
      console.log(
        state ? `running, port ${state.port}, process ${state.pid}: ssh -F ${config} ${HOST}` : 'not running',
      );
      return state ? 0 : 1;
    case 'stop':
      if (state) await switchOff(state.pid, folder);
      rmSync(join(folder, 'state.json'), { force: true });
      console.log(state ? 'stopped' : 'not running');
      return 0;
    case 'ssh':
      if (!state) console.error('The practice router is not running.');
      return state ? sshSession(folder, rest) : 1;
    default:
      console.error('usage: practice-router.mjs start [--fresh] | stop | status | ssh [COMMAND…]');
      return 2;
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await command(process.argv.slice(2));
}
