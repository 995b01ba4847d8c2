// A play that ends in the middle, by Ctrl+C or without a word: the router goes back by itself, or the new configuration
// has been confirmed. It is never left in between, and the next play works.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PASSWORD } from './rig/admin.ts';
import { AnsibleRig } from './rig/ansible-rig.ts';
import { kill, until } from './rig/processes.ts';
import type { Proxy } from './rig/proxy.ts';
import { newFiles } from './rig/new-files.ts';
import type { RigOptions } from './rig/layout.ts';
import type { RigRouter } from './rig/router.ts';

/** Where the agent is when the play ends, what must come of it, and for how long the router waits for a confirmation. */
const STEPS = [
  { step: 'it asks for the plan', point: 'unpacked', end: 'old', window: 60 },
  { step: 'the router checks the files', point: 'validated', end: 'old', window: 2 },
  { step: 'the timer is about to start', point: 'before-armed', end: 'old', window: 2 },
  { step: 'files are written', point: 'after-files', end: 'old', window: 2 },
  { step: 'everything is applied', point: 'awaiting', end: 'old', window: 2 },
  { step: 'it does not get in to confirm', point: 'no way in', end: 'old', window: 15 },
  { step: 'the confirmation is about to be given', point: 'confirm', end: 'either', window: 20 },
  { step: 'it is saved', point: 'packaged', end: 'new', window: 60 },
] as const;

const WAYS = {
  'by Ctrl+C': (pid: number) => kill([-pid], 'SIGINT'),
  'with its machine': (pid: number) => kill([-pid]),
  'and leaves its processes behind': (pid: number) => kill([pid]),
} as const;

const USERS: Record<string, { options: RigOptions; args: string[]; ways: (keyof typeof WAYS)[] }> = {
  root: { options: {}, args: [], ways: ['by Ctrl+C', 'with its machine', 'and leaves its processes behind'] },
  'a user with a password, on a terminal': {
    options: { admin: { by: 'doas', password: true } },
    args: ['--become', '--ask-become-pass'],
    ways: ['with its machine'],
  },
};

describe.each(Object.entries(USERS))('%s', (_, { options, args, ways }) => {
  let rig: AnsibleRig;
  let router: RigRouter;
  let proxy: Proxy;
  let before: Record<string, string>;
  let known = 0;
  beforeAll(async () => {
    rig = new AnsibleRig();
    [router = expect.unreachable()] = await rig.start(1, options);
    before = router.snapshot();
    proxy = await rig.through(router);
  });
  beforeEach(() => (known = router.points().length));
  afterEach(async () => {
    router.mend();
    proxy.trouble = {};
    await router.reset();
  });
  afterAll(() => rig.close());

  const reached = (point: string): Promise<true> =>
    until(`the agent reaches ${point}`, () => router.points().slice(known).includes(point) || undefined);

  /** Waits until nothing runs any more: whether the router is the old one or the new one. */
  async function ended(): Promise<string> {
    await router.ended(60);
    if (router.transaction()?.result !== 'kept') {
      expect(router.snapshot()).toEqual(before);
      return 'old';
    }
    for (const { path, content } of newFiles()) {
      expect(router.read(path), path).toBe(content);
      expect(router.saved(path), path).toBe(content);
    }
    return 'new';
  }

  const cases = ways.flatMap((way) => STEPS.map((step) => ({ ...step, way })));
  test.each(cases)('ends $way while $step', async ({ way, point, end, window }) => {
    await rig.exported({ port: proxy.port, window });
    let turnedAway = false;
    if (point === 'no way in')
      proxy.trouble = { refuse: () => router.transaction()?.state === 'awaiting' && (turnedAway = true) };
    else router.at(point, 'wait');
    const playing = await rig.begin(args, PASSWORD);
    if (point === 'no way in') await until('a confirmation is turned away', () => turnedAway);
    else await reached(point);
    WAYS[way](playing.pid);
    router.open(point);
    const { code } = await playing.ended;
    expect(code).not.toBe(0);
    const now = await ended();
    expect(end === 'either' ? ['old', 'new'] : [end]).toContain(now);
  });

  test('the next play is told that the router waits, and deploys when it has gone back', async () => {
    await rig.exported({ port: proxy.port, window: 5 });
    router.at('after-files', 'wait');
    const playing = await rig.begin(args, PASSWORD);
    await reached('after-files');
    kill([-playing.pid]);
    const busy = await (await rig.begin(args, PASSWORD)).ended;
    expect(busy.code).not.toBe(0);
    expect(busy.said).toMatch(/r0.*Another deploy to this router has not ended yet/);
    router.open('after-files');
    expect(await ended()).toBe('old');
    await rig.exported({ port: proxy.port, window: 60 });
    const again = await (await rig.begin(args, PASSWORD)).ended;
    expect(again.code, again.said).toBe(0);
    expect(await ended()).toBe('new');
  });
});
