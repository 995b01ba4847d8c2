import { history as historyOf, rollback as rollBack } from '../../deploy/index.ts';
import type { DeployEnv, DeployTarget } from '../../deploy/index.ts';
import { targetOf } from '../../deploy/spec-request.ts';
import { say } from '../../core/text.ts';
import { EXIT, text } from '../command.ts';
import type { Arguments, Command, Io } from '../command.ts';
import { report } from '../deploying.ts';
import { SSH_CONFIG, TRUST, environment, pair, withGivenKeys } from '../pairing.ts';
import { Refused, guarded } from '../refusal.ts';
import { readSpec } from '../spec-file.ts';

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
  await withGivenKeys(args, io, (keys) => pair(target, env, keys, io));
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
