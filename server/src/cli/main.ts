import { localeOf } from '../core/text.ts';
import { COMMANDS } from './commands/index.ts';
import { runCli } from './run.ts';

/** The entry of the command line tool: binds it to this process. */

const { env } = process;
const locale = localeOf(env.LC_ALL ?? env.LC_MESSAGES ?? env.LANG);

// A reader that went away (`| head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

void runCli(COMMANDS, process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  locale,
  env,
  interactive: process.stdin.isTTY && process.stderr.isTTY,
}).then((code) => {
  process.exitCode = code;
});
