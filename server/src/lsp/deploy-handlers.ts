import type { Analysis } from '../core/analysis.ts';
import type { Text } from '../core/text.ts';
import {
  DeployError,
  confirmPending,
  abortPending,
  deploy,
  extendPending,
  history,
  pendingDeploys,
  plan,
  planRevision,
  shown,
  summarize,
} from '../deploy/index.ts';
import type { Content, DeployEnv, DeployEvent, HealthResult, Outcome, Plan } from '../deploy/index.ts';
import { requestOf } from '../deploy/spec-request.ts';
import {
  deployEvent,
  deployRequest,
  extendRequest,
  historyRequest,
  keepRequest,
  pendingRequest,
  planRequest,
  revisionRequest,
  secretRequest,
  settleRequest,
} from './protocol.ts';
import type {
  DocumentParams,
  HistoryEntry,
  KeepParams,
  OutcomeResult,
  PendingParams,
  PendingResult,
  PlanResult,
  RevisionParams,
  SettleParams,
} from './protocol.ts';
import type { RouterAccess } from './router-access.ts';

/** How many plans are kept, so that the one that the user is looking at can be carried out. */
const KEPT_PLANS = 8;

/** How long a deploy is given each time that the user asks for more, in seconds. */
const MORE_SECONDS = 120;

/** The steps of a deploy, from which its progress is told. */
const STEPS = [
  'upload',
  'verify',
  'validate',
  'snapshot',
  'arm',
  'apply',
  'health',
  'confirm',
  'save',
] as const;

/** Plan, deploy, undo, history, and deploys whose end was not seen. */
export function registerDeploys(access: RouterAccess): void {
  new Deploys(access).register();
}

class Deploys {
  private readonly access: RouterAccess;
  private readonly plans = new Map<string, { readonly plan: Plan; readonly env: DeployEnv }>();

  constructor(access: RouterAccess) {
    this.access = access;
  }

  register(): void {
    const { access } = this;
    access.on(planRequest, (params, signal) => this.plan(params, signal));
    access.on(revisionRequest, (params, signal) => this.planRevision(params, signal));
    access.on(deployRequest, (params, signal) => this.deploy(params, signal));
    access.on(historyRequest, (params) => this.history(params));
    access.on(pendingRequest, (params) => this.pending(params));
    access.on(settleRequest, (params) => this.settle(params));
    access.on(extendRequest, (params) => this.extend(params));
  }

  private async plan({ uri }: DocumentParams, signal: AbortSignal): Promise<PlanResult> {
    const { access } = this;
    const analysis = access.analysis(uri);
    const purpose: Text = {
      en: 'Used when the router is deployed; kept in the keychain of this machine.',
      ja: 'デプロイ時に使います。このマシンのキーチェーンに保存されます。',
    };
    const ask = async ({ name }: { name: string }): Promise<string | undefined> =>
      (await access.session.connection.sendRequest<string | null>(secretRequest.method, {
        name,
        purpose: access.say(purpose),
      })) ?? undefined;
    const { request, secrets } = await requestOf(analysis, ask, await access.sshConfig());
    const env = access.environment(secrets);
    await access.pair(request.target, env);
    return this.planned(analysis, await plan(request, env, { signal }), env);
  }

  private async planRevision({ uri, revision }: RevisionParams, signal: AbortSignal): Promise<PlanResult> {
    // The router is asked for seconds, in which an editor may close a document that it does not show.
    const analysis = this.access.analysis(uri);
    const { router, target, env } = await this.access.paired(uri);
    const backups = Math.max(1, router.system.lbu.backups);
    return this.planned(analysis, await planRevision(target, env, { revision, backups, signal }), env);
  }

  /** Keeps a plan to be carried out, and tells what it would do. */
  private planned({ files }: Analysis, planned: Plan, env: DeployEnv): PlanResult {
    const [stop] = planned.stops;
    if (stop !== undefined) throw new DeployError({ code: 'stopped', detail: '', text: stop });
    this.plans.set(planned.id, { plan: planned, env });
    for (const id of [...this.plans.keys()].slice(0, -KEPT_PLANS)) this.plans.delete(id);
    const languages = new Map(files.map((file) => [file.path, file.language] as const));
    const text = (content: Content): string => this.access.say(shown(content, env.secrets));
    return {
      planId: planned.id,
      target: planned.effectiveTarget,
      files: planned.files.map((file) => ({
        path: file.path,
        change: file.change,
        routerContent: file.routerContent === undefined ? undefined : text(file.routerContent),
        newContent: text(file.newContent),
        language: languages.get(file.path) ?? 'plaintext',
        drift: file.drift,
      })),
      summary: summarize(planned).map((line) => this.access.say(line)),
      nothingToDo: planned.nothingToDo,
      warnings: planned.warnings.map((warning) => this.access.say(warning)),
      window: planned.request.target.windowSeconds,
    };
  }

