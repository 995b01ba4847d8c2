import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CancellationToken } from 'vscode-languageserver';
import type { Router } from '../core/derive/router.ts';
import { say } from '../core/text.ts';
import type { Text } from '../core/text.ts';
import { DeployError, fingerprint, redact, trust } from '../deploy/index.ts';
import type { DeployEnv, DeployTarget } from '../deploy/index.ts';
import { targetOf } from '../deploy/spec-request.ts';
import type { Analysis } from '../core/analysis.ts';
import type { Session } from './connection.ts';
import { promptRequest, trustGranted } from './protocol.ts';
import type { PromptParams, RequestShape } from './protocol.ts';

/** What every request needs that reaches a router: trust, the paired host key, answers of the user, errors in words. */
export class RouterAccess {
  readonly session: Session;
  private trusted: boolean | undefined;

  constructor(session: Session) {
    this.session = session;
    session.connection.onNotification(trustGranted.method, () => void (this.trusted = true));
  }

  /**
   * Handles a request that reaches a router. Unlike the features of the editor it answers a failure with an error, in
   * the user's language; and a cancelled one with its result, since what happened on the router is what counts.
   */
  on<P, R>({ method }: RequestShape<P, R>, handle: (params: P, signal: AbortSignal) => Promise<R>): void {
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

  /** What a spec that is open says. Throws a DeployError where it is not. */
  analysis(uri: string): Analysis {
    const analysis = this.session.documents.get(uri)?.analysis;
    if (analysis === undefined) throw new DeployError({ code: 'not-open', detail: uri, text: NOT_OPEN });
    return analysis;
  }

  /** The router of a spec that is open. Throws a DeployError where it does not describe a whole one. */
  router(uri: string): Router {
    const { router } = this.analysis(uri);
    if (router === undefined) throw new DeployError({ code: 'not-open', detail: uri, text: NOT_OPEN });
    return router;
  }

  /** The router of a spec that is open, how it is reached, and its host key compared. */
  async paired(uri: string): Promise<{ router: Router; target: DeployTarget; env: DeployEnv }> {
    const router = this.router(uri);
    const target = targetOf(router, await this.sshConfig());
    const env = this.environment([]);
    await this.pair(target, env);
    return { router, target, env };
  }

  /** Makes sure that the router's host key is the one that the user has compared. A changed key ends it: nothing is sent. */
  async pair(target: DeployTarget, env: DeployEnv): Promise<void> {
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

  /** What a deploy needs of this process; `secrets` are masked in all that is logged. */
  environment(secrets: readonly string[]): DeployEnv {
    const { storage } = this.session.client.options;
    if (storage === undefined) throw new DeployError({ code: 'no-storage', detail: '', text: NO_STORAGE });
    return {
      sshPath: 'ssh',
      storageDir: storage,
      secrets,
      log: (line) => this.session.connection.console.log(redact(line, secrets)),
      rootPassword: async (question) =>
        this.prompt({
          kind: 'secret',
          message: this.say(question),
          detail: undefined,
          accept: undefined,
        }),
      prompt: async ({ kind, text }) =>
        this.prompt({
          kind: kind === 'secret' ? 'secret' : 'confirm',
          message: text,
          detail: undefined,
          accept: undefined,
        }),
    };
  }

  async sshConfig(): Promise<string | undefined> {
    const { sshConfigFile } = await this.session.configuration.current();
    return sshConfigFile === '' ? undefined : sshConfigFile;
  }

  say(text: Text): string {
    return say(text, this.session.client.locale);
  }

  private async prompt(params: PromptParams): Promise<string | undefined> {
    return (
      (await this.session.connection.sendRequest<string | null>(promptRequest.method, params)) ?? undefined
    );
  }

  /** What reaches the network needs a trusted workspace; the client checks too, but a client is not what we rely on. */
  private demandTrust(): void {
    if (this.trusted ?? this.session.client.options.trusted ?? false) return;
    throw new DeployError({ code: 'untrusted', detail: '', text: UNTRUSTED });
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
