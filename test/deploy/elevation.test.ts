// Whoever logs in as a user other than root: the agent becomes root by the real doas or sudo.
import { afterEach, describe, expect, test } from 'vitest';
import { spawnSync } from 'node:child_process';
import { deploy, plan } from '../../server/src/deploy/index.ts';
import type { DeployEnv } from '../../server/src/deploy/index.ts';
import { PASSWORD } from './rig/admin.ts';
import { SHELLS } from './rig/layout.ts';
import { newFiles } from './rig/new-files.ts';
import { RigRouter } from './rig/router.ts';

let router: RigRouter | undefined;
afterEach(async () => {
  await router?.stop();
  router = undefined;
});

/** Somebody who answers with these passwords, one after the other, and the questions. */
function answering(router: RigRouter, ...passwords: string[]): { env: DeployEnv; questions: string[] } {
  const questions: string[] = [];
  const rootPassword = ({ en }: { en: string }): Promise<string | undefined> => {
    questions.push(en);
    return Promise.resolve(passwords.shift());
  };
  return { env: { ...router.env, rootPassword }, questions };
}

/** Files of the router, or of ours, that hold a text. */
function filesWith(router: RigRouter, text: string): string[] {
  const { stdout } = spawnSync('grep', ['-rlF', '--', text, router.root, router.env.storageDir], {
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((line) => line !== '');
}

describe.each(['doas', 'sudo'] as const)('by %s', (by) => {
  test.each(SHELLS)('a deploy by a user who needs no password, with %s', async (shell) => {
    router = await RigRouter.start({ shell, admin: { by, password: false } });
    const outcome = await deploy(await router.plan(), router.env, { confirm: 'auto' });
    expect(outcome, outcome.detail.en).toMatchObject({ state: 'kept' });
    expect(router.saved('/etc/hostname')).toBe('new\n');
    await router.ended();
    expect(router.staging()).toEqual([]);
  });

  test.each(SHELLS)('a deploy by a user who is asked for a password once, with %s', async (shell) => {
    router = await RigRouter.start({ shell, admin: { by, password: true } });
    const { env, questions } = answering(router, PASSWORD);
    const request = router.request(newFiles());
    const outcome = await deploy(await plan(request, env), env, { confirm: 'auto' });
    expect(outcome, outcome.detail.en).toMatchObject({ state: 'kept' });
    expect(router.saved('/etc/hostname')).toBe('new\n');
    expect(questions).toEqual([`The password of admin@127.0.0.1, to become root by ${by}:`]);
    await router.ended();
    expect(router.staging()).toEqual([]);
    expect(router.log.join('\n')).not.toContain(PASSWORD);
    expect(filesWith(router, PASSWORD)).toEqual([]);
    // Whoever cancels in the window is not asked again either.
    const client = new AbortController();
    const reverted = await deploy(await plan(router.request([]), env), env, {
      confirm: () => Promise.resolve('revert'),
      signal: client.signal,
    });
    expect(reverted, reverted.detail.en).toMatchObject({ state: 'rolled-back' });
    expect(questions).toHaveLength(1);
  });

  test('a wrong password is asked for again, three times in all, and nothing runs', async () => {
    router = await RigRouter.start({ admin: { by, password: true } });
    const before = router.snapshot();
    const { env, questions } = answering(router, 'wrong', 'wrong', 'wrong', PASSWORD);
    await expect(plan(router.request(newFiles()), env)).rejects.toMatchObject({ code: 'wrong-password' });
    expect(questions.map((question) => question.startsWith(`${by} did not accept`))).toEqual([
      false,
      true,
      true,
    ]);
    expect(router.points()).toEqual([]);
    expect(router.snapshot()).toEqual(before);
  });

  test('one who gives no password is told so, and nothing runs', async () => {
    router = await RigRouter.start({ admin: { by, password: true } });
    const before = router.snapshot();
    await expect(router.plan()).rejects.toMatchObject({ code: 'no-password' });
    expect(router.points()).toEqual([]);
    expect(router.snapshot()).toEqual(before);
  });
});
