import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CancellationToken } from 'vscode-languageserver';
import type { Router } from '../core/derive/router.ts';
import { say } from '../core/text.ts';
import type { Text } from '../core/text.ts';
import {
  DeployError,
  deploy,
  fingerprint,
  history,
  plan,
  redact,
  rollback,
  summarize,
  trust,
} from '../deploy/index.ts';
import type { DeployEnv, DeployEvent, DeployTarget, HealthResult, Outcome, Plan } from '../deploy/index.ts';
import { requestOf, targetOf } from '../deploy/spec-request.ts';
import type { Session } from './connection.ts';
import {
  deployEvent,
  deployRequest,
  historyRequest,
  planRequest,
  promptRequest,
  rollbackRequest,
  secretRequest,
  trustGranted,
} from './protocol.ts';
import type {
  DocumentParams,
  HistoryEntry,
  OutcomeResult,
  PlanResult,
  PromptParams,
  RequestShape,
} from './protocol.ts';

/** How many plans are kept, so that the one that the user is looking at can be carried out. */
const KEPT_PLANS = 8;

/** The language that a generated file is shown in, and the steps of a deploy, from which its progress is told. */
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

/** Plan, deploy, undo and history, for clients of a server that runs in Node. */
export function registerDeploys(session: Session): void {
  new Deploys(session).register();
}

class Deploys {
  private readonly session: Session;
  private readonly plans = new Map<string, { readonly plan: Plan; readonly env: DeployEnv }>();
  private trusted: boolean | undefined;

  constructor(session: Session) {
    this.session = session;
  }

  register(): void {
    const { connection } = this.session;
    connection.onNotification(trustGranted.method, () => void (this.trusted = true));
    this.on(planRequest, (params, signal) => this.plan(params, signal));
    this.on(deployRequest, (params, signal) => this.deploy(params, signal));
    this.on(rollbackRequest, (params, signal) => this.rollback(params, signal));
    this.on(historyRequest, (params) => this.history(params));
  }

