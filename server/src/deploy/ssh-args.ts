import { devNull } from 'node:os';
import { join } from 'node:path';
import { DeployError, failure } from './failures.ts';
import type { DeployEnv, DeployTarget, Timing } from './types.ts';

export const DEFAULT_TIMING: Timing = { connect: 8, alive: 5, retry: 1, grace: 90, apply: 180, answer: 180 };

/** Our own list of host keys; the user's is neither read nor written. */
export function knownHostsFile(env: DeployEnv): string {
  return join(env.storageDir, 'known_hosts');
}

/** The name under which the router's key is filed: it follows the router, not an address that others have too. */
export function hostKeyAlias(target: DeployTarget): string {
  check(target.routerId, /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
  return `router-spec-${target.routerId}`;
}

/** Throws what ssh could take for an option or expand, before it comes near a command line. */
export function checkTarget(target: DeployTarget): void {
  hostKeyAlias(target);
  for (const host of [target.host, ...target.alsoConfirmAt])
    check(host, /^[A-Za-z0-9_:][A-Za-z0-9._:%-]{0,252}$/);
  if (target.user !== undefined) check(target.user, /^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/);
  if (
    target.port !== undefined &&
    !(Number.isInteger(target.port) && target.port > 0 && target.port < 65536)
  ) {
    throw new DeployError(failure('bad-target', String(target.port)));
  }
}

function check(value: string, grammar: RegExp): void {
  if (!grammar.test(value)) throw new DeployError(failure('bad-target', value));
}

/** A path as the value of an ssh option: quoted, since it may hold spaces, with ssh's own tokens escaped. */
function quotePath(path: string): string {
  if (/["\r\n]|\$\{/.test(path)) throw new DeployError(failure('bad-target', path));
  return `"${path.replaceAll('%', '%%')}"`;
}

export interface ConnectionOptions {
  /** Connect to this address instead of the one that ssh finds for the host. */
  readonly address?: string | undefined;
  /** There is somebody to answer questions. */
  readonly interactive?: boolean | undefined;
  /** Give the command a terminal, through which every byte goes as it is. */
  readonly terminal?: boolean | undefined;
  /** Keep the key that the other side shows in this file, and log in to nothing. */
  readonly learnKeyInto?: string | undefined;
}

/**
 * The options of ssh that are the same for every connection. What stands on the command line wins over ssh_config, so
 * nothing there can make it reuse a connection (which would prove nothing about a new one), forward something, run
 * something on this machine, or file a key in another way than we do.
 */
export function connectionSettings(timing: Timing): Readonly<Record<string, string | number>> {
  return {
    ControlMaster: 'no',
    ControlPath: 'none',
    ConnectTimeout: Math.ceil(timing.connect),
    ConnectionAttempts: 1,
    ServerAliveInterval: Math.ceil(timing.alive),
    ServerAliveCountMax: 3,
    ClearAllForwardings: 'yes',
    PermitLocalCommand: 'no',
    RemoteCommand: 'none',
    RequestTTY: 'no',
    CheckHostIP: 'no',
    UpdateHostKeys: 'no',
    VerifyHostKeyDNS: 'no',
    HashKnownHosts: 'no',
    GlobalKnownHostsFile: devNull,
    LogLevel: 'ERROR',
  };
}

/**
 * The arguments of ssh for one connection, ending with `-- host`; it trusts no key that we do not know. Throws a
 * DeployError for a target that is none.
 */
export function sshArguments(
  target: DeployTarget,
  env: DeployEnv,
  options: ConnectionOptions = {},
): string[] {
  checkTarget(target);
  const timing = { ...DEFAULT_TIMING, ...env.timing };
  const learn = options.learnKeyInto;
  const settings: Record<string, string | number> = {
    ...connectionSettings(timing),
    StrictHostKeyChecking: learn === undefined ? 'yes' : 'accept-new',
    HostKeyAlias: hostKeyAlias(target),
    UserKnownHostsFile: quotePath(learn ?? knownHostsFile(env)),
    BatchMode: options.interactive === true ? 'no' : 'yes',
    ...(options.terminal === true ? { RequestTTY: 'force', EscapeChar: 'none' } : {}),
    ...(options.address === undefined ? {} : { HostName: options.address.replaceAll('%', '%%') }),
    ...(learn === undefined
      ? {}
      : {
          PreferredAuthentications: 'none',
          PubkeyAuthentication: 'no',
          PasswordAuthentication: 'no',
          KbdInteractiveAuthentication: 'no',
        }),
  };
  const args = [options.terminal === true ? '-tt' : '-T', '-x', '-a'];
  for (const [name, value] of Object.entries(settings)) args.push('-o', `${name}=${value}`);
  args.push(...identityArguments(target), '--', target.host);
  return args;
}

/** What says where to go and as whom; also for `ssh -G`. */
export function identityArguments(target: DeployTarget): string[] {
  const args: string[] = [];
  if (target.sshConfig !== undefined) args.push('-F', target.sshConfig);
  if (target.port !== undefined) args.push('-p', String(target.port));
  if (target.user !== undefined) args.push('-l', target.user);
  return args;
}
