import { homedir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import {
  DeployError,
  deploy as deployPlan,
  fingerprint,
  history as historyOf,
  plan as planOf,
  redact,
  rollback as rollBack,
  summarize,
  trust,
} from '../../deploy/index.ts';
import type { DeployEnv, DeployTarget, HealthResult, Outcome, Plan } from '../../deploy/index.ts';
import { requestOf, targetOf } from '../../deploy/spec-request.ts';
import { duration } from '../../core/spec/scalars.ts';
import { say } from '../../core/text.ts';
import type { Text } from '../../core/text.ts';
import { EXIT, UsageError, text, word } from '../command.ts';
import type { Arguments, Command, Io, Option } from '../command.ts';
import { unifiedDiff } from '../unified-diff.ts';
import { readSpec } from '../spec-file.ts';

const SSH_CONFIG: Option = {
  type: 'string',
  value: 'FILE',
  summary: {
    en: 'the ssh_config to use (default: your own)',
    ja: '使用する ssh_config（既定値: ユーザー自身の設定）',
  },
};
const TRUST: Option = {
  type: 'string',
  value: 'SHA256:…',
  summary: {
    en: 'trust a router with this host key, for the first connection without a terminal',
    ja: 'このホスト鍵のルーターを信頼します（端末なしで初めて接続するとき）',
  },
};

/** Where host keys and pending deploys are kept (XDG Base Directory Specification). */
function storageDir(env: Io['env']): string {
  return path.join(env.XDG_STATE_HOME ?? path.join(env.HOME ?? homedir(), '.local', 'state'), 'router-spec');
}

/** Asks a question on the terminal; without one the answer is no. */
async function askTerminal(io: Io, question: string): Promise<string | undefined> {
  if (!io.interactive) return undefined;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

function environment(io: Io, secrets: readonly string[]): DeployEnv {
  // On a terminal ssh asks by itself; it opens /dev/tty, so that nothing typed passes through this process.
  return { sshPath: io.env.ROUTER_SPEC_SSH ?? 'ssh', storageDir: storageDir(io.env), secrets };
}

/** The variable that holds a secret: `wifi` is `ROUTER_SPEC_SECRET_WIFI`. */
export function secretVariable(name: string): string {
  return `ROUTER_SPEC_SECRET_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}

/** Makes sure that the router's host key is known, by asking or by the fingerprint that was given. */
async function pair(target: DeployTarget, env: DeployEnv, args: Arguments, io: Io): Promise<void> {
  const { state, shown, trusted } = await fingerprint(target, env);
  if (state === 'paired') return;
  const given = text(args, 'trust');
  if (given === shown.fingerprint) return trust(target, shown, env);
  const what: Text =
    state === 'changed'
      ? {
          en: `The host key of ${target.host} is another one than before (${trusted?.fingerprint ?? ''}).`,
          ja: `${target.host} のホスト鍵が以前（${trusted?.fingerprint ?? ''}）と異なります。`,
        }
      : {
          en: `${target.host} has not been reached before.`,
          ja: `${target.host} に接続するのは初めてです。`,
        };
  const advice: Text = {
    en: `Its key is ${shown.fingerprint}. Compare it with \`ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub\` on the router's own console.`,
    ja: `鍵のフィンガープリントは ${shown.fingerprint} です。ルーターのコンソールで \`ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub\` の結果と比べてください。`,
  };
  io.err(`${say(what, io.locale)} ${say(advice, io.locale)}\n`);
  const answer = await askTerminal(
    io,
    say({ en: 'Trust it? (yes/no) ', ja: '信頼しますか? (yes/no) ' }, io.locale),
  );
  if (answer !== 'yes')
    throw new Refused({
      en: `Nothing was sent. Give --trust ${shown.fingerprint} if the key is right.`,
      ja: `何も送信していません。鍵が正しければ --trust ${shown.fingerprint} を指定してください。`,
    });
  await trust(target, shown, env);
}

/** The user, or what stands for one, said no. */
class Refused extends Error {
  readonly text: Text;
  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}

/** Runs an operation on a router; what goes wrong is said in one line, with exit code 1. */
async function guarded(io: Io, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof DeployError) && !(error instanceof Refused)) throw error;
    io.err(`router-spec: ${say(error.text, io.locale)}\n`);
    return EXIT.failed;
  }
}

