import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fingerprint, plan, trust } from '../../../server/src/deploy/index.ts';
import type { DeployEnv, DeployFile, DeployRequest, Plan } from '../../../server/src/deploy/index.ts';
import { ADMIN } from './admin.ts';
import { layOut, mountRam } from './layout.ts';
import type { RigOptions } from './layout.ts';
import { newFiles } from './new-files.ts';
import { isAlive, kill, processesOf, until } from './processes.ts';
import { Sshd, makeKey } from './sshd.ts';

/** What can go wrong at any point. */
export type Break = 'kill' | 'exit' | 'hang' | 'full';

/**
 * A router made of a real sshd, the real agent in a real shell, and a file tree and programs of its own (see
 * programs.ts). What the agent believes to be the whole system lies under one temporary directory.
 */
export class RigRouter {
  readonly directory: string;
  readonly root: string;
  readonly sshd: Sshd;
  readonly env: DeployEnv;
  readonly log: string[] = [];
  readonly #options: RigOptions;

  private constructor(directory: string, sshd: Sshd, options: RigOptions) {
    this.directory = directory;
    this.root = join(directory, 'root');
    this.sshd = sshd;
    this.#options = options;
    this.env = {
      sshPath: 'ssh',
      storageDir: join(directory, 'storage'),
      log: (line) => this.log.push(line),
      timing: {
        connect: 5,
        alive: 1,
        retry: 0.1,
        grace: options.grace ?? 20,
        apply: options.apply ?? 180,
        answer: options.answer ?? 60,
      },
      sandbox: {
        prelude: prelude(directory),
        run: join(this.root, 'run'),
        path: `${join(directory, 'path')}:/usr/sbin:/usr/bin:/sbin:/bin`,
      },
    };
  }

  static async start(options: RigOptions = {}): Promise<RigRouter> {
    const directory = mkdtempSync(join(tmpdir(), 'rig-'));
    chmodSync(directory, 0o755);
    // Before the ssh server is there, which may see other mounts than we do from then on.
    if (options.mebibytes !== undefined) mountRam(join(directory, 'root'), `${options.mebibytes}m`);
    if (options.medium !== undefined) mountRam(join(directory, 'root/media/sda1'), `${options.medium}k`);
    await layOut(directory, options);
    makeKey(join(directory, 'user_key'));
    writeFileSync(
      join(directory, 'shell'),
      '#!/bin/sh\nprintf "Welcome to the router!\\n%%"\nexec sh -c "$SSH_ORIGINAL_COMMAND"\n',
      {
        mode: 0o755,
      },
    );
    // Where others than our own client unpack what they bring.
    mkdirSync(join(directory, 'remote'));
    if (options.admin !== undefined) chownSync(join(directory, 'remote'), ADMIN.uid, ADMIN.uid);
    const sshd = await Sshd.start(join(directory, 'sshd'), join(directory, 'user_key.pub'), {
      shell: options.noisy === true ? join(directory, 'shell') : undefined,
      admin: options.admin,
    });
    writeFileSync(
      join(directory, 'ssh_config'),
      `Host *\n  IdentityFile ${join(directory, 'user_key')}\n  IdentitiesOnly yes\n  ControlMaster auto\n  ControlPath ${directory}/mux-%C\n`,
    );
    const router = new RigRouter(directory, sshd, options);
    await router.pair();
    return router;
  }

  async pair(): Promise<void> {
    const { target } = this.request([]);
    await trust(target, (await fingerprint(target, this.env)).shown, this.env);
  }

  /** A request for this router; `port` leads through a proxy. */
  request(
    files: readonly DeployFile[],
    options: Partial<DeployRequest> & { port?: number; window?: number } = {},
  ): DeployRequest {
    const { port, window, ...rest } = options;
    return {
      target: {
        routerId: 'rig',
        host: '127.0.0.1',
        user: this.#options.admin === undefined ? 'root' : ADMIN.name,
        port: port ?? this.sshd.port,
        sshConfig: join(this.directory, 'ssh_config'),
        windowSeconds: window ?? 30,
        alsoConfirmAt: [],
      },
      files,
      packages: [],
      services: [
        {
          name: 'dnsmasq',
          runlevel: 'default',
          reads: ['/etc/dnsmasq.conf', '/etc/network/interfaces', '/usr/libexec/router-spec/'],
        },
      ],
      backups: 3,
      settleSeconds: 0,
      ...rest,
    };
  }

  plan(request: DeployRequest = this.request(newFiles())): Promise<Plan> {
    return plan(request, this.env);
  }

  /** Text of a file of the router, undefined where there is none. */
  read(path: string): string | undefined {
    const file = join(this.root, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  /** A file of the router, byte for byte. */
  bytes(path: string): Buffer {
    return readFileSync(join(this.root, path));
  }

  write(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), content);
  }

