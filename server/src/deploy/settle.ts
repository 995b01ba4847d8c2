import type { AgentEvent } from './events.ts';
import { requestFile } from './bundle.ts';
import { failure, sentences } from './failures.ts';
import { outcomeOf, kept, rolledBack, unchanged, unknown } from './outcome.ts';
import type { PendingDeploy } from './pending.ts';
import { removePending } from './pending.ts';
import { redact } from './redact.ts';
import { refusal } from './session.ts';
import type { Answer, Session } from './session.ts';
import { DEFAULT_TIMING } from './ssh-args.ts';
import type { DeployEnv, DeployEvent, Failure, HealthResult, Outcome } from './types.ts';

export interface SettleOptions {
  /** What is wanted: keep it if nothing got worse, keep it, or revert it. */
  readonly intent: 'keep-if-green' | 'keep' | 'revert';
  /** Why it is reverted, where that is known better here than on the router. */
  readonly reason?: Failure | undefined;
  /** Turns keep into revert. */
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: DeployEvent) => void) | undefined;
  readonly onAgentEvent?: ((event: AgentEvent) => void) | undefined;
  readonly health: readonly HealthResult[];
  /** The router has certainly begun; without that, a router that knows nothing of it was never changed. */
  readonly armed: boolean;
  /** What the router could not put back before it restarted, if it has already said that it does. */
  readonly restarts?: string | undefined;
}

/** What the router could not put back and therefore restarts, if it said that it does; see restart_machine. */
export function restartOf(events: readonly AgentEvent[], env: DeployEnv): string | undefined {
  if (!events.some(({ event, step }) => event === 'step' && step === 'reboot')) return undefined;
  const failed = events.findLast(({ step, state }) => step === 'rollback' && state === 'failed');
  return redact((failed?.detail ?? '').trim(), env.secrets);
}

/**
 * Brings a deploy that waits for its confirmation to an end, and finds out which: asks again and again, each time over
 * a new connection and at every address that the router may have, until the router says how it ended or has had the
 * time to go back by itself. Every question may be asked twice; the router answers the same.
 */
export async function settle(
  pending: PendingDeploy,
  session: Session,
  options: SettleOptions,
): Promise<Outcome> {
  const outcome = await ask(pending, session, options);
  if (outcome.state !== 'unknown') await removePending(pending, session.env);
  return outcome;
}

async function ask(pending: PendingDeploy, session: Session, options: SettleOptions): Promise<Outcome> {
  const timing = { ...DEFAULT_TIMING, ...session.env.timing };
  const giveUp = Math.max(pending.deadline, Date.now()) + timing.grace * 1000;
  const addresses = [
    undefined,
    ...pending.target.alsoConfirmAt.filter((each) => each !== pending.target.host),
  ];
  const known = { id: pending.id, health: options.health };
  let { intent, reason, restarts } = options;
  let last: Failure = failure('unreachable');
  for (;;) {
    for (const address of addresses) {
      if (intent !== 'revert' && options.signal?.aborted === true) {
        intent = 'revert';
        reason = failure('aborted');
      }
      const answer = await session.ask(intent === 'revert' ? 'abort' : 'confirm', question(pending, intent), {
        address,
        work: Math.max(0, giveUp - Date.now()) / 1000,
        signal: intent === 'revert' ? undefined : options.signal,
        onEvent: options.onAgentEvent,
      });
      const { end } = answer;
      restarts ??= restartOf(answer.events, session.env);
      if (end === undefined) {
        last = answer.broken ?? last;
        continue;
      }
      if (end.state === 'awaiting') {
        intent = 'revert';
        reason = failure('regressions', redact(end.detail ?? '', session.env.secrets));
      } else if (end.state === 'unchanged' && end.code === 'no-transaction') {
        return forgotten(pending, answer, { ...options, reason, restarts });
      } else if (end.state === 'unchanged' && end.code === 'token') {
        return unknown(known, new Date(pending.deadline), failure('token'));
      } else {
        const masked = { ...end, detail: redact(end.detail ?? '', session.env.secrets) };
        const outcome = outcomeOf(
          known,
          masked,
          intent === 'revert' && end.code === 'aborted' ? reason : undefined,
        );
        if (outcome !== undefined) return outcome;
        last = refusal(end, answer.events, session.env.secrets);
        if (end.state === 'rebooting') reason ??= last;
      }
    }
    if (Date.now() > giveUp) return unknown(known, new Date(pending.deadline), last);
    await pause(timing.retry * 1000, intent === 'revert' ? undefined : options.signal);
  }
}

function question(pending: PendingDeploy, intent: SettleOptions['intent']): Parameters<Session['ask']>[1] {
  return [
    requestFile({ id: pending.id, 'only-if': intent === 'keep-if-green' ? 'green' : 'any' }),
    { name: 'token', content: pending.token },
  ];
}

/** The router answers but has no memory of the deploy as it went: which one it has kept tells what became of it. */
function forgotten(
  pending: PendingDeploy,
  answer: Answer,
  { health, armed, reason, restarts }: SettleOptions,
): Outcome {
  const known = { id: pending.id, health };
  if (
    answer.events.some(({ event, key, value }) => event === 'fact' && key === 'kept' && value === pending.id)
  )
    return kept(known);
  if (!armed) return unchanged(known, reason ?? failure('no-transaction'));
  if (restarts === undefined) return rolledBack(known, failure('reboot'));
  const restarted = failure('restarted', restarts);
  if (reason === undefined) return rolledBack(known, restarted);
  return rolledBack(known, { ...reason, text: sentences(reason.text, restarted.text) });
}

/** Waits, but not on once `signal` is aborted. */
export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done, { once: true });
  });
}