  /**
   * Handles a request that reaches a router. Unlike the features of the editor it answers a failure with an error, in
   * the user's language; and a cancelled one with its result, since what happened on the router is what counts.
   */
  private on<P, R>(
    { method }: RequestShape<P, R>,
    handle: (params: P, signal: AbortSignal) => Promise<R>,
  ): void {
    const { connection } = this.session;
    connection.onRequest(method, async (params: P, token: CancellationToken): Promise<unknown> => {
      try {
        this.demandTrust();
        return await handle(params, signalOf(token));
      } catch (error) {
        if (error instanceof DeployError)
          return new ResponseError(LSPErrorCodes.RequestFailed, this.say(error.text));
        connection.console.error(
          `${method} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
        return new ResponseError(LSPErrorCodes.RequestFailed, this.say(UNEXPECTED));
      }
    });
  }

  private async plan({ uri }: DocumentParams, signal: AbortSignal): Promise<PlanResult> {
    const analysis = this.session.documents.get(uri)?.analysis;
    if (analysis === undefined) throw new DeployError({ code: 'not-open', detail: uri, text: NOT_OPEN });
    const purpose: Text = {
      en: 'Used when the router is deployed; kept in the keychain of this machine.',
      ja: 'デプロイ時に使います。このマシンのキーチェーンに保存されます。',
    };
    const ask = async ({ name }: { name: string }): Promise<string | undefined> =>
      (await this.session.connection.sendRequest<string | null>(secretRequest.method, {
        name,
        purpose: this.say(purpose),
      })) ?? undefined;
    const { request, secrets } = await requestOf(analysis, ask, await this.sshConfig());
    const env = this.environment(secrets);
    await this.pair(request.target, env);
    const planned = await plan(request, env, { signal });
    if (planned.stops[0] !== undefined)
      throw new DeployError({ code: 'stopped', detail: '', text: planned.stops[0] });
    this.keep(planned, env);
    const languages = new Map(analysis.files.map((file) => [file.path, file.language]));
    return {
      planId: planned.id,
      target: planned.effectiveTarget,
      files: planned.files.map((file) => ({
        path: file.path,
        change: file.change,
        routerContent: file.routerContent === undefined ? undefined : redact(file.routerContent, secrets),
        newContent: redact(file.newContent, secrets),
        language: languages.get(file.path) ?? 'plaintext',
        drift: file.drift,
      })),
      summary: summarize(planned).map((line) => this.say(line)),
      nothingToDo: planned.nothingToDo,
      warnings: planned.warnings.map((warning) => this.say(warning)),
      window: request.target.windowSeconds,
    };
  }

  private async deploy(
    { planId, confirm }: { planId: string; confirm: 'auto' | 'ask' },
    signal: AbortSignal,
  ): Promise<OutcomeResult> {
    const kept = this.plans.get(planId);
    if (kept === undefined) throw new DeployError({ code: 'no-plan', detail: planId, text: NO_PLAN });
    this.plans.delete(planId);
    const outcome = await deploy(kept.plan, kept.env, {
      confirm: confirm === 'auto' ? 'auto' : (health) => this.keepOrRevert(health),
      onEvent: this.events(planId),
      signal,
    });
    return this.told(outcome);
  }

  private async rollback({ uri }: DocumentParams, signal: AbortSignal): Promise<OutcomeResult> {
    const target = targetOf(this.router(uri), await this.sshConfig());
    const env = this.environment([]);
    await this.pair(target, env);
    return this.told(await rollback(target, env, { onEvent: this.events(uri), signal }));
  }

  private async history({ uri }: DocumentParams): Promise<readonly HistoryEntry[]> {
    const target = targetOf(this.router(uri), await this.sshConfig());
    const env = this.environment([]);
    await this.pair(target, env);
    const before: Text = { en: 'before the first deploy', ja: '最初のデプロイより前' };
    return (await history(target, env)).map(({ id, time, found, by, fileCount }) => ({
      id,
      time: time === undefined ? this.say(before) : time.toLocaleString(this.session.client.locale),
      summary: this.say(
        found
          ? {
              en: `${fileCount} files, as they were before the deploy by ${by}`,
              ja: `${fileCount} ファイル、${by} によるデプロイ直前の状態`,
            }
          : { en: `${fileCount} files, by ${by}`, ja: `${fileCount} ファイル、実行者 ${by}` },
      ),
    }));
  }

  /** Makes sure that the router's host key is the one that the user has compared. A changed key ends it: nothing is sent. */
  private async pair(target: DeployTarget, env: DeployEnv): Promise<void> {
    const { state, shown, trusted } = await fingerprint(target, env);
    if (state === 'paired') return;
    const question: Text =
      state === 'changed'
        ? {
            en: `The host key of ${target.host} has CHANGED. Trust the new one?`,
            ja: `${target.host} のホスト鍵が変わっています。新しい鍵を信頼しますか?`,
          }
        : {
            en: `First connection to ${target.host}. Trust its host key?`,
            ja: `${target.host} に初めて接続します。ホスト鍵を信頼しますか?`,
          };
    const before: Text =
      trusted === undefined
        ? { en: '', ja: '' }
        : { en: `Before: ${trusted.fingerprint}\n`, ja: `以前: ${trusted.fingerprint}\n` };
    const detail: Text = {
      en: `${before.en}${shown.type} ${shown.fingerprint}\n\nCompare it with what the router's own console says:\nssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub`,
      ja: `${before.ja}${shown.type} ${shown.fingerprint}\n\nルーターのコンソールで次のコマンドを実行し、同じ値か確認してください:\nssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub`,
    };
    const answer = await this.prompt({
      kind: 'confirm',
      message: this.say(question),
      detail: this.say(detail),
      accept: this.say({ en: 'Trust This Key', ja: 'この鍵を信頼する' }),
    });
    if (answer === undefined)
      throw new DeployError({ code: 'not-trusted', detail: target.host, text: NOT_TRUSTED });
    await trust(target, shown, env);
  }

  private async keepOrRevert(health: readonly HealthResult[]): Promise<'keep' | 'revert'> {
    const lost = health.filter((each) => each.before && !each.after).map((each) => each.check);
    const detail: Text | undefined =
      lost.length === 0
        ? undefined
        : {
            en: `It worked before and does not now: ${lost.join(', ')}.`,
            ja: `以前は動いていて、今は動かないもの: ${lost.join('、')}`,
          };
    const answer = await this.prompt({
      kind: 'confirm',
      message: this.say({
        en: 'The router can be reached with the new configuration. Keep it?',
        ja: '新しい設定でルーターに接続できました。この設定を維持しますか?',
      }),
      detail: detail === undefined ? undefined : this.say(detail),
      accept: this.say({ en: 'Keep', ja: '維持する' }),
    });
    return answer === undefined ? 'revert' : 'keep';
  }

  private async prompt(params: PromptParams): Promise<string | undefined> {
    return (
      (await this.session.connection.sendRequest<string | null>(promptRequest.method, params)) ?? undefined
    );
  }

  private events(planId: string): (event: DeployEvent) => void {
    return (event) => {
      const step = event.kind === 'step' ? STEPS.findIndex((name) => name === event.step) : -1;
      void this.session.connection.sendNotification(deployEvent.method, {
        planId,
        text: this.say(event.text),
        fraction: step < 0 ? undefined : step / STEPS.length,
      });
    };
  }

  private environment(secrets: readonly string[]): DeployEnv {
    const { storage } = this.session.client.options;
    if (storage === undefined) throw new DeployError({ code: 'no-storage', detail: '', text: NO_STORAGE });
    return {
      sshPath: 'ssh',
      storageDir: storage,
      secrets,
      log: (line) => this.session.connection.console.log(redact(line, secrets)),
      prompt: async ({ kind, text }) =>
        this.prompt({
          kind: kind === 'secret' ? 'secret' : 'confirm',
          message: text,
          detail: undefined,
          accept: undefined,
        }),
    };
  }

  private keep(planned: Plan, env: DeployEnv): void {
    this.plans.set(planned.id, { plan: planned, env });
    for (const id of [...this.plans.keys()].slice(0, -KEPT_PLANS)) this.plans.delete(id);
  }

  private router(uri: string): Router {
    const router = this.session.documents.get(uri)?.analysis.router;
    if (router === undefined) throw new DeployError({ code: 'not-open', detail: uri, text: NOT_OPEN });
    return router;
  }

  private async sshConfig(): Promise<string | undefined> {
    const { sshConfigFile } = await this.session.configuration.current();
    return sshConfigFile === '' ? undefined : sshConfigFile;
  }

  /** What reaches the network needs a trusted workspace; the client checks too, but a client is not what we rely on. */
  private demandTrust(): void {
    if (this.trusted ?? this.session.client.options.trusted ?? false) return;
    throw new DeployError({ code: 'untrusted', detail: '', text: UNTRUSTED });
  }

  private told(outcome: Outcome): OutcomeResult {
    return { state: outcome.state, detail: this.say(outcome.detail) };
  }

  private say(text: Text): string {
    return say(text, this.session.client.locale);
  }
}

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

const UNEXPECTED: Text = {
  en: 'Something went wrong that should not have. The log of the language server has the details; what the router does is in its own hands: it reverts what is not confirmed.',
  ja: '予期しないエラーが発生しました。詳細は言語サーバーのログにあります。確認されていない変更は、ルーターが自動的に元に戻します。',
};
const NOT_OPEN: Text = {
  en: 'This spec does not describe a whole router yet, or is not open. Mend what the editor shows first.',
  ja: 'スペックが開かれていないか、まだ不完全です。先にエディターの指摘を直してください。',
};
const NO_PLAN: Text = {
  en: 'This plan is no longer valid. Start the deploy again.',
  ja: 'この計画はもう有効ではありません。デプロイをやり直してください。',
};
const NOT_TRUSTED: Text = {
  en: 'The host key was not confirmed. Nothing was sent to the router.',
  ja: 'ホスト鍵が確認されなかったため、ルーターには何も送信していません。',
};
const NO_STORAGE: Text = {
  en: 'This editor did not name a folder for known host keys (initializationOptions.storage), so no router is reached. Use `router-spec deploy` instead.',
  ja: 'ホスト鍵を保存するフォルダー（initializationOptions.storage）がエディターから指定されていないため、接続できません。代わりに `router-spec deploy` を使ってください。',
};
const UNTRUSTED: Text = {
  en: 'A router is reached from a trusted workspace only.',
  ja: 'ルーターに接続できるのは、信頼済みのワークスペースだけです。',
};
