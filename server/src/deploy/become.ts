import type { Writable } from 'node:stream';
import type { Text } from '../core/text.ts';
import type { Elevation } from './agent.ts';
import { DeployError, failure } from './failures.ts';
import type { DeployEnv, DeployTarget } from './types.ts';

/** How long a password is remembered after it was used last: a deploy asks for it once, and confirms within this. */
const REMEMBERED_MS = 15 * 60_000;

interface Known {
  readonly by: Elevation;
  readonly password: string;
  until: number;
}

/** By router and user, in this process alone. */
const known = new Map<string, Known>();

function keyOf(target: DeployTarget, env: DeployEnv): string {
  return JSON.stringify([env.storageDir, target.routerId, target.user]);
}

/** The password that the router took last, if that was not long ago. */
export function rememberedPassword(target: DeployTarget, env: DeployEnv): Known | undefined {
  const found = known.get(keyOf(target, env));
  if (found === undefined || found.until < Date.now()) return undefined;
  found.until = Date.now() + REMEMBERED_MS;
  return found;
}

/** Keeps a password that the router has taken. */
export function rememberPassword(
  target: DeployTarget,
  env: DeployEnv,
  by: Elevation,
  password: string,
): void {
  known.set(keyOf(target, env), { by, password, until: Date.now() + REMEMBERED_MS });
}

/** Forgets it, since the router has not taken it this time. */
export function forgetPassword(target: DeployTarget, env: DeployEnv): void {
  known.delete(keyOf(target, env));
}

/** Asks the user; `again` after one that was not taken. Throws a DeployError where there is no answer. */
export async function askPassword(
  target: DeployTarget,
  env: DeployEnv,
  by: Elevation,
  again: boolean,
): Promise<string> {
  const who = `${target.user ?? ''}${target.user === undefined ? '' : '@'}${target.host}`;
  const question: Text = again
    ? {
        en: `${by} did not accept that password. The password of ${who}, to become root:`,
        ja: `${by} がパスワードを受け付けませんでした。root になるための ${who} のパスワード:`,
      }
    : {
        en: `The password of ${who}, to become root by ${by}:`,
        ja: `${by} で root になるための ${who} のパスワード:`,
      };
  const password = await env.rootPassword?.(question);
  if (password === undefined || password === '' || /[\0\r\n]/.test(password))
    throw new DeployError(failure('no-password', by));
  return password;
}

/**
 * The end of what is asked for a password: a line without an end, from that word to a colon (doas.c, and what sudo is told
 * to ask). What else they say may come in pieces that end behind a colon too, such as `sudo: unable to resolve host`.
 */
const ASKS = /password[^\n]*:[ \t]*$/i;

/** What the terminal of the router says up to here, and what it is answered: the password once, then the archive. */
export class RootDialog {
  readonly #password: string;
  readonly #archive: string;
  #said = '';
  #gave = false;
  state: 'waiting' | 'root' | 'refused' = 'waiting';

  /** `archive` is the base64 of the bundle. */
  constructor(password: string, archive: string) {
    this.#password = password;
    this.#archive = archive;
  }

  /** Takes what has come, and answers. In the state `refused` there is nothing more to be said. */
  hear(chunk: Buffer, stdin: Writable): void {
    if (this.state !== 'waiting') return;
    this.#said += chunk.toString('latin1');
    if (/^@rs root\r?$/m.test(this.#said)) {
      this.state = 'root';
      stdin.write(this.#archive);
    } else if (ASKS.test(this.#said) && (!this.#gave || this.#said.includes('\n'))) {
      // What comes in the same line is the rest of the question.
      this.#said = '';
      if (this.#gave) this.state = 'refused';
      else stdin.write(`${this.#password}\n`);
      this.#gave = true;
    }
  }

  get wasAsked(): boolean {
    return this.#gave;
  }

  /** Whether doas or sudo refused, which end with 1; else it is the connection that failed, or what came after. */
  failedWith(exit: number | undefined): boolean {
    return this.state === 'refused' || (this.state === 'waiting' && exit === 1);
  }
}
