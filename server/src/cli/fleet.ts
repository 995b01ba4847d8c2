import {
  DeployError,
  deployFleet,
  effectiveTarget,
  fleetResultOf,
  isGood,
  notStarted,
  summaryLine,
} from '../deploy/index.ts';
import type { DeployTarget, Failure, FleetResult } from '../deploy/index.ts';
import type { SecretSource } from '../deploy/spec-request.ts';
import { say } from '../core/text.ts';
import type { Locale } from '../core/text.ts';
import { EXIT, UsageError, text } from './command.ts';
import type { Arguments, Io, Option } from './command.ts';
import { askFirst, deployPlan, interruptible } from './deploying.ts';
import type { Confirm } from './deploying.ts';
import { withGivenKeys } from './pairing.ts';
import type { GivenKeys } from './pairing.ts';
import { planned, prepare, printPlan } from './planning.ts';
import type { Planned, Prepared } from './planning.ts';
import { Refused } from './refusal.ts';
import { voices } from './voices.ts';

export const WAVE: Option = {
  type: 'string',
  value: 'N',
  summary: {
    en: 'of several routers, deploy to N at a time; go on when all of them are kept (default: 1)',
    ja: '複数のルーターを N 台ずつ並行してデプロイし、全台が成功したら次へ進みます（既定値: 1）',
  },
};

/** How many routers are deployed to side by side. */
export function waveOf(args: Arguments): number {
  const given = text(args, 'wave') ?? '1';
  if (/^[1-9]\d{0,3}$/.test(given)) return Number(given);
  throw new UsageError({
    en: `--wave takes a whole number from 1, not "${given}".`,
    ja: `--wave には 1 以上の整数を指定してください（「${given}」は使えません）。`,
  });
}

/** A router of a fleet, with what a deploy would do; `refused` where there is none. */
export interface Member {
  /** The spec, as it was named on the command line. */
  readonly file: string;
  /** How it is called in the output: the host of its spec; the file where that cannot be read. */
  readonly name: string;
  /** What is to be put on the router, as long as nobody has asked it. */
  readonly prepared?: Prepared;
  readonly result?: Planned;
  readonly refused?: Failure;
}

export interface FleetDeploy {
  readonly confirm: Confirm;
  readonly wave: number;
  readonly yes: boolean;
  readonly json: boolean;
}

/** Deploys several specs, each to its own router: all plans first, then in waves. Returns the exit code. */
export async function deployFiles(
  args: Arguments,
  options: Pick<FleetDeploy, 'confirm' | 'wave'>,
  io: Io,
): Promise<number> {
  const json = args.values.json === true;
  // The differences are no part of the JSON document.
  const voice = voices(json ? { ...io, out: io.err } : io);
  let members = await prepareAll(args, io);
  if (members.every((each) => each.refused === undefined)) {
    await refuseSameRouter(members);
    members = await withGivenKeys(args, io, (keys) => planAll(members, keys, voice));
  }
  return deployMembers(members, { ...options, yes: args.values.yes === true, json }, io);
}

/** Reads all specs before any router is asked for anything. */
export async function prepareAll(args: Arguments, io: Io, source?: SecretSource): Promise<Member[]> {
  const members: Member[] = [];
  for (const file of args.positionals) {
    try {
      const prepared = await prepare(file, args, io, source);
      members.push({ file, name: nameOf(prepared.request.target), prepared });
    } catch (error) {
      if (!(error instanceof DeployError)) throw error;
      members.push({ file, name: file, refused: error });
    }
  }
  return members;
}

/** The host as the spec has it; a port tells routers apart that are reached through one address. */
function nameOf({ host, port }: DeployTarget): string {
  return port === undefined ? host : `${host}:${port}`;
}

/**
 * Two specs for one router: the second would undo the first. The host name counts as well, since host keys and pending
 * deploys are filed under it; so does what ssh_config makes of two aliases.
 */
export async function refuseSameRouter(members: readonly Member[]): Promise<void> {
  const seen = new Map<string, string>();
  for (const { file, name, prepared } of members) {
    if (prepared === undefined) continue;
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

/** Plans for one router after the other and shows it; one that cannot be planned for does not keep the others from it. */
async function planAll(
  members: readonly Member[],
  keys: GivenKeys,
  voice: (name: string) => Io,
): Promise<Member[]> {
  const plans: Member[] = [];
  for (const member of members) plans.push(await planMember(member, keys, voice(member.name)));
  return plans;
}

async function planMember(member: Member, keys: GivenKeys, io: Io): Promise<Member> {
  const { file, name, prepared } = member;
  if (prepared === undefined) return member;
  try {
    const result = await planned(prepared, keys, io);
    printPlan(result, io);
    const [stop] = result.plan.stops;
    if (stop === undefined) return { file, name, result };
    return { file, name, result, refused: { code: 'stops', detail: stop.en, text: stop } };
  } catch (error) {
    if (error instanceof Refused)
      return { file, name, refused: { code: 'not-trusted', detail: name, text: error.text } };
    if (!(error instanceof DeployError)) throw error;
    return { file, name, refused: error };
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
  const ends = members.map((member, index) => ({ member, result: results[index] ?? notStarted([]) }));
  for (const { member, result } of ends) io.err(`${say(summaryLine(member.name, result), io.locale)}\n`);
  if (options.json)
    io.out(
      `${JSON.stringify(
        ends.map((end) => endAsJson(end, io.locale)),
        null,
        2,
      )}\n`,
    );
  return results.every(isGood) ? EXIT.fine : EXIT.failed;
}

/**
 * How one router ended, for programs. `state` is that of the summary; `outcome` and `id` are those of the deploy where
 * one was begun, and `code` says why it is not good.
 */
function endAsJson({ member, result }: { member: Member; result: FleetResult }, locale: Locale): object {
  const { file, name, result: planned, refused } = member;
  const { outcome } = result;
  return {
    file,
    host: name,
    target: planned?.plan.effectiveTarget,
    state: result.state,
    outcome: outcome?.state,
    code: outcome?.failure?.code ?? refused?.code,
    reason: result.reason === undefined ? undefined : say(result.reason, locale),
    id: outcome?.id,
    health: outcome?.health,
    changes: planned?.plan.files
      .filter(({ change }) => change !== 'same')
      .map(({ path, change }) => ({ path, change })),
  };
}

/** What is known of a router without deploying to it. */
function settled({ result, refused }: Member): FleetResult | undefined {
  if (refused !== undefined) return { state: 'failed', reason: refused.text };
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
  try {
    if (targets.length > 0) await askFirst(targets, yes, io);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return members.map(() => ({ state: 'not-started', reason: error.text }));
  }
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