  remove(path: string): void {
    rmSync(join(this.root, path), { recursive: true });
  }

  /** Has a service started at boot. */
  enable(name: string, runlevel: string): void {
    const link = join(this.root, 'etc/runlevels', runlevel, name);
    mkdirSync(dirname(link), { recursive: true });
    if (!readdirSync(dirname(link)).includes(name)) symlinkSync(`/etc/init.d/${name}`, link);
  }

  /** Makes something go wrong; see programs.ts. */
  fault(name: string, times: 'once' | 'always' = 'always'): void {
    writeFileSync(join(this.directory, 'faults', name), times);
  }

  mend(): void {
    for (const name of readdirSync(join(this.directory, 'faults')))
      rmSync(join(this.directory, 'faults', name));
    for (const name of readdirSync(join(this.directory, 'points')))
      rmSync(join(this.directory, 'points', name));
  }

  /**
   * What the agent does at one of its points: kill or exit its own process, hang, find its file system full, or wait until
   * `open` is called.
   */
  at(point: string, what: Break | 'wait'): void {
    writeFileSync(join(this.directory, 'points', point), what);
  }

  open(point: string): void {
    rmSync(join(this.directory, 'points', point), { force: true });
  }

  /** The points that were reached, in order. */
  points(): string[] {
    const file = join(this.directory, 'points.log');
    return existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
      : [];
  }

  reached(point: string): Promise<true> {
    return until(`the agent reaches ${point}`, () => this.points().includes(point) || undefined);
  }

  calls(): string[] {
    const file = join(this.directory, 'calls');
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  }

  live(name: string): string | undefined {
    const file = join(this.directory, 'live', name);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  setLive(name: string, content: string): void {
    writeFileSync(join(this.directory, 'live', name), content);
  }

  /** Everything that a rollback must restore: managed files with their modes, addresses, rules, services. */
  snapshot(): Record<string, string> {
    const found: Record<string, string> = {};
    const walk = (base: string, at: string, key: string, modes: boolean): void => {
      for (const name of readdirSync(join(base, at)).sort()) {
        const path = join(at, name);
        const status = lstatSync(join(base, path));
        if (status.isDirectory()) {
          walk(base, path, key, modes);
        } else if (status.isSymbolicLink()) {
          found[key + path] = `-> ${readlinkSync(join(base, path))}`;
        } else {
          const mode = modes ? `${(status.mode & 0o777).toString(8)} ` : '';
          found[key + path] = mode + readFileSync(join(base, path), 'utf8');
        }
      }
    };
    walk(this.root, '/etc', '', true);
    walk(this.root, '/usr', '', true);
    walk(this.root, '/var/svc.d', '', true);
    walk(this.root, '/proc/sys', '', true);
    walk(join(this.directory, 'live'), '', 'live/', false);
    delete found['live/dnsmasq-tested-as'];
    return found;
  }

  /** The state of the newest transaction, as it lies on the router. */
  transaction(): { state: string; result: string; outcome: string; path: string } | undefined {
    for (const place of ['run/router-spec/txn', 'var/lib/router-spec/txn']) {
      const base = join(this.root, place);
      if (!existsSync(base)) continue;
      const [id] = readdirSync(base)
        .filter((name) => !name.startsWith('.'))
        .sort((a, b) => statSync(join(base, b)).mtimeMs - statSync(join(base, a)).mtimeMs);
      if (id === undefined) continue;
      const path = join(base, id);
      const read = (name: string): string =>
        existsSync(join(path, name)) ? readFileSync(join(path, name), 'utf8').trim() : '';
      return { state: read('state'), result: read('result'), outcome: read('outcome'), path };
    }
    return undefined;
  }

  /** A file of the newest transaction. */
  transactionFile(name: string): string {
    return readFileSync(join(this.transaction()?.path ?? '', name), 'utf8').trim();
  }

  /** Waits until the router has finished with the newest transaction; its result. */
  result(seconds = 40): Promise<string> {
    return until('the transaction ends', () => this.transaction()?.result, seconds);
  }

  /** Processes of the agent: the operations in ssh sessions, guards and runners. */
  agents(role?: string): number[] {
    return processesOf(this.root)
      .filter(
        ({ command }) =>
          command.includes('agent.sh') && (role === undefined || command.includes(`agent.sh ${role}`)),
      )
      .map(({ pid }) => pid);
  }

  /**
   * Everything that runs on the router: the agent, and what it has started. A command outlives an agent that is killed,
   * and then names the router by the files that it holds open alone.
   */
  #running(): number[] {
    return processesOf(this.root, { open: true }).map(({ pid }) => pid);
  }

