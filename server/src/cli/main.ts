import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { localeOfEnvironment } from '../core/text.ts';
import type { Ask } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import { runCli } from './run.ts';

/** The entry of the command line tool: binds it to this process. */

const { env } = process;
const locale = localeOfEnvironment(env);
const interactive = process.stdin.isTTY && process.stderr.isTTY;

const ask: Ask = (question, { hidden = false } = {}) => {
  if (!interactive) return Promise.resolve(undefined);
  const shown = new Writable({
    write: (chunk: Buffer, _, done) => (hidden ? done() : void process.stderr.write(chunk, done)),
  });
  if (hidden) process.stderr.write(question);
  const terminal = createInterface({ input: process.stdin, output: shown, terminal: true });
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

// A reader that went away (`| head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

void runCli(COMMANDS, process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  locale,
  input: () => buffer(process.stdin),
  env,
  interactive,
  ask,
}).then((code) => {
  process.exitCode = code;
});
