import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Ask } from './command.ts';

/** Asks at the terminal of this process; what is typed is shown, but for a hidden question. */
export const askAtTerminal: Ask = (question, { hidden = false } = {}) => {
  const shown = new Writable({
    write: (chunk: Buffer, _, done) => (hidden ? done() : void process.stderr.write(chunk, done)),
  });
  // The terminal shows what is typed until it is read key by key: only then may the question be seen.
  const terminal = createInterface({ input: process.stdin, output: shown, terminal: true });
  if (hidden) process.stderr.write(question);
  return new Promise((resolve) => {
    // Ctrl+D ends the input, which is no answer. Ctrl+C comes here instead of to the process, and is passed on to it:
    // a deploy that goes on takes itself back, and else it ends the program.
    terminal.once('close', () => resolve(undefined));
    terminal.once('SIGINT', () => {
      terminal.close();
      if (!process.emit('SIGINT')) process.kill(process.pid, 'SIGINT');
    });
    terminal.question(question, (answer) => {
      if (hidden) process.stderr.write('\n');
      resolve(answer);
      terminal.close();
    });
  });
};
