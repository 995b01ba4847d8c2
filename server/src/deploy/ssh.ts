import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { bootstrap, bootstrapOnTerminal } from './agent.ts';
import type { Elevation } from './agent.ts';
import { openAskpass } from './askpass.ts';
import { RootDialog, askPassword, forgetPassword, rememberPassword, rememberedPassword } from './become.ts';
import { LineReader } from './events.ts';
import { DeployError, failure } from './failures.ts';
import { redact } from './redact.ts';
import { identityArguments, checkTarget, sshArguments } from './ssh-args.ts';
import type { ExecOptions, ExecResult, Operation, Transport } from './transport.ts';
import type { DeployEnv, DeployTarget } from './types.ts';

/** How much of each output stream is kept; a router that says more is not ours. */
const MAX_OUTPUT = 64 * 1024 * 1024;

/** The system's OpenSSH client, one process and one connection an operation, started without a shell. */
export class SshTransport implements Transport {
  readonly #target: DeployTarget;
  readonly #env: DeployEnv;

  constructor(target: DeployTarget, env: DeployEnv) {
    checkTarget(target);
    this.#target = target;
    this.#env = env;
  }

  async exec(operation: Operation, stdin: Uint8Array, options: ExecOptions = {}): Promise<ExecResult> {
    const known = rememberedPassword(this.#target, this.#env);
    if (known !== undefined) return this.#asRoot(known.by, operation, stdin, options, known.password);
    const command = bootstrap(operation.name, operation.manifestSha256, this.#env.sandbox);
    const result = await this.#ssh(operation, command, { ...options, stdin });
    const by = result.exit === 77 ? /^@rs become (doas|sudo)$/m.exec(result.stdout)?.[1] : undefined;
    return by === undefined ? result : this.#asRoot(by as Elevation, operation, stdin, options);
  }

  /** For a user who becomes root by a password: on a terminal, up to three times. */
  async #asRoot(
    by: Elevation,
    operation: Operation,
    bundle: Uint8Array,
    options: ExecOptions,
    known?: string,
  ): Promise<ExecResult> {
    const archive = Buffer.from(bundle).toString('base64');
    const { name, manifestSha256 } = operation;
    const command = bootstrapOnTerminal(by, name, manifestSha256, archive.length, this.#env.sandbox);
    let password = known;
    for (let tries = 0; tries < 3; tries++) {
      password ??= await askPassword(this.#target, this.#env, by, tries > 0);
      const dialog = new RootDialog(password, archive);
      const result = await this.#ssh(operation, command, { ...options, dialog });
      if (dialog.state === 'root') rememberPassword(this.#target, this.#env, by, password);
      if (!dialog.failedWith(result.exit)) return result;
      forgetPassword(this.#target, this.#env);
      if (!dialog.wasAsked) throw new DeployError(failure('not-root'));
      password = undefined;
    }
    throw new DeployError(failure('wrong-password', by));
  }

  async #ssh(operation: Operation, command: string, options: RunOptions & ExecOptions): Promise<ExecResult> {
    const { prompt } = this.#env;
    const bridge = prompt === undefined ? undefined : await openAskpass(prompt);
    try {
      const args = sshArguments(this.#target, this.#env, {
        address: options.address,
        interactive: bridge !== undefined,
        terminal: options.dialog !== undefined,
      });
      this.#log(`ssh: ${operation.name} -> ${options.address ?? this.#target.host}`);
      const result = await run(this.#env.sshPath, [...args, command], {
        ...options,
        environment: bridge?.environment,
      });
      this.#log(`ssh: ${operation.name} ended with ${result.exit ?? 'a signal'}`);
      if (result.stderr !== '') this.#log(result.stderr.trimEnd());
      return result;
    } finally {
      await bridge?.close();
    }
  }

  #log(line: string): void {
    this.#env.log?.(redact(line, this.#env.secrets));
  }
}

interface RunOptions {
  readonly stdin?: Uint8Array | undefined;
  /** What is said to the program instead, after what it says. */
  readonly dialog?: RootDialog | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onLine?: ((line: string) => void) | undefined;
}

/** Runs a program of the ssh family to its end. Throws `ssh-missing` if it cannot be started. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<ExecResult> {
  return new Promise((resolve, reject) => {
    let child: ChildProcessWithoutNullStreams;
    try {
      child = spawn(program, args, {
        env: { ...process.env, ...options.environment },
        stdio: 'pipe',
        windowsHide: true,
      });
    } catch (error) {
      reject(startFailure(program, error));
      return;
    }
    let stdout = '';
    let stderr = '';
    const lines = new LineReader((line) => {
      if (stdout.length < MAX_OUTPUT) stdout += `${line}\n`;
      options.onLine?.(line);
    });
    const kill = (): void => {
      // What ssh has started to ask a question writes to its standard error too, and would hold that open (readpass.c).
      child.once('exit', () => child.stderr.destroy());
      child.kill('SIGTERM');
    };
    options.signal?.addEventListener('abort', kill, { once: true });
    if (options.signal?.aborted === true) kill();
    const { dialog } = options;
    child.stdout.on('data', (chunk: Buffer) => {
      lines.push(chunk);
      dialog?.hear(chunk, child.stdin);
      if (dialog?.state === 'refused') kill();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (stderr.length < MAX_OUTPUT) stderr += chunk.toString('utf8');
    });
    child.on('error', (error) => {
      options.signal?.removeEventListener('abort', kill);
      reject(startFailure(program, error));
    });
    child.on('close', (code) => {
      options.signal?.removeEventListener('abort', kill);
      lines.end();
      resolve({ stdout, stderr, exit: code ?? undefined });
    });
    // The other side may be gone before it has read everything; its exit status says so better than EPIPE does.
    child.stdin.on('error', () => child.stdin.destroy());
    if (dialog === undefined) child.stdin.end(options.stdin ?? new Uint8Array());
  });
}

function startFailure(program: string, error: unknown): DeployError {
  const reason = error instanceof Error ? error.message : String(error);
  return new DeployError(failure('ssh-missing', `${program}: ${reason}`));
}

/** Where ssh would go for this target, as ssh_config says; makes no connection. */
export interface EffectiveTarget {
  readonly hostname: string;
  readonly user: string;
  readonly port: number;
  readonly proxy: string;
}

/** What `ssh -G` says of the target. */
export async function effectiveTarget(target: DeployTarget, env: DeployEnv): Promise<EffectiveTarget> {
  checkTarget(target);
  const { stdout, stderr, exit } = await run(env.sshPath, [
    '-G',
    ...identityArguments(target),
    '--',
    target.host,
  ]);
  if (exit !== 0) throw new DeployError(failure('bad-target', stderr.trim() || target.host));
  const values = new Map(stdout.split('\n').map((line) => split(line)));
  return {
    hostname: values.get('hostname') ?? target.host,
    user: values.get('user') ?? '',
    port: Number(values.get('port') ?? 22),
    proxy: values.get('proxyjump') ?? values.get('proxycommand') ?? '',
  };
}

function split(line: string): [string, string] {
  const space = line.indexOf(' ');
  return space < 0 ? [line, ''] : [line.slice(0, space), line.slice(space + 1)];
}

/** Why a connection failed (exit status 255), from what ssh said. */
export function connectionFailure(stderr: string): DeployError {
  const said = stderr.trim().split('\n').at(-1)?.trim() ?? '';
  if (/REMOTE HOST IDENTIFICATION HAS CHANGED|REVOKED HOST KEY/.test(stderr))
    return new DeployError(failure('host-key-changed'));
  if (/host key is known for|Host key verification failed/.test(stderr))
    return new DeployError(failure('host-key-unknown'));
  if (/Permission denied|Too many authentication failures|No more authentication methods/.test(stderr)) {
    return new DeployError(failure('auth', said));
  }
  return new DeployError(failure('unreachable', said));
}

/** Why an operation ended without a word from the agent. */
export function silentFailure(result: ExecResult): DeployError {
  switch (result.exit) {
    case 255:
      return connectionFailure(result.stderr);
    case 65:
      return new DeployError(failure('upload'));
    case 73:
      return new DeployError(failure('space', '/run'));
    case 77:
      return new DeployError(failure('not-root'));
    default:
      return new DeployError(
        failure('no-answer', result.stderr.trim().slice(0, 400) || `exit ${result.exit ?? 'by signal'}`),
      );
  }
}