  /** Ends all of that. */
  async #end(): Promise<void> {
    await until('nothing runs on the router', () => {
      kill(this.#running());
      return this.#running().length === 0;
    });
  }

  /** Waits until the agent, and everything that it has started, has ended by itself. */
  async ended(seconds = 30): Promise<void> {
    await until('nothing of the agent is left', () => this.#running().length === 0, seconds);
  }

  /** Uploads that are still unpacked. */
  staging(): string[] {
    return readdirSync(join(this.root, 'run')).filter(
      (name) => name.startsWith('router-spec') && name !== 'router-spec',
    );
  }

  archives(): string[] {
    return readdirSync(join(this.root, 'media/sda1')).sort();
  }

  /** The text of a file in the saved archive. */
  saved(path: string): string | undefined {
    const archive = this.archives().find((name) => name.endsWith('.apkovl.tar.gz'));
    if (archive === undefined) return undefined;
    const file = join(this.root, 'media/sda1', archive);
    const { status, stdout } = spawnSync('tar', ['-xzOf', file, path.slice(1)], { encoding: 'utf8' });
    return status === 0 ? stdout : undefined;
  }

  /** A power cut and a boot: every process of the agent is gone, and a diskless router has what it saved. */
  powerCut(): void {
    kill(this.#running());
    const boot = join(this.root, 'proc/sys/kernel/random/boot_id');
    writeFileSync(boot, `${readFileSync(boot, 'utf8').trim()}+\n`);
    if (this.#options.diskless === false) return;
    rmSync(join(this.root, 'run'), { recursive: true });
    mkdirSync(join(this.root, 'run'));
    rmSync(join(this.root, 'etc'), { recursive: true });
    const archive = this.archives().find((name) => name.endsWith('.apkovl.tar.gz'));
    spawnSync('tar', ['-xzpf', join(this.root, 'media/sda1', archive ?? ''), '-C', this.root]);
  }

  /** A restart of a diskless router by itself, which nobody has confirmed: the old configuration is live again. */
  reboot(): void {
    kill(this.agents());
    for (const name of readdirSync(this.root))
      if (name !== 'media') rmSync(join(this.root, name), { recursive: true });
    this.#lay('live', () => true);
    this.#lay('root', (path) => !path.startsWith('/media'));
    this.powerCut();
  }

  /** Puts back what there was in the beginning. */
  #lay(each: 'root' | 'live', filter: (path: string) => boolean): void {
    const from = join(this.directory, `${each}.old`);
    if (each === 'live')
      for (const name of readdirSync(join(this.directory, each)))
        rmSync(join(this.directory, each, name), { recursive: true });
    cpSync(from, join(this.directory, each), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => filter(path.slice(from.length)),
    });
    chmodSync(join(this.directory, 'live'), 0o777);
  }

  /** The old configuration again, as after a fresh installation. */
  async reset(): Promise<void> {
    await this.#end();
    // What is in it: the root may be a file system of its own.
    for (const name of readdirSync(this.root)) rmSync(join(this.root, name), { recursive: true });
    this.#lay('root', () => true);
    this.#lay('live', () => true);
  }

  async stop(): Promise<void> {
    await this.sshd.down();
    await this.#end();
    const daemon = Number(this.live('daemon') ?? 0);
    if (daemon > 0 && isAlive(daemon)) kill([daemon]);
    kill(processesOf(this.directory).map(({ pid }) => pid));
    if (this.#options.medium !== undefined) spawnSync('umount', [join(this.root, 'media/sda1')]);
    if (this.#options.mebibytes !== undefined) spawnSync('umount', [this.root]);
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Points and places of the agent, in shell. */
function prelude(directory: string): string {
  return `
ROOT='${directory}/root'
SYS='${directory}/sys/'
PATH=${directory}/path:/usr/sbin:/usr/bin:/sbin:/bin
STEP_LIMIT=3
SAVE_LIMIT=5
LOCK_LIMIT=3
BEGIN_LIMIT=15
LOOKS=2
# A router that has been up for days.
now() {
  read -r NOW _ </proc/uptime
  NOW=$((\${NOW%%.*} + 2000000))
}
point() {
  echo "$1" >>'${directory}/points.log'
  [ -e '${directory}/points/'"$1" ] || return 0
  read -r what <'${directory}/points/'"$1" 2>/dev/null
  # Once: whoever takes over comes by here again.
  case $what in kill | exit | hang | full) rm -f '${directory}/points/'"$1" ;; esac
  case $what in
    kill) kill -9 $$ ;;
    exit) exit 3 ;;
    hang) sleep 3600 ;;
    full) dd if=/dev/zero of="$ROOT/filler" bs=4k 2>/dev/null ;;
    wait) while [ -e '${directory}/points/'"$1" ]; do sleep 0.02; done ;;
  esac
}
`;
}
