import { history as historyOf, rollback as rollBack } from '../../deploy/index.ts';
import { EXIT, text } from '../command.ts';
import type { Command } from '../command.ts';
import { progress, report } from '../deploying.ts';
import { SSH_CONFIG, TRUST, reached } from '../pairing.ts';
import { guarded } from '../refusal.ts';

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
      const { target, env } = await reached(args, io);
      return report(
        await rollBack(target, env, {
          revision: text(args, 'to'),
          onEvent: progress(io),
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
      const { target, env } = await reached(args, io);
      const revisions = await historyOf(target, env);
      if (args.values.json === true) io.out(`${JSON.stringify(revisions, null, 2)}\n`);
      else
        for (const each of revisions) io.out(`${each.id}  ${each.time?.toISOString() ?? '-'}  ${each.by}\n`);
      return EXIT.fine;
    }),
};
