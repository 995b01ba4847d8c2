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

/** Line and column, counted from one, of a text in a spec that the tests open. */
export function placeOf(name: string, text: string): [line: number, column: number] {
  const lines = session().specText(name).split('\n');
  // Comments come before what they explain.
  const line = lines.findLastIndex((each) => each.includes(text));
  return [line + 1, (lines[line]?.indexOf(text) ?? 0) + 1];
}
