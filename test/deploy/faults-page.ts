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
  return file.startsWith('test/lab/') || file.includes('practice-router') ? RIGS.machine : RIGS.sshd;
}

const WORDS = {
  passed: { en: 'passed', ja: '成功' },
  failed: { en: '**failed**', ja: '**失敗**' },
  title: { en: 'What a deploy is tried with', ja: 'デプロイで試している障害' },
  intro: {
    en: `Whatever breaks, a router must end with the old configuration or the new one, and whoever deploys must be told which. Each row is a fault that tests bring about; the result is that of the last recorded run. \`npm run test:deploy -- -u\` and \`npm run test:unit -- -u\` record the results, and the second writes this page.

"Simulated router" means the real agent in a real shell, with stand-ins for the programs that change the system. No radio is part of these tests: for row 30, the warning about a window that is too short is what is tested. For row 19, the steps are those of the agent, not the single writes to the medium.`,
    ja: `何が起きても、ルーターは元の設定か新しい設定のどちらかになり、そのどちらであるかが利用者に伝わらなければなりません。各行はテストで実際に起こしている障害で、結果は最後に記録した実行のものです。\`npm run test:deploy -- -u\` と \`npm run test:unit -- -u\` で結果を記録し、後者でこのページを生成します。

「模擬ルーター」では、本物のエージェントを本物のシェルで動かし、システムを変更するプログラムだけを代役に置き換えています。無線機は使っていません。30 番で試しているのは、待ち時間が短すぎるときの警告です。19 番の「段階」はエージェントの処理の単位で、媒体への個々の書き込みではありません。`,
  },
  head: {
    en: ['', 'Fault', 'What must come of it', 'Rig', 'Result'],
    ja: ['', '障害', '期待する結果', '環境', '結果'],
  },
};

/** docs/faults.md: every row, where it is tried and how that ended. */
export function faultsPage(results: Results, locale: Locale): string {
  const tests = Object.entries(results).flatMap(([file, of]) =>
    Object.entries(of).map(([name, result]) => ({
      rig: say(rigOf(file), locale),
      rows: rowsOf(name),
      result,
    })),
  );
  const table = Object.entries(ROWS).map(([number, { fault, end }]) => {
    const own = tests.filter(({ rows }) => rows.includes(Number(number)));
    const rigs = [...new Set(own.map(({ rig }) => rig))].join(locale === 'ja' ? '、' : ', ');
    const result = own.length > 0 && own.every((each) => each.result === 'passed') ? 'passed' : 'failed';
    return [number, say(fault, locale), say(ENDS[end], locale), rigs, say(WORDS[result], locale)];
  });
  const lines = [WORDS.head[locale], WORDS.head[locale].map(() => '---'), ...table];
  return `# ${say(WORDS.title, locale)}\n\n${say(WORDS.intro, locale)}\n\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}
