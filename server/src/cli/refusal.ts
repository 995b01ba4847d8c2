import { DeployError } from '../deploy/index.ts';
import { say } from '../core/text.ts';
import type { Text } from '../core/text.ts';
import { EXIT } from './command.ts';
import type { Io } from './command.ts';

/** The user, or what stands for one, said no. */
export class Refused extends Error {
  readonly text: Text;
  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}

/** Runs an operation on a router; what goes wrong is said in one line, with exit code 1. */
export async function guarded(io: Io, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof DeployError) && !(error instanceof Refused)) throw error;
    io.err(`router-spec: ${say(error.text, io.locale)}\n`);
    return EXIT.failed;
  }
}
