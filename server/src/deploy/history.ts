import { requestFile } from './bundle.ts';
import { contentOf } from './content.ts';
import { deploy } from './deploy.ts';
import { DeployError, failure } from './failures.ts';
import { readPending, writePending } from './pending.ts';
import type { PendingDeploy } from './pending.ts';
import { plan } from './plan.ts';
import { Session, factOf, transactionsOf } from './session.ts';
import { settle } from './settle.ts';
import type {
  DeployEnv,
  DeployFile,
  DeployOptions,
  DeployRequest,
  DeployTarget,
  Outcome,
  Plan,
  RouterTransaction,
} from './types.ts';

/** One earlier state that the router keeps. */
export interface Revision {
  readonly id: string;
  /** When it was deployed, by the router's clock; undefined for what was there before the first deploy. */
  readonly time: Date | undefined;
  /** It is what a deploy found and replaced, where no deploy had written that; else what a deploy left. */
  readonly found: boolean;
  /** Who deployed it, or replaced what was found, as `user@machine`. */
  readonly by: string;
  readonly fileCount: number;
}

/** The states that the router keeps, the newest first. Throws a DeployError if it cannot be asked. */
export async function history(target: DeployTarget, env: DeployEnv): Promise<Revision[]> {
  const events = await new Session(target, env).demand('history', [requestFile({})]);
  return events
    .filter((event) => event.event === 'revision')
    .map((event) => ({
      id: event.id ?? '',
      time: event.time === '0' ? undefined : new Date(Number(event.time) * 1000),
      found: event.id?.startsWith('before') === true,
      by: event.by ?? '',
      fileCount: Number(event.files ?? 0),
    }))
    .sort((a, b) => (b.time?.getTime() ?? 0) - (a.time?.getTime() ?? 0));
}

/** What a revision holds, as a request that deploys it again. Throws a DeployError if the router has none such. */
export async function revisionRequest(
  target: DeployTarget,
  id: string,
  env: DeployEnv,
  options: { readonly backups?: number | undefined } = {},
): Promise<DeployRequest> {
  if (!/^[a-z0-9]+$/.test(id)) throw new DeployError(failure('no-revision', id));
  const events = await new Session(target, env).demand('restore', [requestFile({ revision: id })]);
  const files: DeployFile[] = events
    .filter((event) => event.event === 'file' && event.path !== '/etc/router-spec/manifest')
    .map((event) => ({
      path: event.path ?? '',
      mode: Number.parseInt(event.mode ?? '', 8),
      content: contentOf(event.content ?? ''),
    }));
  const actions = events.filter((event) => event.event === 'action');
  return {
    target,
    files,
    packages: actions.filter((action) => action.kind === 'package').map((action) => action.name ?? ''),
    services: actions
      .filter((action) => action.kind === 'service')
      .map((action) => {
        const [runlevel = '', reads = '-'] = (action.rest ?? '').split(' ');
        return { name: action.name ?? '', runlevel, reads: reads === '-' ? [] : reads.split(',') };
      }),
    restores: true,
    backups: options.backups ?? 10,
  };
}

export interface RollbackOptions extends Partial<DeployOptions> {
  /** The revision to go back to; without it the one before the newest. */
  readonly revision?: string | undefined;
  readonly backups?: number | undefined;
}

/** Plans to go back to an earlier state; changes nothing. Throws a DeployError if there is nothing to go back to. */
export async function planRevision(
  target: DeployTarget,
  env: DeployEnv,
  options: Pick<RollbackOptions, 'revision' | 'backups' | 'signal'> = {},
): Promise<Plan> {
  const id = options.revision ?? (await history(target, env))[1]?.id;
  if (id === undefined) throw new DeployError(failure('no-revision', '-'));
  const request = await revisionRequest(target, id, env, { backups: options.backups });
  return plan(request, env, { signal: options.signal });
}

/**
 * Goes back to an earlier state. It is a deploy like any other, of files that the router kept: planned, validated,
 * guarded, confirmed. Throws a DeployError if there is nothing to go back to.
 */
export async function rollback(
  target: DeployTarget,
  env: DeployEnv,
  options: RollbackOptions = {},
): Promise<Outcome> {
  const planned = await planRevision(target, env, options);
  return deploy(planned, env, { ...options, confirm: options.confirm ?? 'auto' });
}

/** How the router stands. */
export interface Status {
  readonly bootId: string;
  readonly uptimeSeconds: number;
  /** The latest deploys that the router remembers; one without a result waits or is under way. */
  readonly transactions: readonly RouterTransaction[];
}

/** Asks the router about deploys that wait, and finishes one that was left without a guard. */
export async function status(target: DeployTarget, env: DeployEnv): Promise<Status> {
  const events = await new Session(target, env).demand('status', [requestFile({})]);
  return {
    bootId: factOf(events, 'boot'),
    uptimeSeconds: Number(factOf(events, 'uptime')),
    transactions: transactionsOf(events),
  };
}

/** A deploy to this router of which this side never saw the end: the editor was closed, the machine slept. */
export async function pendingDeploy(
  target: DeployTarget,
  env: DeployEnv,
): Promise<PendingDeploy | undefined> {
  return readPending(target, env);
}

/** Confirms such a deploy, if its time is not over, and says how it ended. Undefined if there is none. */
export async function confirmPending(target: DeployTarget, env: DeployEnv): Promise<Outcome | undefined> {
  return settlePending(target, env, 'keep');
}

/** Reverts such a deploy, if it was not confirmed, and says how it ended. Undefined if there is none. */
export async function abortPending(target: DeployTarget, env: DeployEnv): Promise<Outcome | undefined> {
  return settlePending(target, env, 'revert');
}

async function settlePending(
  target: DeployTarget,
  env: DeployEnv,
  intent: 'keep' | 'revert',
): Promise<Outcome | undefined> {
  const pending = await readPending(target, env);
  if (pending === undefined) return undefined;
  return settle(pending, new Session(pending.target, env), { intent, health: [], armed: true });
}

/** Gives a pending deploy more time, up to a quarter of an hour in all. Returns when the router goes back by itself. */
export async function extendPending(
  target: DeployTarget,
  env: DeployEnv,
  seconds: number,
): Promise<Date | undefined> {
  const pending = await readPending(target, env);
  if (pending === undefined) return undefined;
  const events = await new Session(pending.target, env).demand('extend', [
    requestFile({ id: pending.id, seconds }),
    { name: 'token', content: pending.token },
  ]);
  const mine = transactionsOf(events).find((each) => each.id === pending.id);
  const deadline = new Date(Date.now() + (mine?.remainingSeconds ?? 0) * 1000);
  await writePending({ ...pending, deadline: deadline.getTime() }, env);
  return deadline;
}
