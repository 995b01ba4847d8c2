import { EXIT, word } from '../command.ts';
import type { Command } from '../command.ts';
import { WINDOW, askFirst, deployPlan, interruptible, report } from '../deploying.ts';
import { WAVE, deployFiles, waveOf } from '../fleet.ts';
import { SSH_CONFIG, TRUST, withGivenKeys } from '../pairing.ts';
import { planned, prepare, printPlan } from '../planning.ts';
import { guarded } from '../refusal.ts';

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
      const [file = ''] = args.positionals;
      const prepared = await prepare(file, args, io);
      const result = await withGivenKeys(args, io, (keys) => planned(prepared, keys, io));
      printPlan(result, io);
      return result.plan.stops.length === 0 ? EXIT.fine : EXIT.failed;
    }),
};

export const deploy: Command = {
  name: 'deploy',
  arguments: 'FILES…',
  count: [1, 1000],
  summary: {
    en: 'deploy a spec: plan, apply, confirm or roll back, save; several go in waves, up to the first that fails',
    ja: 'スペックをデプロイします（計画、適用、確認または復元、保存）。複数のときは順に進め、失敗した時点で止めます',
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
    window: WINDOW,
    wave: WAVE,
    yes: {
      type: 'boolean',
      summary: { en: 'do not ask before the deploy', ja: 'デプロイ前の確認を省略します' },
    },
    json: {
      type: 'boolean',
      summary: {
        en: 'print how each router ended as JSON; everything else goes to the error output',
        ja: '各ルーターの結果を JSON で出力します（それ以外は標準エラー出力に出ます）',
      },
    },
    'ssh-config': SSH_CONFIG,
    trust: TRUST,
  },
  run: (args, io) =>
    guarded(io, async () => {
      const confirm = word(args, 'confirm', ['auto', 'ask'], io.interactive ? 'ask' : 'auto');
      const wave = waveOf(args);
      if (args.positionals.length > 1 || args.values.json === true)
        return deployFiles(args, { confirm, wave }, io);
      const [file = ''] = args.positionals;
      const prepared = await prepare(file, args, io);
      const result = await withGivenKeys(args, io, (keys) => planned(prepared, keys, io));
      const { plan } = result;
      printPlan(result, io);
      if (plan.stops.length > 0) return EXIT.failed;
      if (plan.nothingToDo) return EXIT.fine;
      await askFirst([plan.effectiveTarget], args.values.yes === true, io);
      return report(await interruptible((signal) => deployPlan(result, confirm, io, signal)), io);
    }),
};
