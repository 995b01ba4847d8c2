import { randomBytes } from 'node:crypto';
import { bundleFiles } from '../../../server/src/deploy/deploy.ts';
import type { AgentEvent } from '../../../server/src/deploy/events.ts';
import type { Plan } from '../../../server/src/deploy/index.ts';
import { Session } from '../../../server/src/deploy/session.ts';
import type { Answer } from '../../../server/src/deploy/session.ts';
import { requestFile } from '../../../server/src/deploy/bundle.ts';
import { kill, processesOf } from './processes.ts';
import type { RigRouter } from './router.ts';

/** The same plan as a transaction of its own. */
export function again(plan: Plan): Plan {
  return { ...plan, id: randomBytes(8).toString('hex') };
}

/** A client that runs the operations one by one and can be killed between them, with nobody to confirm after it. */
export class BareClient {
  readonly token = 'a'.repeat(32);
  readonly events: AgentEvent[] = [];
  readonly #router: RigRouter;
  readonly #plan: Plan;

  constructor(router: RigRouter, plan: Plan) {
    this.#router = router;
    this.#plan = plan;
  }

  get #session(): Session {
    return new Session(this.#plan.request.target, this.#router.env);
  }

  /** The second ssh run; `onEvent` sees what the router says. */
  deploy(onEvent: (event: AgentEvent) => void = () => undefined): Promise<Answer> {
    return this.#session.ask('deploy', bundleFiles(this.#plan, this.token, this.#router.env), {
      onEvent: (event) => {
        this.events.push(event);
        onEvent(event);
      },
    });
  }

  confirm(token = this.token): Promise<Answer> {
    return this.#session.ask('confirm', [
      requestFile({ id: this.#plan.id }),
      { name: 'token', content: token },
    ]);
  }

  extend(seconds: number, token = this.token): Promise<Answer> {
    return this.#session.ask('extend', [
      requestFile({ id: this.#plan.id, seconds }),
      { name: 'token', content: token },
    ]);
  }

  abort(): Promise<Answer> {
    return this.#session.ask('abort', [requestFile({ id: this.#plan.id })]);
  }

  /** The client's machine is gone: its ssh dies without a word. */
  die(): void {
    kill(processesOf(this.#router.env.storageDir).map(({ pid }) => pid));
  }
}
