import { homedir } from 'node:os';
import path from 'node:path';
import { fingerprint, trust } from '../deploy/index.ts';
import type { DeployEnv, DeployTarget } from '../deploy/index.ts';
import { targetOf } from '../deploy/spec-request.ts';
import type { Router } from '../core/derive/router.ts';
import { say } from '../core/text.ts';
import type { Text } from '../core/text.ts';
import { text, texts } from './command.ts';
import type { Arguments, Io, Option } from './command.ts';
import { Refused } from './refusal.ts';
import { readSpec } from './spec-file.ts';

export const SSH_CONFIG: Option = {
  type: 'string',
  value: 'FILE',
  summary: {
    en: 'the ssh_config to use (default: your own)',
    ja: '使用する ssh_config（既定値: ユーザー自身の設定）',
  },
};
export const TRUST: Option = {
  type: 'string',
  value: 'SHA256:…',
  multiple: true,
  summary: {
    en: 'trust the router that shows this host key, for the first connection without a terminal; once for each router',
    ja: 'このホスト鍵を示したルーターを信頼します（端末なしで初めて接続するとき。ルーターごとに指定できます）',
  },
};

/** Where host keys and pending deploys are kept (XDG Base Directory Specification). */
function storageDir(env: Io['env']): string {
  return path.join(env.XDG_STATE_HOME ?? path.join(env.HOME ?? homedir(), '.local', 'state'), 'router-spec');
}

/** What a deploy needs of this process; `secrets` are masked in all that it prints. */
export function environment(io: Io, secrets: readonly string[]): DeployEnv {
  return {
    // On a terminal ssh asks by itself; it opens /dev/tty, so that nothing typed passes through this process.
    sshPath: io.env.ROUTER_SPEC_SSH ?? 'ssh',
    storageDir: storageDir(io.env),
    secrets,
    rootPassword: async (question) =>
      io.env.ROUTER_SPEC_BECOME_PASSWORD ?? io.ask(`${say(question, io.locale)} `, { hidden: true }),
  };
}

/** The fingerprints given with `--trust`. Each is for whichever router shows that key. */
export class GivenKeys {
  readonly #given: readonly string[];
  readonly #shown = new Set<string>();

  constructor(args: Arguments) {
    this.#given = texts(args, 'trust');
  }

  /** Was the key given that a router has shown? */
  has(shown: string): boolean {
    this.#shown.add(shown);
    return this.#given.includes(shown);
  }

  /** Tells of those that no router has shown: a slip of the pen, or a router that has another key than was thought. */
  tellUnused(io: Io): void {
    for (const each of this.#given.filter((given) => !this.#shown.has(given)))
      io.err(
        `${say(
          {
            en: `No router that answered has the key --trust ${each}, so that it was not used. Compare it with what each router shows.`,
            ja: `--trust ${each} の鍵を示したルーターはなく、この指定は使われませんでした。各ルーターのフィンガープリントと比べてください。`,
          },
          io.locale,
        )}\n`,
      );
  }
}

/** Runs what pairs with routers; tells afterwards of fingerprints that were of no use. */
export async function withGivenKeys<T>(
  args: Arguments,
  io: Io,
  run: (keys: GivenKeys) => Promise<T>,
): Promise<T> {
  const keys = new GivenKeys(args);
  try {
    return await run(keys);
  } finally {
    keys.tellUnused(io);
  }
}

/** Makes sure that the router's host key is known, by asking or by the fingerprints that were given. */
export async function pair(target: DeployTarget, env: DeployEnv, keys: GivenKeys, io: Io): Promise<void> {
  const { state, shown, trusted } = await fingerprint(target, env);
  const given = keys.has(shown.fingerprint);
  if (state === 'paired') return;
  if (given) return trust(target, shown, env);
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
  const answer = await io.ask(say({ en: 'Trust it? (yes/no) ', ja: '信頼しますか? (yes/no) ' }, io.locale));
  if (answer !== 'yes')
    throw new Refused({
      en: `Nothing was sent. Give --trust ${shown.fingerprint} if the key is right.`,
      ja: `何も送信していません。鍵が正しければ --trust ${shown.fingerprint} を指定してください。`,
    });
  await trust(target, shown, env);
}

/** The router of a spec, how it is reached, and its host key known. The rest of the spec need not be in order for this. */
export async function reached(
  args: Arguments,
  io: Io,
): Promise<{ router: Router; target: DeployTarget; env: DeployEnv }> {
  const [file = ''] = args.positionals;
  const { router } = await readSpec(file);
  if (router === undefined)
    throw new Refused({
      en: `${file} does not describe a whole router; run \`router-spec check\`.`,
      ja: `${file} の内容が不完全です。\`router-spec check\` で確認してください。`,
    });
  const target = targetOf(router, text(args, 'ssh-config'));
  const env = environment(io, []);
  await withGivenKeys(args, io, (keys) => pair(target, env, keys, io));
  return { router, target, env };
}
