import { homedir } from 'node:os';
import path from 'node:path';
import { fingerprint, trust } from '../deploy/index.ts';
import type { DeployEnv, DeployTarget } from '../deploy/index.ts';
import { targetOf } from '../deploy/spec-request.ts';
import type { Router } from '../core/derive/router.ts';
import { say } from '../core/text.ts';
import type { Text } from '../core/text.ts';
import { text } from './command.ts';
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
  summary: {
    en: 'trust a router with this host key, for the first connection without a terminal',
    ja: 'このホスト鍵のルーターを信頼します（端末なしで初めて接続するとき）',
  },
};

/** Where host keys and pending deploys are kept (XDG Base Directory Specification). */
function storageDir(env: Io['env']): string {
  return path.join(env.XDG_STATE_HOME ?? path.join(env.HOME ?? homedir(), '.local', 'state'), 'router-spec');
}

/** What a deploy needs of this process; `secrets` are masked in all that it prints. */
export function environment(io: Io, secrets: readonly string[]): DeployEnv {
  // On a terminal ssh asks by itself; it opens /dev/tty, so that nothing typed passes through this process.
  return { sshPath: io.env.ROUTER_SPEC_SSH ?? 'ssh', storageDir: storageDir(io.env), secrets };
}

/** Makes sure that the router's host key is known, by asking or by the fingerprint that was given. */
export async function pair(target: DeployTarget, env: DeployEnv, args: Arguments, io: Io): Promise<void> {
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
  await pair(target, env, args, io);
  return { router, target, env };
}
