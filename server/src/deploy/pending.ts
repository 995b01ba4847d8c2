import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkTarget } from './ssh-args.ts';
import type { DeployEnv, DeployTarget } from './types.ts';

/** What is needed to confirm or revert a deploy, kept on disk so that it outlives this process. */
export interface PendingDeploy {
  readonly id: string;
  /** 128 random bits; the router has only its hash. Good for one deploy, and worthless after it. */
  readonly token: string;
  readonly target: DeployTarget;
  /** When the router goes back by itself, in milliseconds since 1970, as far as this side knows. */
  readonly deadline: number;
  /** The process that began it, and sees to its end as long as it lives. */
  readonly process: number;
  /** Somebody is to decide. A window that is loaded anew asks too: the process of the one before may live on for minutes. */
  readonly asks?: boolean | undefined;
}

function fileOf(target: DeployTarget, env: DeployEnv): string {
  checkTarget(target);
  return join(env.storageDir, 'pending', `${target.routerId}.json`);
}

/** The deploy to this router whose end was not seen, if there is one. */
export async function readPending(target: DeployTarget, env: DeployEnv): Promise<PendingDeploy | undefined> {
  return readPendingFile(fileOf(target, env));
}

async function readPendingFile(file: string): Promise<PendingDeploy | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isPending(value) ? value : undefined;
  } catch {
    return undefined; // None, or one that was never written to its end.
  }
}

/**
 * The deploys whose end was not seen, of all routers. Those that a process which still lives brings to their end by
 * itself are left out, unless `others`.
 */
export async function pendingDeploys(
  env: DeployEnv,
  { others = false }: { readonly others?: boolean } = {},
): Promise<PendingDeploy[]> {
  const directory = join(env.storageDir, 'pending');
  const names = await readdir(directory).catch(() => []);
  const read = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => readPendingFile(join(directory, name))),
  );
  return read
    .filter((each) => each !== undefined)
    .filter((each) => others || each.asks === true || !lives(each.process));
}

function lives(pid: number): boolean {
  if (pid === process.pid) return false; // A deploy of ours that has ended in `unknown`.
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isPending(value: unknown): value is PendingDeploy {
  if (typeof value !== 'object' || value === null) return false;
  const { id, token, target, deadline, process: began } = value as Record<string, unknown>;
  return (
    typeof id === 'string' &&
    typeof token === 'string' &&
    typeof deadline === 'number' &&
    typeof began === 'number' &&
    typeof target === 'object'
  );
}

/** What this process does to a file last: what comes after waits for it, so that nothing is written after it is removed. */
const last = new Map<string, Promise<void>>();

function inOrder(file: string, work: () => Promise<void>): Promise<void> {
  const done = (last.get(file) ?? Promise.resolve()).then(work, work);
  last.set(file, done);
  return done;
}

export function writePending(pending: PendingDeploy, env: DeployEnv): Promise<void> {
  const file = fileOf(pending.target, env);
  return inOrder(file, async () => {
    await mkdir(join(env.storageDir, 'pending'), { recursive: true, mode: 0o700 });
    await writeFile(`${file}.new`, JSON.stringify(pending), { mode: 0o600 });
    await rename(`${file}.new`, file);
  });
}

/** Its end is known. What is kept of a later deploy to the same router stays: this one may have ended elsewhere. */
export function removePending({ id, target }: PendingDeploy, env: DeployEnv): Promise<void> {
  const file = fileOf(target, env);
  return inOrder(file, async () => {
    const kept = await readPendingFile(file);
    if (kept === undefined || kept.id === id) await rm(file, { force: true });
  });
}
