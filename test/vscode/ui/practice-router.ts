import type { PracticeRouter } from '../../../scripts/practice-router.mjs';
import { startPracticeRouter } from '../../../scripts/practice-router.mjs';
import { session } from './shared.ts';

/** The first start downloads and unpacks a kernel, and an emulated processor is ten times slower than a real one. */
export const SLOW_MS = 8 * 60_000;

/** What the passphrase of the access point is. */
export const PASSPHRASE = 'correct horse battery';

/** How long a question to the router may take. */
export const ANSWER_MS = 2 * 60_000;

let router: Promise<PracticeRouter> | undefined;

/** The router that all windows of a run share; it is started where it is first needed. */
export function practiceRouter(): Promise<PracticeRouter> {
  router ??= start();
  return router;
}

async function start(): Promise<PracticeRouter> {
  const started = await startPracticeRouter({ dir: session().routerFolder, log: console.log });
  if ('unavailable' in started) throw new Error(started.unavailable.en);
  return started;
}

/** Ends the router that the tests have needed. */
export async function stopRouter(): Promise<void> {
  await (await router)?.stop();
}
