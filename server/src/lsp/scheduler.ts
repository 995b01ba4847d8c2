/** Runs something after the messages that have arrived by now; one turn of the event loop. */
export type Defer = (run: () => void) => void;

/** A turn takes in one message, so this bounds how many edits are taken together when a client never pauses. */
const MOST_TURNS = 64;

/**
 * Takes edits together without ever waiting for time to pass: work begins as soon as a whole turn of the event loop has
 * brought no further edit. A single keystroke is served at once, a burst that is already in the pipe is served once.
 */
export class Scheduler {
  private readonly defer: Defer;
  private edits = 0;
  private waiting: (() => void)[] = [];

  constructor(defer: Defer) {
    this.defer = defer;
  }

  /** Says that a document has changed. */
  edited(): void {
    this.edits++;
  }

  /** Comes when no edit is waiting to be read, at the latest after a bounded number of them. */
  quiet(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      if (this.waiting.length === 1) this.watch(this.edits, 0, 0);
    });
  }

  private watch(seen: number, calm: number, turns: number): void {
    this.defer(() => {
      const quiet = this.edits === seen ? calm + 1 : 0;
      // The first turn may come before the next message is handed over; the second cannot.
      if (quiet < 2 && turns < MOST_TURNS) {
        this.watch(this.edits, quiet, turns + 1);
        return;
      }
      const ready = this.waiting;
      this.waiting = [];
      for (const resolve of ready) resolve();
    });
  }
}
