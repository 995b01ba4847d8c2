import { randomBytes } from 'node:crypto';
import { actionsFile, checksFile, fileEntries, requestFile, sha256 } from './bundle.ts';
import type { BundleFile, FileAction } from './bundle.ts';
import { requestValues } from './carried.ts';
import type { AgentEvent } from './events.ts';
import type { DeployError } from './failures.ts';
import { failure } from './failures.ts';
import { writeManifest } from './manifest.ts';
import { outcomeOf, unchanged } from './outcome.ts';
import { writePending, removePending } from './pending.ts';
import type { PendingDeploy } from './pending.ts';
import { redact } from './redact.ts';
import { MANIFEST_PATH } from './request.ts';
import { Session, refusal } from './session.ts';
import { pause, restartOf, settle } from './settle.ts';
import type { SettleOptions } from './settle.ts';
import { DEFAULT_TIMING } from './ssh-args.ts';
import { deadlineText, stepText } from './steps.ts';
import type { DeployEnv, DeployOptions, Failure, HealthResult, Outcome, Plan } from './types.ts';

/** How much longer applying may take where packages have to be fetched first, in seconds. */
const PACKAGES_LIMIT = 300;

/**
 * Carries out a plan: one ssh connection that uploads, checks and applies, and a new one that confirms. Never throws
 * for what the network or the router does: the outcome says what was observed. When `signal` is aborted before the
 * router's timer runs, nothing is changed; after that the router is asked to go back, and if it cannot be reached it
 * goes back by itself.
 */
export async function deploy(plan: Plan, env: DeployEnv, options: DeployOptions): Promise<Outcome> {
  const known = { id: plan.id, health: [] };
  const stop = plan.stops[0];
  if (stop !== undefined) {
    const texts = { en: `Not deployed: ${stop.en}`, ja: `デプロイしませんでした: ${stop.ja}` };
    return unchanged(known, { code: 'stops', detail: stop.en, text: texts });
  }
  if (options.signal?.aborted === true) return unchanged(known, failure('cancelled'));
  return new Deployment(plan, env, options).run();
}

class Deployment {
  readonly #plan: Plan;
  readonly #env: DeployEnv;
  readonly #options: DeployOptions;
  readonly #session: Session;
  readonly #health: HealthResult[] = [];
  readonly #seen = new Set<string>();
  #pending: PendingDeploy;
  #armed = false;
  #awaiting = false;
  #restarts: string | undefined;