  private async deploy({ planId }: { planId: string }, signal: AbortSignal): Promise<OutcomeResult> {
    const kept = this.plans.get(planId);
    if (kept === undefined) throw new DeployError({ code: 'no-plan', detail: planId, text: NO_PLAN });
    this.plans.delete(planId);
    const { routerId } = kept.plan.request.target;
    const outcome = await deploy(kept.plan, kept.env, {
      confirm: (health) => this.keepOrRevert({ planId, routerId, lost: lostOf(health) }, signal),
      onEvent: (event) => this.tell(planId, routerId, event),
      signal,
    });
    return this.told(outcome);
  }

  /** What still works as before is kept; else the user decides, unless the deploy is cancelled meanwhile. */
  private async keepOrRevert(params: KeepParams, signal: AbortSignal): Promise<'keep' | 'revert'> {
    if (params.lost.length === 0) return 'keep';
    const cancelled = new Promise<'revert'>((resolve) => {
      if (signal.aborted) resolve('revert');
      signal.addEventListener('abort', () => resolve('revert'), { once: true });
    });
    const { connection } = this.access.session;
    return Promise.race([cancelled, connection.sendRequest<'keep' | 'revert'>(keepRequest.method, params)]);
  }

  private async history({ uri }: DocumentParams): Promise<readonly HistoryEntry[]> {
    const { target, env } = await this.access.paired(uri);
    const before: Text = { en: 'before the first deploy', ja: '最初のデプロイより前' };
    return (await history(target, env)).map(({ id, time, found, by, fileCount }) => ({
      id,
      time:
        time === undefined ? this.access.say(before) : time.toLocaleString(this.access.session.client.locale),
      summary: this.access.say(
        found
          ? {
              en: `${fileCount} files, as they were before the deploy by ${by}`,
              ja: `${fileCount} ファイル、${by} によるデプロイ直前の状態`,
            }
          : { en: `${fileCount} files, by ${by}`, ja: `${fileCount} ファイル、実行者 ${by}` },
      ),
    }));
  }

  private async pending({ routerId }: PendingParams): Promise<readonly PendingResult[]> {
    const all = await pendingDeploys(this.access.environment([]), { others: routerId !== undefined });
    return all
      .map(({ target, deadline }) => ({ routerId: target.routerId, deadline }))
      .filter((each) => routerId === undefined || each.routerId === routerId);
  }

  private async settle({ routerId, intent }: SettleParams): Promise<OutcomeResult> {
    const env = this.access.environment([]);
    const { target } = await this.pendingOf(routerId, env);
    const outcome = await (intent === 'keep' ? confirmPending(target, env) : abortPending(target, env));
    if (outcome === undefined) throw noPending(routerId);
    return this.told(outcome);
  }

  private async extend({ routerId }: { routerId: string }): Promise<{ deadline: number }> {
    const env = this.access.environment([]);
    const deadline = await extendPending((await this.pendingOf(routerId, env)).target, env, MORE_SECONDS);
    if (deadline === undefined) throw noPending(routerId);
    return { deadline: deadline.getTime() };
  }

  private async pendingOf(
    routerId: string,
    env: DeployEnv,
  ): Promise<Awaited<ReturnType<typeof pendingDeploys>>[number]> {
    const all = await pendingDeploys(env, { others: true });
    const mine = all.find(({ target }) => target.routerId === routerId);
    if (mine === undefined) throw noPending(routerId);
    return mine;
  }

  private tell(planId: string, routerId: string, event: DeployEvent): void {
    const step = event.kind === 'step' ? STEPS.findIndex((name) => name === event.step) : -1;
    void this.access.session.connection.sendNotification(deployEvent.method, {
      planId,
      routerId,
      text: this.access.say(event.text),
      fraction: step < 0 ? undefined : step / STEPS.length,
      deadline: event.kind === 'deadline' ? event.deadline.getTime() : undefined,
    });
  }

  private told(outcome: Outcome): OutcomeResult {
    return { state: outcome.state, detail: this.access.say(outcome.detail) };
  }
}

function lostOf(health: readonly HealthResult[]): string[] {
  return health.filter((each) => each.before && !each.after).map((each) => each.check);
}

function noPending(routerId: string): DeployError {
  return new DeployError({ code: 'no-pending', detail: routerId, text: NO_PENDING });
}

const NO_PLAN: Text = {
  en: 'This plan is no longer valid. Start the deploy again.',
  ja: 'この計画はもう有効ではありません。デプロイをやり直してください。',
};
const NO_PENDING: Text = {
  en: 'No deploy to this router waits any more: it has ended.',
  ja: 'このルーターに確認待ちのデプロイはもうありません（終了しています）。',
};