async function planned(args: Arguments, io: Io): Promise<{ plan: Plan; env: DeployEnv }> {
  const [file = ''] = args.positionals;
  const analysis = await readSpec(file);
  const { request, secrets } = await requestOf(
    analysis,
    ({ name }) => Promise.resolve(io.env[secretVariable(name)]),
    text(args, 'ssh-config'),
  );
  const window = text(args, 'window');
  const seconds = window === undefined ? undefined : duration(10, 900).parse(window);
  if (seconds?.ok === false) throw new UsageError(seconds.reason);
  const target = seconds === undefined ? request.target : { ...request.target, windowSeconds: seconds.value };
  const env = environment(io, secrets);
  await pair(target, env, args, io);
  return { plan: await planOf({ ...request, target }, env), env };
}

function printPlan({ plan, env }: { plan: Plan; env: DeployEnv }, io: Io): void {
  for (const file of plan.files.filter((each) => each.change !== 'same')) {
    io.out(
      redact(
        unifiedDiff(file.path, file.routerContent, file.change === 'delete' ? undefined : file.newContent),
        env.secrets,
      ),
    );
  }
  for (const line of [...summarize(plan), ...plan.warnings, ...plan.stops])
    io.err(`${say(line, io.locale)}\n`);
}

export const diff: Command = {
  name: 'diff',
  arguments: 'FILE',
  count: [1, 1],
  summary: {
    en: 'show what a deploy would change on the router; changes nothing',
    ja: 'デプロイで変わる内容を表示します（ルーターは変更しません）',
  },
  options: { 'ssh-config': SSH_CONFIG, trust: TRUST },
  run: (args, io) =>
    guarded(io, async () => {
      const result = await planned(args, io);
      printPlan(result, io);
      return result.plan.stops.length === 0 ? EXIT.fine : EXIT.failed;
    }),
};

/** Says how a deploy ended; only what is live and saved, or was not to be changed at all, is a success. */
function report(outcome: Outcome, io: Io): number {
  io.err(`${say(outcome.detail, io.locale)}\n`);
  return outcome.state === 'kept' ? EXIT.fine : EXIT.failed;
}

async function keepOrRevert(health: readonly HealthResult[], io: Io): Promise<'keep' | 'revert'> {
  const lost = health.filter((each) => each.before && !each.after).map((each) => each.check);
  if (lost.length > 0)
    io.err(
      say(
        { en: `No longer working: ${lost.join(', ')}.\n`, ja: `動かなくなったもの: ${lost.join('、')}\n` },
        io.locale,
      ),
    );
  const answer = await askTerminal(
    io,
    say(
      {
        en: 'The router can be reached with the new configuration. Keep it? (yes/no) ',
        ja: '新しい設定でルーターに接続できました。この設定を維持しますか? (yes/no) ',
      },
      io.locale,
    ),
  );
  return answer === 'yes' ? 'keep' : 'revert';
}

