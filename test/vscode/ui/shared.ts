import type { Session } from './session.ts';

let current: Session | undefined;

/** Sets the session of the run, before any test. */
export function useSession(started: Session): void {
  current = started;
}

/** The one session of the run: a server and a browser take seconds to start. */
export function session(): Session {
  if (!current) throw new Error('The session starts before the tests.');
  return current;
}
