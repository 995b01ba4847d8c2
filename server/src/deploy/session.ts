import type { OperationName } from './agent.ts';
import { pack } from './bundle.ts';
import type { BundleFile } from './bundle.ts';
import { parseEvent } from './events.ts';
import type { AgentEvent } from './events.ts';
import { DeployError, failure } from './failures.ts';
import { trustedKey } from './host-key.ts';
import { redact } from './redact.ts';
import { DEFAULT_TIMING } from './ssh-args.ts';
import { SshTransport, silentFailure } from './ssh.ts';
import type { ExecOptions, Transport } from './transport.ts';
import type { DeployEnv, DeployTarget, RouterTransaction } from './types.ts';

/** What one operation brought back. */
export interface Answer {
  readonly events: readonly AgentEvent[];
  /** The last event of kind `end`; without one the connection was cut off, or the agent never spoke. */
  readonly end?: AgentEvent | undefined;
  /** Why there is no `end`. */
  readonly broken?: DeployError | undefined;
}

export interface AskOptions {
  readonly address?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How long the router may work for the answer, in seconds, on top of the patience for any answer. */
  readonly work?: number | undefined;
  readonly onEvent?: ((event: AgentEvent) => void) | undefined;
}

/** Speaks with the agent on one router, one connection a question. */
export class Session {
  readonly target: DeployTarget;
  readonly env: DeployEnv;
  readonly #transport: Transport;

  constructor(target: DeployTarget, env: DeployEnv, transport: Transport = new SshTransport(target, env)) {
    this.target = target;
    this.env = env;
    this.#transport = transport;
  }

  /**
   * Runs one operation; never throws for what the network or the router does. A router that is reached and does not
   * answer in time counts as cut off.
   */
  async ask(name: OperationName, files: readonly BundleFile[], options: AskOptions = {}): Promise<Answer> {
    const bundle = pack(files, this.env.sandbox);
    const { answer } = { ...DEFAULT_TIMING, ...this.env.timing };
    const late = AbortSignal.timeout(Math.ceil((answer + (options.work ?? 0)) * 1000));
    const events: AgentEvent[] = [];
    let end: AgentEvent | undefined;
    const execOptions: ExecOptions = {
      address: options.address,
      signal: options.signal === undefined ? late : AbortSignal.any([options.signal, late]),
      onLine: (line) => {
        const event = parseEvent(line);
        if (event === undefined) return;
        events.push(event);
        if (event.event === 'end') end = event;
        if (event.event === 'step') this.#log(event);
        options.onEvent?.(event);
      },
    };
    try {
      const result = await this.#transport.exec(
        { name, manifestSha256: bundle.manifestSha256 },
        bundle.archive,
        execOptions,
      );
      if (end !== undefined) return { events, end };
      return { events, broken: await this.#refine(silentFailure(result)) };
    } catch (error) {
      if (error instanceof DeployError) return { events, broken: error };
      throw error;
    }
  }

  /** The same, for operations that must answer: throws a DeployError if they do not, or refuse. */
  async demand(
    name: OperationName,
    files: readonly BundleFile[],
    options: AskOptions = {},
  ): Promise<readonly AgentEvent[]> {
    const { events, end, broken } = await this.ask(name, files, options);
    if (end === undefined && options.signal?.aborted === true) throw new DeployError(failure('cancelled'));
    if (end === undefined) throw broken ?? new DeployError(failure('no-answer'));
    if (end.state === 'unchanged') throw refusal(end, events);
    return events;
  }

  /** A key of another type than ours counts as unknown to ssh; to the user it has changed. */
  async #refine(error: DeployError): Promise<DeployError> {
    if (error.code !== 'host-key-unknown') return error;
    const trusted = await trustedKey(this.target, this.env);
    return trusted === undefined ? error : new DeployError(failure('host-key-changed'));
  }

  #log(event: AgentEvent): void {
    const line = `router: ${event.step ?? ''} ${event.state ?? ''} ${event.detail ?? ''}`.trimEnd();
    this.env.log?.(redact(line, this.env.secrets));
  }
}

/** Why the router refused, from its `end` event and what it said before. */
export function refusal(
  end: AgentEvent,
  events: readonly AgentEvent[],
  secrets?: readonly string[],
): DeployError {
  const code = end.code ?? '';
  const detail = redact(end.detail ?? '', secrets);
  if (code !== 'busy') return new DeployError(failure(code, detail));
  const pending = pendingOf(events);
  const who =
    pending === undefined ? '' : `${pending.by || '?'}, ${pending.state}, ${pending.remainingSeconds} s`;
  return new DeployError(failure('busy', who));
}

/** The transaction that stands in the way, if the router spoke of one. */
export function pendingOf(events: readonly AgentEvent[]): RouterTransaction | undefined {
  return transactionsOf(events).find((each) => each.result === '');
}

/** Every transaction that the router spoke of. */
export function transactionsOf(events: readonly AgentEvent[]): RouterTransaction[] {
  return events
    .filter((event) => event.event === 'transaction')
    .map((event) => ({
      id: event.id ?? '',
      state: event.state ?? '',
      result: event.result ?? '',
      remainingSeconds: Number(event.remaining ?? 0),
      by: event.by ?? '',
    }));
}

/** The value of the last `fact` event with this key. */
export function factOf(events: readonly AgentEvent[], key: string): string {
  return events.findLast((event) => event.event === 'fact' && event.key === key)?.value ?? '';
}
