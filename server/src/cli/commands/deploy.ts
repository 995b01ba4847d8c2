import { EXIT, UsageError, text, word } from '../command.ts';
import type { Arguments, Command } from '../command.ts';
import { askFirst, deployPlan, interruptible, report } from '../deploying.ts';
import { deployFiles } from '../fleet.ts';
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
    window: {
      type: 'string',
      value: '120s',
      summary: { en: 'how long the router waits for the confirmation', ja: 'ルーターが確認を待つ時間' },
    },
    wave: {
      type: 'string',
      value: 'N',
      summary: {
        en: 'of several routers, deploy to N at a time; go on when all of them are kept (default: 1)',
        ja: '複数のルーターを N 台ずつ並行してデプロイし、全台が成功したら次へ進みます（既定値: 1）',
      },
    },
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

/** How many routers are deployed to side by side. */
function waveOf(args: Arguments): number {
  const given = text(args, 'wave') ?? '1';
  if (/^[1-9]\d{0,3}$/.test(given)) return Number(given);
  throw new UsageError({
    en: `--wave takes a whole number from 1, not "${given}".`,
    ja: `--wave には 1 以上の整数を指定してください（「${given}」は使えません）。`,
  });
}
