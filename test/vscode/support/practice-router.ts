import assert from 'node:assert/strict';
import type { PracticeRouter } from '../../../scripts/practice-router.mjs';

/** The first start downloads and unpacks a kernel, and an emulated processor is ten times slower than a real one. */
export const SLOW_MS = 8 * 60_000;

/** What the passphrase of the access point is; it may show up on the router and nowhere else. */
export const PASSPHRASE = 'correct horse battery';

/** Starts the practice router where the settings of this run look for its ssh_config. */
export async function startRouter(): Promise<PracticeRouter> {
  const { startPracticeRouter } = await import('../../../scripts/practice-router.mjs');
  const dir = process.env.ROUTER_SPEC_PRACTICE_ROUTER;
  assert.ok(dir, 'the run did not say where the practice router is to be');
  const started = await startPracticeRouter({ dir, log: console.log });
  if ('unavailable' in started) throw new Error(started.unavailable.en);
  return started;
}

/** What a command says on the router, which has to succeed. */
export async function onRouter(router: PracticeRouter, command: string): Promise<string> {
  const { code, stdout, stderr } = await router.exec(command);
  assert.equal(code, 0, `${command}: ${stderr}`);
  return stdout;
}
