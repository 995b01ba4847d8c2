import { describe, expect, test } from 'vitest';
import { Scheduler } from '../../../server/src/lsp/scheduler.ts';

/** An event loop by hand: what is deferred runs when the test says so. */
class Turns {
  private queue: (() => void)[] = [];
  readonly defer = (run: () => void): void => void this.queue.push(run);

  async turn(): Promise<void> {
    const now = this.queue;
    this.queue = [];
    for (const run of now) run();
    await Promise.resolve();
  }
}

describe('the scheduler', () => {
  test('serves a single edit after two turns', async () => {
    const turns = new Turns();
    const scheduler = new Scheduler(turns.defer);
    let served = 0;
    scheduler.edited();
    void scheduler.quiet().then(() => served++);
    await turns.turn();
    expect(served).toBe(0);
    await turns.turn();
    expect(served).toBe(1);
  });

  test('takes edits together that keep coming', async () => {
    const turns = new Turns();
    const scheduler = new Scheduler(turns.defer);
    let served = 0;
    for (let edit = 0; edit < 10; edit++) {
      scheduler.edited();
      void scheduler.quiet().then(() => served++);
      await turns.turn();
    }
    expect(served).toBe(0);
    await turns.turn();
    await turns.turn();
    expect(served).toBe(10);
  });

  test('serves in the end, even if the edits never stop', async () => {
    const turns = new Turns();
    const scheduler = new Scheduler(turns.defer);
    let served = 0;
    void scheduler.quiet().then(() => served++);
    for (let edit = 0; edit < 100; edit++) {
      scheduler.edited();
      await turns.turn();
    }
    expect(served).toBe(1);
  });
});