  constructor(plan: Plan, env: DeployEnv, options: DeployOptions) {
    this.#plan = plan;
    this.#env = env;
    this.#options = options;
    this.#session = new Session(plan.request.target, env);
    this.#pending = {
      id: plan.id,
      token: randomBytes(16).toString('hex'),
      target: plan.request.target,
      deadline: Date.now() + (applyLimit(plan, env) + plan.request.target.windowSeconds) * 1000,
      process: process.pid,
    };
  }

  async run(): Promise<Outcome> {
    await writePending(this.#pending, this.#env);
    this.#step('upload');
    const { events, end, broken } = await this.#session.ask(
      'deploy',
      bundleFiles(this.#plan, this.#pending.token, this.#env),
      {
        signal: this.#options.signal,
        work: applyLimit(this.#plan, this.#env),
        onEvent: (event) => this.#onEvent(event),
      },
    );
    if (end?.state === 'unchanged') {
      await removePending(this.#pending, this.#env);
      return unchanged(this.#known(), refusal(end, events, this.#env.secrets));
    }
    if (end !== undefined) {
      const masked = { ...end, detail: redact(end.detail ?? '', this.#env.secrets) };
      const outcome = outcomeOf(this.#known(), masked);
      if (outcome !== undefined) {
        await removePending(this.#pending, this.#env);
        return outcome;
      }
    } else if (events.length === 0 && broken !== undefined && neverConnected(broken)) {
      await removePending(this.#pending, this.#env);
      return unchanged(this.#known(), broken);
    }
    this.#restarts = restartOf(events, this.#env);
    return this.#end(end?.state === 'rebooting' ? refusal(end, events, this.#env.secrets) : broken);
  }

  /** The router's timer runs, or may run: from here on only the router can say how it ends. */
  async #end(broken: Failure | undefined): Promise<Outcome> {
    const { confirm, signal } = this.#options;
    if (signal?.aborted === true) {
      return this.#settle({ intent: 'revert', reason: failure(this.#armed ? 'aborted' : 'cancelled') });
    }
    if (confirm === 'auto') return this.#settle({ intent: 'keep-if-green', reason: broken });
    // Somebody is to be asked, for which it must be known how it went.
    if (!this.#awaiting) await this.#reconnect();
    if (!this.#awaiting) return this.#settle({ intent: 'revert', reason: broken });
    await this.#note({ asks: this.#health.some(({ before, after }) => before && !after) });
    const answer = await confirm(this.#health);
    return this.#settle(
      answer === 'keep' ? { intent: 'keep' } : { intent: 'revert', reason: failure('aborted') },
    );
  }

  #settle(wanted: Pick<SettleOptions, 'intent' | 'reason'>): Promise<Outcome> {
    this.#step(wanted.intent === 'revert' ? 'rollback' : 'confirm');
    return settle(this.#pending, this.#session, {
      ...wanted,
      signal: this.#options.signal,
      onAgentEvent: (event) => this.#onEvent(event),
      health: this.#health,
      armed: this.#armed,
      restarts: this.#restarts,
    });
  }

  /** The connection broke while the change went on; looks for the router until it waits, or its time is over. */
  async #reconnect(): Promise<void> {
    const { target } = this.#plan.request;
    const { retry } = { ...DEFAULT_TIMING, ...this.#env.timing };
    while (!this.#awaiting && Date.now() < this.#pending.deadline && this.#options.signal?.aborted !== true) {
      for (const address of [undefined, ...target.alsoConfirmAt]) {
        const { events } = await this.#session.ask('status', [requestFile({})], { address });
        const mine = events.find((event) => event.event === 'transaction' && event.id === this.#plan.id);
        for (const event of events) if (event.event === 'health') this.#onEvent(event);
        if (mine?.state === 'awaiting') {
          this.#awaiting = true;
          this.#deadline(Number(mine.remaining));
        }
        if (mine !== undefined && mine.result !== '') return;
        if (mine === undefined && events.some((event) => event.event === 'end')) return;
        if (this.#awaiting) return;
      }
      await pause(retry * 1000, this.#options.signal);
    }
  }

  #onEvent(event: AgentEvent): void {
    const emit = this.#options.onEvent;
    switch (event.event) {
      case 'step': {
        const key = `${event.step ?? ''} ${event.state ?? ''}`;
        const state = event.state;
        if (this.#seen.has(key) || (state !== 'start' && state !== 'ok' && state !== 'failed')) return;
        this.#seen.add(key);
        emit?.({ kind: 'step', step: event.step ?? '', state, text: stepText(event.step ?? '') });
        break;
      }
      case 'armed':
        this.#armed = true;
        // Of the apply; the window begins after it, which may be said when nothing reaches us any more.
        this.#deadline(Number(event.remaining) + this.#plan.request.target.windowSeconds);
        break;
      case 'awaiting':
        this.#armed = true;
        this.#awaiting = true;
        this.#deadline(Number(event.remaining));
        break;
      case 'health': {
        const result = {
          check: event.check ?? '',
          before: event.before === 'ok',
          after: event.after === 'ok',
        };
        if (this.#health.some((each) => each.check === result.check)) return;
        this.#health.push(result);
        const words = { en: result.after ? 'works' : 'does not work', ja: result.after ? '正常' : '異常' };
        const text = { en: `${result.check}: ${words.en}`, ja: `${result.check}: ${words.ja}` };
        emit?.({ kind: 'health', result, text });
        break;
      }
    }
  }

  #deadline(remainingSeconds: number): void {
    const deadline = new Date(Date.now() + remainingSeconds * 1000);
    this.#options.onEvent?.({ kind: 'deadline', deadline, text: deadlineText(deadline) });
    void this.#note({ deadline: deadline.getTime() });
  }

  /** Keeps what is known now for a later start; the deploy goes on where that fails. */
  async #note(known: Partial<PendingDeploy>): Promise<void> {
    this.#pending = { ...this.#pending, ...known };
    await writePending(this.#pending, this.#env).catch(() => undefined);
  }

  #step(step: string): void {
    this.#seen.add(`${step} start`); // The router says so, too.
    this.#options.onEvent?.({ kind: 'step', step, state: 'start', text: stepText(step) });
  }

  #known(): Pick<Outcome, 'id' | 'health'> {
    return { id: this.#plan.id, health: this.#health };
  }
}

/** How long applying may take in all, in seconds, before the router takes it back. */
function applyLimit(plan: Plan, env: DeployEnv): number {
  const { apply } = { ...DEFAULT_TIMING, ...env.timing };
  return apply + (plan.facts.missingPackages.length > 0 ? PACKAGES_LIMIT : 0);
}

/** The connection was not even made, so that nothing can have arrived. */
function neverConnected(error: DeployError): boolean {
  if (error.code !== 'unreachable') return error.code !== 'no-answer';
  return /^ssh: |^kex_exchange|^Connection (?:closed|reset|timed out)|refused/.test(error.detail);
}

/** Everything that the agent needs to carry out the plan. */
export function bundleFiles(plan: Plan, token: string, env: DeployEnv): BundleFile[] {
  const { request } = plan;
  const expected = (path: string): { sha256: string; mode: string } =>
    plan.expected.get(path) ?? { sha256: 'absent', mode: '-' };
  const actions: FileAction[] = plan.files.map((file) => ({
    action: file.change === 'same' ? 'same' : file.change === 'delete' ? 'delete' : 'write',
    path: file.path,
    content: file.newContent,
    mode: file.mode,
    expected: expected(file.path),
  }));
  const manifest = writeManifest(request);
  const same = expected(MANIFEST_PATH).sha256 === sha256(manifest) && expected(MANIFEST_PATH).mode === '600';
  actions.push({
    action: same ? 'same' : 'write',
    path: MANIFEST_PATH,
    content: manifest,
    mode: 0o600,
    expected: expected(MANIFEST_PATH),
  });
  return [
    requestFile({
      id: plan.id,
      ...requestValues(request, applyLimit(plan, env)),
    }),
    ...fileEntries(actions),
    actionsFile({ packages: request.packages, services: request.services, dropped: plan.dropped }),
    checksFile(request.checks ?? []),
    { name: 'token.sha256', content: `${sha256(token)}\n` },
  ];
}
