import {
  DeployError,
  deployFleet,
  effectiveTarget,
  fleetResultOf,
  isGood,
  notStarted,
  summaryLine,
} from '../deploy/index.ts';
import type { DeployTarget, FleetResult } from '../deploy/index.ts';
import { say } from '../core/text.ts';
import type { Text } from '../core/text.ts';
import { EXIT, UsageError } from './command.ts';
import type { Arguments, Io } from './command.ts';
import { askFirst, deployPlan, interruptible } from './deploying.ts';
import type { Confirm } from './deploying.ts';
import { planned, prepare, printPlan } from './planning.ts';
import type { Planned, Prepared } from './planning.ts';
import { Refused } from './refusal.ts';
import { voices } from './voices.ts';

/** A router of a fleet, with what a deploy would do; `refused` where there is none. */
export interface Member {
  /** How it is called in the output: the host of its spec. */
  readonly name: string;
  readonly result?: Planned;
  readonly refused?: Text;
}

export interface FleetDeploy {
  readonly confirm: Confirm;
  readonly wave: number;
  readonly yes: boolean;
}

/** Deploys several specs, each to its own router: all plans first, then in waves. Returns the exit code. */
export async function deployFiles(
  args: Arguments,
  options: Pick<FleetDeploy, 'confirm' | 'wave'>,
  io: Io,
): Promise<number> {
  const specs = await prepareAll(args, io);
  if (specs === undefined) return EXIT.failed;
  const voice = voices(io);
  const members: Member[] = [];
  for (const { name, prepared } of specs) members.push(await planMember(name, prepared, args, voice(name)));
  return deployMembers(members, { ...options, yes: args.values.yes === true }, io);
}

/** Reads all specs before any router is asked for anything; undefined where one of them cannot be deployed. */
async function prepareAll(
  args: Arguments,
  io: Io,
): Promise<{ file: string; name: string; prepared: Prepared }[] | undefined> {
  const specs: { file: string; name: string; prepared: Prepared }[] = [];
  for (const file of args.positionals) {
    try {
      const prepared = await prepare(file, args, io);
      specs.push({ file, name: nameOf(prepared.request.target), prepared });
    } catch (error) {
      if (!(error instanceof DeployError)) throw error;
      io.err(`router-spec: ${file}: ${say(error.text, io.locale)}\n`);
    }
  }
  if (specs.length < args.positionals.length) return undefined;
  await refuseSameRouter(specs);
  return specs;
}

/** The host as the spec has it; a port tells routers apart that are reached through one address. */
function nameOf({ host, port }: DeployTarget): string {
  return port === undefined ? host : `${host}:${port}`;
}

/**
 * Two specs for one router: the second would undo the first. The host name counts as well, since host keys and pending
 * deploys are filed under it; so does what ssh_config makes of two aliases.
 */
async function refuseSameRouter(
  specs: readonly { file: string; name: string; prepared: Prepared }[],
): Promise<void> {
  const seen = new Map<string, string>();
  for (const { file, name, prepared } of specs) {
    const { target } = prepared.request;
    const { hostname, port, proxy } = await effectiveTarget(target, prepared.env);
    for (const [key, what] of [
      [`host ${hostname.toLowerCase()} ${port} ${proxy}`, { en: `the host ${name}`, ja: `ホスト ${name}` }],
      [
        `name ${target.routerId.toLowerCase()}`,
        { en: `the hostname ${target.routerId}`, ja: `ホスト名（hostname）${target.routerId}` },
      ],
    ] as const) {
      const other = seen.get(key);
      if (other !== undefined)
        throw new UsageError({
          en: `${other} and ${file} are both for ${what.en}, so one would undo the other. Nothing was sent. Give each router one spec.`,
          ja: `${other} と ${file} はどちらも${what.ja} 宛てで、一方がもう一方を上書きします。何も送信していません。1 台のルーターには 1 つのスペックを指定してください。`,
        });
      seen.set(key, file);
    }
  }
}

/** Plans for one router and shows it; one that cannot be planned for does not keep the others from being shown. */
async function planMember(name: string, prepared: Prepared, args: Arguments, io: Io): Promise<Member> {
  try {
    const result = await planned(prepared, args, io);
    printPlan(result, io);
    const stop = result.plan.stops[0];
    return stop === undefined ? { name, result } : { name, result, refused: stop };
  } catch (error) {
    if (!(error instanceof DeployError) && !(error instanceof Refused)) throw error;
    io.err(`${say(error.text, io.locale)}\n`);
    return { name, refused: error.text };
  }
}

/** Asks once for all of them, deploys in waves, and says how each ended. Returns the exit code. */
export async function deployMembers(
  members: readonly Member[],
  options: FleetDeploy,
  io: Io,
): Promise<number> {
  const refused = members.filter((each) => each.refused !== undefined).map(({ name }) => name);
  const results =
    refused.length === 0
      ? await inWaves(members, options, io)
      : members.map((each) => settled(each) ?? notStarted(refused));
  for (const [index, { name }] of members.entries()) {
    const result = results[index];
    if (result !== undefined) io.err(`${say(summaryLine(name, result), io.locale)}\n`);
  }
  return results.every(isGood) ? EXIT.fine : EXIT.failed;
}

/** What is known of a router without deploying to it. */
function settled({ result, refused }: Member): FleetResult | undefined {
  if (refused !== undefined) return { state: 'failed', reason: refused };
  return result?.plan.nothingToDo === true ? { state: 'nothing-to-do' } : undefined;
}

async function inWaves(
  members: readonly Member[],
  { confirm, wave, yes }: FleetDeploy,
  io: Io,
): Promise<FleetResult[]> {
  const targets = members.flatMap(({ name, result }) =>
    result === undefined || result.plan.nothingToDo ? [] : [`${name} (${result.plan.effectiveTarget})`],
  );
  if (targets.length > 0) await askFirst(targets, yes, io);
  return interruptible((signal) => {
    const voice = voices(io, signal);
    return deployFleet(members, {
      wave,
      signal,
      deploy: async (member) => {
        const known = settled(member);
        if (known !== undefined || member.result === undefined) return known ?? notStarted([]);
        const own = voice(member.name);
        const outcome = await deployPlan(member.result, confirm, own, signal);
        own.err(`${say(outcome.detail, io.locale)}\n`);
        return fleetResultOf(outcome);
      },
    });
  });
}
