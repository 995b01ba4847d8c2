import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeployError, failure } from './failures.ts';
import { connectionFailure, run } from './ssh.ts';
import { hostKeyAlias, knownHostsFile, sshArguments } from './ssh-args.ts';
import type { DeployEnv, DeployTarget } from './types.ts';

/** A host key as the router showed it. */
export interface HostKey {
  /** `ssh-ed25519`, … */
  readonly type: string;
  /** The key itself, in base64 as in known_hosts. */
  readonly key: string;
  /** `SHA256:…`, to be compared with `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` on the router. */
  readonly fingerprint: string;
}

/** What is known about a router's key before anything is sent. */
export interface Pairing {
  /** `new`: never seen. `paired`: the one we trust. `changed`: another one than we trust. */
  readonly state: 'new' | 'paired' | 'changed';
  readonly shown: HostKey;
  readonly trusted?: HostKey | undefined;
}

/**
 * Fetches the host key without trusting it and without logging in: by ssh itself, into a list that is thrown away, so
 * that jump hosts and ssh_config hold here too (ssh-keyscan knows neither). Throws a DeployError if nobody answers.
 */
export async function fingerprint(target: DeployTarget, env: DeployEnv): Promise<Pairing> {
  const directory = await mkdtemp(join(tmpdir(), 'router-spec-'));
  try {
    const learned = join(directory, 'known_hosts');
    const args = sshArguments(target, env, { learnKeyInto: learned });
    const { stderr } = await run(env.sshPath, [...args, 'exit 0']);
    const shown = parseKnownHosts(await readIfThere(learned)).get(hostKeyAlias(target));
    if (shown === undefined) throw connectionFailure(stderr);
    const trusted = await trustedKey(target, env);
    const state = trusted === undefined ? 'new' : trusted.key === shown.key ? 'paired' : 'changed';
    return { state, shown, trusted };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The key that we trust for this router. */
export async function trustedKey(target: DeployTarget, env: DeployEnv): Promise<HostKey | undefined> {
  return parseKnownHosts(await readIfThere(knownHostsFile(env))).get(hostKeyAlias(target));
}

/** Trusts a key that the user has compared, instead of any that was trusted for this router before. */
export async function trust(target: DeployTarget, key: HostKey, env: DeployEnv): Promise<void> {
  if (!/^[a-z0-9@.-]+$/.test(key.type) || !/^[A-Za-z0-9+/]+={0,2}$/.test(key.key)) {
    throw new DeployError(failure('bad-target', key.type));
  }
  const file = knownHostsFile(env);
  await mkdir(env.storageDir, { recursive: true, mode: 0o700 });
  const others = (await readIfThere(file))
    .split('\n')
    .filter((each) => each !== '' && each.split(' ')[0] !== hostKeyAlias(target))
    .map((each) => `${each}\n`);
  const temporary = `${file}.${process.pid}`;
  await writeFile(temporary, `${others.join('')}${hostKeyAlias(target)} ${key.type} ${key.key}\n`, {
    mode: 0o600,
  });
  await rename(temporary, file);
}

function parseKnownHosts(text: string): Map<string, HostKey> {
  const keys = new Map<string, HostKey>();
  for (const line of text.split('\n')) {
    const [name, type, key] = line.split(' ');
    if (name !== undefined && type !== undefined && key !== undefined) {
      keys.set(name, { type, key, fingerprint: sha256Fingerprint(key) });
    }
  }
  return keys;
}

/** `SHA256:` and the hash of the key in base64 without padding, as OpenSSH writes it. */
export function sha256Fingerprint(key: string): string {
  const hash = createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64');
  return `SHA256:${hash.replace(/=+$/, '')}`;
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return ''; // Nothing was trusted yet.
  }
}
