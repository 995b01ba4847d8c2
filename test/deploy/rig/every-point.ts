// Each fault at each point of the agent: whatever breaks where, the router ends with the old configuration or the new
// one, live and at the next boot, and the client tells which. The one other state is "new, and not saved".
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { deploy } from '../../../server/src/deploy/index.ts';
import type { Outcome, Plan } from '../../../server/src/deploy/index.ts';
import { again } from './client.ts';
import { kill } from './processes.ts';
import { newFiles } from './new-files.ts';
import { RigRouter } from './router.ts';
import type { Break } from './router.ts';

/** What the user says to the new configuration, for the points of saving and those of going back. */
export const ANSWERS = ['keep', 'revert'] as const;
type Answer = (typeof ANSWERS)[number];

/** What is live and what the next boot comes up with, for each outcome that is told. */
const TRUE: Readonly<Record<Outcome['state'], readonly string[]>> = {
  kept: ['new, then new'],
  'kept-not-saved': ['new, then old'],
  'rolled-back': ['old, then old'],
  unchanged: ['old, then old'],
  // Nothing is claimed but that the router decides by itself, and so it must.
  unknown: ['old, then old', 'new, then new', 'new, then old'],
};

/** A test that breaks a deploy with a fault at every point that it passes, and looks at what is told and what is true. */
export function atEveryPoint(fault: Break): (answer: Answer) => Promise<void> {
  return async (answer) => {
    const rig = await Rig.start(answer);
    try {
      const points = await rig.points();
      expect(points).toEqual(
        expect.arrayContaining(['validated', 'before-armed', 'after-files', 'awaiting']),
      );
      expect(points).toContain(answer === 'keep' ? 'renamed' : 'restore-0003');
      for (const point of points) {
        const { outcome, was } = await rig.broken(point, fault);
        expect(TRUE[outcome.state], `${point}: ${outcome.state}: ${outcome.detail.en}`).toContain(was);
        // Only who does not answer can leave the client without one.
        if (fault !== 'hang') expect(outcome.state, point).not.toBe('unknown');
      }
    } finally {
      await rig.router.stop();
    }
  };
}

class Rig {
  #states: readonly (readonly [string, Readonly<Record<string, string>>])[] = [];

  private constructor(
    readonly router: RigRouter,
    readonly answer: Answer,
  ) {}

  static async start(answer: Answer): Promise<Rig> {
    const rig = new Rig(await RigRouter.start({ mebibytes: 16, apply: 8, grace: 8, answer: 8 }), answer);
    const old = rig.#managed();
    await rig.#deploy(await rig.#plan(), 'keep');
    const now = rig.#managed();
    rig.#states = [
      ['old', old],
      ['new', now],
    ];
    return rig;
  }

  /** The points that a deploy without a fault passes, each once. */
  async points(): Promise<readonly string[]> {
    await this.router.reset();
    const planned = await this.#plan();
    const known = this.router.points().length;
    await this.#deploy(planned, this.answer);
    return [...new Set(this.router.points().slice(known))];
  }

  /** A deploy that breaks at a point: what is told, and what is true, now and after the next boot. */
  async broken(point: string, fault: Break): Promise<{ readonly outcome: Outcome; readonly was: string }> {
    await this.router.reset();
    const planned = await this.#plan();
    const known = this.router.points().length;
    this.router.at(point, fault);
    const outcome = await this.#deploy(planned, this.answer);
    expect(this.router.points().slice(known), `${fault} at ${point}`).toContain(point);
    this.router.mend();
    if (outcome.state === 'unknown') await this.#ended();
    const live = this.#configuration();
    rmSync(join(this.router.root, 'filler'), { force: true });
    this.router.powerCut();
    return { outcome, was: `${live}, then ${this.#saved()}` };
  }

  #plan(): Promise<Plan> {
    return this.router.plan(this.router.request(newFiles(), { window: 5 }));
  }

  /** A deploy, with somebody beside the router who lets it boot where it restarts itself. */
  async #deploy(planned: Plan, answer: Answer): Promise<Outcome> {
    const boots = setInterval(() => {
      if (this.router.live('rebooted') !== undefined) this.router.reboot();
    }, 50);
    try {
      return await deploy(again(planned), this.router.env, { confirm: () => Promise.resolve(answer) });
    } finally {
      clearInterval(boots);
    }
  }

  /** Whoever hangs is dead sooner or later, with what it waits for; then the other guard takes over. */
  async #ended(): Promise<void> {
    const guard = Number(this.router.transactionFile('armed'));
    kill([...this.router.agents('deploy'), -guard]);
    await this.router.result();
  }

  /** What a deploy changes: files, addresses, rules, services. */
  #managed(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(this.router.snapshot()).filter(
        ([name]) => !/^\/etc\/router-spec\/(history|last)|^\/proc\/sys\/(vm|kernel\/random)/.test(name),
      ),
    );
  }

  #configuration(): string {
    const now = this.#managed();
    const named = this.#states.map(([name, state]) => {
      const different = Object.keys({ ...state, ...now }).filter((path) => state[path] !== now[path]);
      return [name, different.join(' ')] as const;
    });
    const [same] = named.filter(([, different]) => different === '');
    return same?.[0] ?? named.map(([name, different]) => `not ${name}: ${different}`).join('; ');
  }

  /** What the boot has brought back, of what lies in /etc. */
  #saved(): string {
    const ours = newFiles().filter(({ path }) => path.startsWith('/etc/'));
    const [, old] = this.#states[0] ?? [];
    if (ours.every(({ path, content }) => this.router.read(path) === content)) return 'new';
    const was = ({ path }: { path: string }) => old?.[path]?.replace(/^\d+ /, '');
    return ours.every((file) => this.router.read(file.path) === was(file)) ? 'old' : 'neither';
  }
}