export const deploy: Command = {
  name: 'deploy',
  arguments: 'FILE',
  count: [1, 1],
  summary: {
    en: 'deploy a spec: plan, apply, confirm or roll back, save',
    ja: 'スペックをデプロイします（計画、適用、確認または復元、保存）',
  },
  options: {
    confirm: {
      type: 'string',
      value: 'auto|ask',
      summary: {
        en: 'keep it when the router can be reached again, or ask (default: ask on a terminal)',
        ja: '再接続できたら維持するか、確認するか（既定値: 端末では ask）',
      },
    },
    window: {
      type: 'string',
      value: '120s',
      summary: { en: 'how long the router waits for the confirmation', ja: 'ルーターが確認を待つ時間' },
    },
    yes: {
      type: 'boolean',
      summary: { en: 'do not ask before the deploy', ja: 'デプロイ前の確認を省略します' },
    },
    'ssh-config': SSH_CONFIG,
    trust: TRUST,
  },
  run: (args, io) =>
    guarded(io, async () => {
      const confirm = word(args, 'confirm', ['auto', 'ask'], io.interactive ? 'ask' : 'auto');
      const result = await planned(args, io);
      const { plan, env } = result;
      printPlan(result, io);
      if (plan.stops.length > 0) return EXIT.failed;
      if (plan.nothingToDo) return EXIT.fine;
      if (io.interactive && args.values.yes !== true) {
        const answer = await askTerminal(
          io,
          say(
            {
              en: `Deploy to ${plan.effectiveTarget}? (yes/no) `,
              ja: `${plan.effectiveTarget} にデプロイしますか? (yes/no) `,
            },
            io.locale,
          ),
        );
        if (answer !== 'yes') throw new Refused({ en: 'Nothing was changed.', ja: '何も変更していません。' });
      }
      const interrupt = new AbortController();
      const onInterrupt = (): void => interrupt.abort();
      process.once('SIGINT', onInterrupt);
      try {
        const outcome = await deployPlan(plan, env, {
          confirm: confirm === 'auto' ? 'auto' : (health) => keepOrRevert(health, io),
          onEvent: (event) => io.err(`${say(event.text, io.locale)}\n`),
          signal: interrupt.signal,
        });
        return report(outcome, io);
      } finally {
        process.removeListener('SIGINT', onInterrupt);
      }
    }),
};

/** Reads the target of a spec; the rest of the spec need not be in order for this. */
async function targetIn(args: Arguments, io: Io): Promise<{ target: DeployTarget; env: DeployEnv }> {
  const [file = ''] = args.positionals;
  const { router } = await readSpec(file);
  if (router === undefined)
    throw new Refused({
      en: `${file} does not describe a whole router; run \`router-spec check\`.`,
      ja: `${file} の内容が不完全です。\`router-spec check\` で確認してください。`,
    });
  const target = targetOf(router, text(args, 'ssh-config'));
  const env = environment(io, []);
  await pair(target, env, args, io);
  return { target, env };
}

export const rollback: Command = {
  name: 'rollback',
  arguments: 'FILE',
  count: [1, 1],
  summary: { en: 'go back to an earlier deploy', ja: '以前のデプロイに戻します' },
  options: {
    to: {
      type: 'string',
      value: 'ID',
      summary: {
        en: 'the deploy to go back to, from `history` (default: the one before the last)',
        ja: '戻り先のデプロイ（`history` の ID。既定値: 直前のもの）',
      },
    },
    'ssh-config': SSH_CONFIG,
    trust: TRUST,
  },
  run: (args, io) =>
    guarded(io, async () => {
      const { target, env } = await targetIn(args, io);
      return report(
        await rollBack(target, env, {
          revision: text(args, 'to'),
          onEvent: (event) => io.err(`${say(event.text, io.locale)}\n`),
        }),
        io,
      );
    }),
};

export const history: Command = {
  name: 'history',
  arguments: 'FILE',
  count: [1, 1],
  summary: {
    en: 'list the deploys that the router remembers',
    ja: 'ルーターに残っているデプロイの履歴を表示します',
  },
  options: {
    json: { type: 'boolean', summary: { en: 'print JSON', ja: 'JSON で出力します' } },
    'ssh-config': SSH_CONFIG,
    trust: TRUST,
  },
  run: (args, io) =>
    guarded(io, async () => {
      const { target, env } = await targetIn(args, io);
      const revisions = await historyOf(target, env);
      if (args.values.json === true) io.out(`${JSON.stringify(revisions, null, 2)}\n`);
      else
        for (const each of revisions) io.out(`${each.id}  ${each.time?.toISOString() ?? '-'}  ${each.by}\n`);
      return EXIT.fine;
    }),
};
