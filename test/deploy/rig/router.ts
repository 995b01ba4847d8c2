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
import type { Admin } from './admin.ts';
import { isAlive, kill, processesOf, until } from './processes.ts';
import { programs } from './programs.ts';
import { Sshd, makeKey, program } from './sshd.ts';

/**
 * The shells that the agent must run in. The faults are tried with busybox, which is Alpine's and the default here; what
 * a shell could understand in another way is tried with both.
 */
export const SHELLS = ['dash', 'busybox'] as const;
export type Shell = (typeof SHELLS)[number];

/** What can go wrong at any point. */
export type Break = 'kill' | 'exit' | 'hang' | 'full';

export interface RigOptions {
  readonly shell?: Shell;
  /** The root is in RAM and lbu saves it; else the router is installed on a disk. */
  readonly diskless?: boolean;
  /** The root has a file system of its own, of that many mebibytes, which can be filled. */
  readonly mebibytes?: number;
  /** The medium has a file system of its own, of that many kibibytes. */
  readonly medium?: number;
  /** How long applying may take before it is taken back, in seconds. */
  readonly apply?: number;
  /** How long an answer is waited for, in seconds. */
  readonly answer?: number;
  /** How long it may take to go back and answer again, in seconds. */
  readonly grace?: number;
  /** Who logs in, where that is not root. */
  readonly admin?: Admin;
  /** Prints a message of the day into the channel, as careless profiles do. */
  readonly noisy?: boolean;
}

const OLD_FILES: Readonly<Record<string, string>> = {
  '/etc/hostname': 'old\n',
  '/etc/network/interfaces':
    'auto lo\niface lo inet loopback\n\nauto br0\niface br0 inet static\n\taddress 10.100.0.1/24\n',
  '/etc/nftables.nft': '#!/usr/sbin/nft -f\nflush ruleset\ntable inet old {\n\tchain input {\n\t}\n}\n',
  '/etc/dnsmasq.conf': 'interface=br0\n',
  '/etc/apk/world': 'alpine-base\nopenssh\n',
  '/etc/lbu/lbu.conf': 'LBU_MEDIA=sda1\n',
  '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n',
};

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

/** A file system of that size, which lies in RAM. */
function mountRam(directory: string, size: string): void {
  mkdirSync(directory, { recursive: true });
  const { status, stderr } = spawnSync('mount', [
    '-t',
    'tmpfs',
    '-o',
    `size=${size},mode=0755`,
    'rig',
    directory,
  ]);
  if (status !== 0) throw new Error(String(stderr));
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

async function layOut(directory: string, { shell = 'busybox', diskless = true }: RigOptions): Promise<void> {
  const root = join(directory, 'root');
  const make = (path: string, content: string, mode = 0o644): void => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
    chmodSync(join(directory, path), mode);
  };
  for (const each of [
    'run',
    'var/svc.d',
    'var/lib',
    'usr/libexec',
    'media/sda1',
    'etc/init.d',
    'etc/runlevels/default',
    'proc/sys/vm',
  ]) {
    mkdirSync(join(root, each), { recursive: true });
  }
  for (const each of ['faults', 'points', 'live/services', 'live/interfaces'])
    mkdirSync(join(directory, each), { recursive: true });
  for (const [path, content] of Object.entries(OLD_FILES)) make(`root${path}`, content);
  make('root/etc/init.d/dnsmasq', '#!/sbin/openrc-run\n', 0o755);
  symlinkSync('/etc/init.d/dnsmasq', join(root, 'etc/runlevels/default/dnsmasq'));
  make('root/etc/alpine-release', '3.22.1\n');
  make(
    'root/proc/mounts',
    `none / ${diskless ? 'tmpfs' : 'ext4'} rw 0 0\n/dev/sda1 /media/sda1 vfat ro,relatime 0 0\n`,
  );
  make('root/proc/sys/kernel/hostname', 'old\n');
  make('root/proc/sys/kernel/random/boot_id', 'first-boot\n');
  make('root/proc/sys/net/ipv4/ip_forward', '0\n');
  make('live/ruleset', 'table inet old {\n\tchain input {\n\t}\n}\n');
  make('live/interfaces/br0', '10.100.0.1/24\n');
  make('live/routes', 'default via 192.0.2.1 dev eth0\n');
  make('live/services/dnsmasq', 'interface=br0\n');
  make('live/packages', 'alpine-base\nopenssh\n');
  for (const [name, text] of Object.entries(programs(directory))) make(`sys/${name}`, text, 0o755);
  // Anybody may be asked to run dnsmasq's check, and needs to write down as whom.
  chmodSync(join(directory, 'live'), 0o777);
  const path = join(directory, 'path');
  mkdirSync(path);
  const { command } = await program(shell);
  if (shell === 'dash') {
    symlinkSync(command, join(path, 'sh'));
  } else {
    const applets = spawnSync(command, ['--list'], { encoding: 'utf8' }).stdout.split('\n');
    for (const applet of applets)
      if (applet !== '' && applet !== 'busybox') symlinkSync(command, join(path, applet));
  }
  // What a diskless router saved last: its old self.
  if (diskless) {
    const saved = spawnSync('tar', ['-czf', join(root, 'media/sda1/old.apkovl.tar.gz'), '-C', root, 'etc']);
    if (saved.status !== 0) throw new Error(String(saved.stderr));
  }
  for (const each of ['root', 'live']) {
    cpSync(join(directory, each), join(directory, `${each}.old`), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
}

/** The new configuration that most tests deploy: it changes, creates and sets off a bit of everything. */
export function newFiles(
  overrides: Readonly<Record<string, string>> = {},
): (DeployFile & { readonly content: string })[] {
  const files: Record<string, [string, number]> = {
    '/etc/hostname': ['new\n', 0o644],
    '/etc/network/interfaces': [
      'auto lo\niface lo inet loopback\n\nauto br0\niface br0 inet static\n\taddress 10.100.0.1/24\n\taddress 10.100.0.9/24\n\tup /usr/libexec/router-spec/tunnel\n',
      0o644,
    ],
    '/etc/nftables.nft': [
      '#!/usr/sbin/nft -f\nflush ruleset\ntable inet new {\n\tchain input {\n\t}\n}\n',
      0o644,
    ],
    '/etc/dnsmasq.conf': [
      'interface=br0\ndhcp-range=10.100.0.100,10.100.0.200\nconf-dir=/etc/dnsmasq.d\n',
      0o644,
    ],
    '/etc/dnsmasq.d/lan.conf': ['domain=home.arpa\n', 0o644],
    '/etc/hostapd/wlan0.conf': [
      'interface=wlan0\nssid=Borealis\nwpa_passphrase=correct horse battery\n',
      0o600,
    ],
    '/etc/sysctl.d/90-router-spec.conf': ['net.ipv4.ip_forward = 1\n', 0o644],
    '/usr/libexec/router-spec/tunnel': ['#!/bin/sh\nexit 0\n', 0o755],
    '/etc/apk/protected_paths.d/router-spec.list': [
      '+usr/libexec/router-spec\n+etc/init.d\n+var/svc.d\n',
      0o644,
    ],
  };
  for (const [path, content] of Object.entries(overrides)) {
    files[path] = [content, files[path]?.[1] ?? 0o644];
  }
  return Object.entries(files).map(([path, [content, mode]]) => ({ path, mode, content }));
}
