import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { tool } from '../../../scripts/debian/packages.mjs';
import { freePort } from '../../../scripts/free-port.mjs';
import { sha256Fingerprint } from '../../../server/src/deploy/host-key.ts';
import { layOutAdmin } from './admin.ts';
import type { Admin } from './admin.ts';
import { until } from './processes.ts';

/** How to run one of the programs that the tests need; throws where it cannot be had. */
export async function program(name: string): Promise<{ command: string; env: NodeJS.ProcessEnv }> {
  const found = await tool(name);
  if ('unavailable' in found) throw new Error(found.unavailable.en);
  return found;
}

export function makeKey(file: string): void {
  const made = spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', file]);
  if (made.status !== 0) throw new Error(`ssh-keygen: ${String(made.stderr)}`);
}

/** A real sshd on a port of the loopback interface, with keys of its own. */
export class Sshd {
  readonly port: number;
  readonly #directory: string;
  readonly #admin: Admin | undefined;
  #process: ChildProcess | undefined;

  private constructor(directory: string, port: number, admin: Admin | undefined) {
    this.#directory = directory;
    this.port = port;
    this.#admin = admin;
  }

  /**
   * `authorizedKey` is a public key file; `shell`, if given, is run in place of the login shell's command, and `admin` is
   * a user besides root who may log in.
   */
  static async start(
    directory: string,
    authorizedKey: string,
    { shell, admin }: { shell?: string | undefined; admin?: Admin | undefined } = {},
  ): Promise<Sshd> {
    mkdirSync(directory, { recursive: true });
    const sshd = new Sshd(directory, await freePort(), admin);
    makeKey(join(directory, 'host_key'));
    copyFileSync(authorizedKey, join(directory, 'authorized_keys'));
    writeFileSync(
      join(directory, 'sshd_config'),
      [
        `Port ${sshd.port}`,
        'ListenAddress 127.0.0.1',
        `HostKey ${join(directory, 'host_key')}`,
        `AuthorizedKeysFile ${join(directory, 'authorized_keys')}`,
        `PidFile ${join(directory, 'sshd.pid')}`,
        'StrictModes no',
        'UsePAM no',
        'PermitRootLogin yes',
        'PasswordAuthentication no',
        'KbdInteractiveAuthentication no',
        'MaxStartups 100',
        // bash reads ~/.bashrc when sshd starts it, unless it believes to be inside another shell; what a developer's
        // machine has there is none of ours.
        'SetEnv SHLVL=9',
        ...(shell === undefined ? [] : [`ForceCommand ${shell}`]),
        '',
      ].join('\n'),
    );
    await sshd.up();
    return sshd;
  }

  /** Starts it (again), with the host key that lies in its directory. */
  async up(): Promise<void> {
    const { command, env } = await program('sshd');
    mkdirSync('/run/sshd', { recursive: true });
    const args = ['-D', '-e', '-f', join(this.#directory, 'sshd_config')];
    // The user that sshd drops its rights to exists where the package is installed; elsewhere for this process alone.
    const known = readFileSync('/etc/passwd', 'utf8');
    let started: [string, string[]] = [command, args];
    const separated = 'sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin\n';
    if (this.#admin !== undefined) {
      const enter = await layOutAdmin(join(this.#directory, 'admin'), this.#admin, separated);
      started = [enter[0], [...enter.slice(1), command, ...args]];
    } else if (!/^sshd:/m.test(known)) {
      const passwd = join(this.#directory, 'passwd');
      writeFileSync(passwd, known);
      appendFileSync(passwd, separated);
      const script = 'mount --bind "$0" /etc/passwd && exec "$@"';
      started = ['unshare', ['-m', 'sh', '-c', script, passwd, command, ...args]];
    }
    this.#process = spawn(started[0], started[1], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    this.#process.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await until(`sshd on port ${this.port}: ${said}`, () => answers(this.port), 15);
  }

  async down(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child?.exitCode !== null) return;
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGTERM');
    });
  }

  /** What its host key is known by. */
  fingerprint(): string {
    const file = join(this.#directory, 'host_key.pub');
    return sha256Fingerprint(readFileSync(file, 'utf8').split(' ')[1] ?? '');
  }

  /** Another host key, as another machine at this address would have. */
  async changeHostKey(): Promise<void> {
    await this.down();
    spawnSync('rm', ['-f', join(this.#directory, 'host_key'), join(this.#directory, 'host_key.pub')]);
    makeKey(join(this.#directory, 'host_key'));
    await this.up();
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}
