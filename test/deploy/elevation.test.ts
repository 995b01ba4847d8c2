// Whoever logs in as a user other than root: the agent becomes root by the real doas or sudo.
import { afterEach, describe, expect, test } from 'vitest';
import { deploy } from '../../server/src/deploy/index.ts';
import { SHELLS } from './rig/layout.ts';
import { RigRouter } from './rig/router.ts';

let router: RigRouter | undefined;
afterEach(async () => {
  await router?.stop();
  router = undefined;
});

describe.each(['doas', 'sudo'] as const)('by %s', (by) => {
  test.each(SHELLS)('a deploy by a user who needs no password, with %s', async (shell) => {
    router = await RigRouter.start({ shell, admin: { by, password: false } });
    const outcome = await deploy(await router.plan(), router.env, { confirm: 'auto' });
    expect(outcome, outcome.detail.en).toMatchObject({ state: 'kept' });
    expect(router.saved('/etc/hostname')).toBe('new\n');
    await router.ended();
    expect(router.staging()).toEqual([]);
  });

  test('one who needs a password is told so, and nothing runs', async () => {
    router = await RigRouter.start({ admin: { by, password: true } });
    const before = router.snapshot();
    await expect(router.plan()).rejects.toMatchObject({ code: 'not-root' });
    expect(router.points()).toEqual([]);
    expect(router.snapshot()).toEqual(before);
  });
});
