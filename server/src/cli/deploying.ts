import { deploy } from '../deploy/index.ts';
import type { DeployEvent, HealthResult, Outcome } from '../deploy/index.ts';
import { say } from '../core/text.ts';
import { EXIT } from './command.ts';
import type { Io, Option } from './command.ts';
import type { Planned } from './planning.ts';
import { Refused } from './refusal.ts';

export const WINDOW: Option = {
  type: 'string',
  value: '120s',
  summary: { en: 'how long the router waits for the confirmation', ja: 'ルーターが確認を待つ時間' },
};

/** Who says that a new configuration stays: the router's answering again, or the person at the terminal. */
export type Confirm = 'auto' | 'ask';

/** Says how a deploy ended; only what is live and saved, or was not to be changed at all, is a success. */
export function report(outcome: Outcome, io: Io): number {
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
  const answer = await io.ask(
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

/** Runs something that an interrupt (Ctrl+C) takes back in order instead of ending this process. */
export async function interruptible<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupt = new AbortController();
  const onInterrupt = (): void => interrupt.abort();
  process.once('SIGINT', onInterrupt);
  try {
    return await run(interrupt.signal);
  } finally {
    process.removeListener('SIGINT', onInterrupt);
  }
}

/** Tells how a deploy goes, a line for each step that begins. */
export function progress(io: Io): (event: DeployEvent) => void {
  return (event) => {
    if (event.kind !== 'step' || event.state === 'start') io.err(`${say(event.text, io.locale)}\n`);
  };
}

/** Carries out one plan and says how it goes. */
export function deployPlan(
  { plan, env }: Planned,
  confirm: Confirm,
  io: Io,
  signal: AbortSignal,
): Promise<Outcome> {
  return deploy(plan, env, {
    confirm: confirm === 'auto' ? 'auto' : (health) => keepOrRevert(health, io),
    onEvent: progress(io),
    signal,
  });
}

/** Asks before anything is changed, unless `yes` or nobody is there; throws `Refused` where the answer is not yes. */
export async function askFirst(targets: readonly string[], yes: boolean, io: Io): Promise<void> {
  if (!io.interactive || yes) return;
  const answer = await io.ask(
    say(
      {
        en: `Deploy to ${targets.join(', ')}? (yes/no) `,
        ja: `${targets.join('、')} にデプロイしますか? (yes/no) `,
      },
      io.locale,
    ),
  );
  if (answer !== 'yes') throw new Refused({ en: 'Nothing was changed.', ja: '何も変更していません。' });
}
