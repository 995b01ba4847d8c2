import { plan as planOf, shown, summarize } from '../deploy/index.ts';
import type { DeployEnv, DeployRequest, Plan } from '../deploy/index.ts';
import { requestOf } from '../deploy/spec-request.ts';
import type { SecretSource } from '../deploy/spec-request.ts';
import { duration } from '../core/spec/scalars.ts';
import { say } from '../core/text.ts';
import { UsageError, text } from './command.ts';
import type { Arguments, Io } from './command.ts';
import { environment, pair } from './pairing.ts';
import type { GivenKeys } from './pairing.ts';
import { readSpec } from './spec-file.ts';
import { unifiedDiff } from './unified-diff.ts';

/** What is to be put on one router, and how it is reached. */
export interface Prepared {
  readonly request: DeployRequest;
  readonly env: DeployEnv;
}

/** What a deploy to one router would do. */
export interface Planned {
  readonly plan: Plan;
  readonly env: DeployEnv;
}

/** The variable that holds a secret: `wifi` is `ROUTER_SPEC_SECRET_WIFI`. */
function secretVariable(name: string): string {
  return `ROUTER_SPEC_SECRET_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}

/** Takes secrets from the environment. */
export function fromEnvironment(io: Io): SecretSource {
  return ({ name }) => Promise.resolve(io.env[secretVariable(name)]);
}

/** Makes the request of a spec; nothing is sent. Throws a DeployError for a spec with errors or without its secrets. */
export async function prepare(
  file: string,
  args: Arguments,
  io: Io,
  source: SecretSource = fromEnvironment(io),
): Promise<Prepared> {
  const analysis = await readSpec(file);
  const { request, secrets } = await requestOf(analysis, source, text(args, 'ssh-config'));
  const window = text(args, 'window');
  const seconds = window === undefined ? undefined : duration(10, 900).parse(window);
  if (seconds?.ok === false) throw new UsageError(seconds.reason);
  const target = seconds === undefined ? request.target : { ...request.target, windowSeconds: seconds.value };
  return { request: { ...request, target }, env: environment(io, secrets) };
}

/** Pairs with the router if need be, and asks it what a deploy would change. */
export async function planned({ request, env }: Prepared, keys: GivenKeys, io: Io): Promise<Planned> {
  await pair(request.target, env, keys, io);
  return { plan: await planOf(request, env), env };
}

/** Prints what would change: the differences on the output, all else on the error output. */
export function printPlan({ plan, env }: Planned, io: Io): void {
  for (const file of plan.files.filter((each) => each.change !== 'same')) {
    io.out(
      unifiedDiff(
        file.path,
        file.routerContent === undefined ? undefined : say(shown(file.routerContent, env.secrets), io.locale),
        file.change === 'delete' ? undefined : say(shown(file.newContent, env.secrets), io.locale),
      ),
    );
  }
  for (const line of [...summarize(plan), ...plan.warnings, ...plan.stops])
    io.err(`${say(line, io.locale)}\n`);
}
