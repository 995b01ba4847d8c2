import { afterEach, describe, expect, test } from 'vitest';
import { deploy, history, rollback } from '../../server/src/deploy/index.ts';
import type { DeployEvent } from '../../server/src/deploy/index.ts';
import { SHELLS } from './rig/layout.ts';
import { newFiles } from './rig/new-files.ts';
import { RigRouter } from './rig/router.ts';

let router: RigRouter;
afterEach(() => router.stop());

describe.each(SHELLS)('with %s on the router', (shell) => {
  test('a good deploy is applied, confirmed over a new connection and saved', async () => {
    router = await RigRouter.start({ shell, noisy: true });
    const planned = await router.plan();
    expect(planned.files.map(({ path, change }) => `${change} ${path}`)).toMatchSnapshot();
    const events: DeployEvent[] = [];
    const outcome = await deploy(planned, router.env, {
      confirm: 'auto',
      onEvent: (event) => events.push(event),
    });
    expect(outcome).toMatchObject({ state: 'kept' });
    for (const { path, content } of newFiles()) expect(router.read(path)).toBe(content);
    expect(router.live('ruleset')).toContain('table inet new');
    expect(router.live('interfaces/br0')).toBe('10.100.0.1/24\n10.100.0.9/24\n');
    expect(router.archives()).toEqual(['new.apkovl.tar.gz', expect.stringMatching(/^old\.\d{14}\.tar\.gz$/)]);
    for (const { path, content } of newFiles()) expect(router.saved(path)).toBe(content);
    expect(
      events.map((event) => (event.kind === 'step' ? `${event.step} ${event.state}` : event.kind)),
    ).toMatchSnapshot();
    expect(router.log.filter((line) => line.startsWith('ssh: ') && line.includes('->'))).toHaveLength(3);
    expect(router.staging()).toEqual([]);
  });

  test('history and rollback', async () => {
    router = await RigRouter.start({ shell });
    expect(await deploy(await router.plan(), router.env, { confirm: 'auto' })).toMatchObject({
      state: 'kept',
    });
    const revisions = await history(router.request([]).target, router.env);
    expect(revisions.map(({ fileCount, time }) => [fileCount, time === undefined])).toEqual([
      [10, false],
      [4, true],
    ]);
    const outcome = await rollback(router.request([]).target, router.env, { backups: 3 });
    expect(outcome).toMatchObject({ state: 'kept' });
    expect(router.read('/etc/hostname')).toBe('old\n');
    expect(router.read('/etc/hostapd/wlan0.conf')).toBeUndefined();
    expect(router.live('ruleset')).toContain('table inet old');
  });
});
