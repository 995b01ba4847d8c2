import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Locale, Text } from '../../server/src/core/text.ts';
import { say } from '../../server/src/core/text.ts';
import type { Results } from './record.ts';
import { ROWS, rowsOf } from './rows.ts';
import type { End } from './rows.ts';

const ENDS: Readonly<Record<End, Text>> = {
  old: { en: 'old configuration', ja: '元の設定' },
  new: { en: 'new configuration', ja: '新しい設定' },
  either: { en: 'old or new, never a mixture', ja: '元か新しい設定のどちらか（混在なし）' },
  'not saved': { en: 'new, and told that it is not saved', ja: '新しい設定（未保存と通知）' },
  refused: { en: 'nothing is changed', ja: '何も変更しない' },
  told: { en: 'the user is told', ja: '利用者に通知' },
};

const RIGS = {
  unit: { en: 'unit test', ja: '単体テスト' },
  sshd: { en: 'real sshd, simulated router', ja: '実際の sshd と模擬ルーター' },
  machine: { en: 'virtual machine', ja: '仮想マシン' },
} satisfies Record<string, Text>;

function rigOf(file: string): Text {
  if (file.startsWith('test/unit/')) return RIGS.unit;
  return file.startsWith('test/lab/') || /practice-router|power-loss/.test(file) ? RIGS.machine : RIGS.sshd;
}

const WORDS = {
  passed: { en: 'passed', ja: '成功' },
  failed: { en: '**failed**', ja: '**失敗**' },
  unknown: { en: 'not recorded in full', ja: '一部または全部が未記録' },
  title: { en: 'What a deploy is tried with', ja: 'デプロイで試している障害' },
  intro: {
    en: `Whatever breaks, a router must end with the old configuration or the new one, and whoever deploys must be told which. Each row is a fault that tests bring about; the result is that of the last recorded run. \`npm run test:deploy -- -u\` and \`npm run test:unit -- -u\` record the results, and the second writes this page.

"Simulated router" means the real agent in a real shell, with stand-ins for the programs that change the system. No radio is part of these tests: for row 30, the warning about a window that is too short is what is tested. For row 19, the simulated router loses power at the steps of the agent; in the virtual machine every write to the medium is logged, for FAT and ext4, and what a boot would find is looked at after each of them, and again without any one write that was not flushed.`,
    ja: `何が起きても、ルーターは元の設定か新しい設定のどちらかになり、そのどちらであるかが利用者に伝わらなければなりません。各行はテストで実際に起こしている障害で、結果は最後に記録した実行のものです。\`npm run test:deploy -- -u\` と \`npm run test:unit -- -u\` で結果を記録し、後者でこのページを生成します。

「模擬ルーター」では、本物のエージェントを本物のシェルで動かし、システムを変更するプログラムだけを代役に置き換えています。無線機は使っていません。30 番で試しているのは、待ち時間が短すぎるときの警告です。19 番では、模擬ルーターはエージェントの処理の各段階で電源を切ります。仮想マシンでは FAT と ext4 について媒体への書き込みをすべて記録し、書き込みのたびに、また未フラッシュの書き込みが 1 つ失われた場合についても、起動時に見つかるアーカイブを確認します。`,
  },
  cost: {
    en: `## What a deploy costs

A change of one line takes three ssh connections (plan, deploy, confirmation) and, against the simulated router, 2.8 times as long as three bare \`ssh host true\` (2.0 s and 0.7 s, medians of five rounds in one run, on two busy cores). \`npm run test:deploy -- overhead\` measures it and writes \`test-results/deploy-overhead.json\`.`,
    ja: `## デプロイにかかる時間

1 行の変更でも ssh 接続は 3 回（計画、適用、確認）です。模擬ルーターでは、\`ssh host true\` を 3 回実行した場合の 2.8 倍の時間がかかります（2.0 秒と 0.7 秒。負荷のある 2 コアのマシンで、同じ実行中に 5 回ずつ測った中央値）。\`npm run test:deploy -- overhead\` で測定し、結果は \`test-results/deploy-overhead.json\` に書き出されます。`,
  },
  head: {
    en: ['', 'Fault', 'What must come of it', 'Rig', 'Result'],
    ja: ['', '障害', '期待する結果', '環境', '結果'],
  },
};

/** Tests that speak of rows. What a name says besides may hold a value that only the run knows. */
export interface RowTest {
  readonly file: string;
  readonly rows: readonly number[];
}

/** The tests that there are. */
export function namedTests(): RowTest[] {
  const root = path.resolve(import.meta.dirname, '../..');
  return ['test/deploy', 'test/unit/deploy'].flatMap((folder) =>
    readdirSync(path.join(root, folder))
      .filter((name) => name.endsWith('.test.ts'))
      .flatMap((name) =>
        [...readFileSync(path.join(root, folder, name), 'utf8').matchAll(/['`](rows? \d[^'`]*)['`]/g)].map(
          ([, title = '']) => ({ file: `${folder}/${name}`, rows: rowsOf(title) }),
        ),
      ),
  );
}

/** The tests whose results were recorded. */
export function recordedTests(results: Results): (RowTest & { readonly result: 'passed' | 'failed' })[] {
  return Object.entries(results).flatMap(([file, ended]) =>
    Object.entries(ended).map(([name, result]) => ({ file, rows: rowsOf(name), result })),
  );
}

/** docs/faults.md: every row, where it is tried and how that ended. */
export function faultsPage(results: Results, locale: Locale): string {
  const recorded = recordedTests(results);
  const table = Object.entries(ROWS).map(([number, { fault, end }]) => {
    const own = namedTests().filter(({ rows }) => rows.includes(Number(number)));
    const rigs = [...new Set(own.map(({ file }) => say(rigOf(file), locale)))];
    const ends = own.flatMap(({ file, rows }) => {
      const same = recorded.filter((each) => each.file === file && each.rows.join() === rows.join());
      return same.length === 0 ? ['unknown' as const] : same.map(({ result }) => result);
    });
    const result = (['failed', 'unknown'] as const).find((each) => ends.includes(each)) ?? 'passed';
    return [number, say(fault, locale), say(ENDS[end], locale), rigs.join(', '), say(WORDS[result], locale)];
  });
  const lines = [WORDS.head[locale], WORDS.head[locale].map(() => '---'), ...table];
  return `# ${say(WORDS.title, locale)}\n\n${say(WORDS.intro, locale)}\n\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n\n${say(WORDS.cost, locale)}\n`;
}
