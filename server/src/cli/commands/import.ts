import { importedSpec } from '../../service/import-report.ts';
import { EXIT, text, word } from '../command.ts';
import type { Command } from '../command.ts';
import { inputFiles } from '../input-files.ts';
import { writeNew } from '../write-new.ts';

/** `import`: the spec goes to the output or a new file, the report beside it. */
export const importCommand: Command = {
  name: 'import',
  arguments: 'DIR|FILES…',
  count: [1, Number.POSITIVE_INFINITY],
  summary: {
    en: 'make a router.yaml of the files of an existing router (by hand or OpenWrt)',
    ja: '既存のルーター（手作業の設定または OpenWrt）のファイルから router.yaml を作ります',
  },
  options: {
    out: {
      type: 'string',
      value: 'FILE',
      summary: {
        en: 'write the spec to this file, which must not exist yet, and print the report',
        ja: 'スペックをこのファイルに書き出し（上書きしません）、レポートを表示します',
      },
    },
    format: {
      type: 'string',
      value: 'text|json',
      summary: { en: 'the form of the report (default: text)', ja: 'レポートの形式（既定値: text）' },
    },
  },
  async run(args, io) {
    const format = word(args, 'format', ['text', 'json'], 'text');
    const imported = importedSpec(await inputFiles(args.positionals), { locale: io.locale });
    const out = text(args, 'out');
    if (out !== undefined) await writeNew(out, imported.text);
    if (format === 'json') {
      const { text: spec, lines, unread } = imported;
      io.out(`${JSON.stringify({ lines, unread, ...(out === undefined ? { spec } : {}) }, null, 2)}\n`);
    } else {
      if (out === undefined) io.out(imported.text);
      (out === undefined ? io.err : io.out)(imported.markdown);
    }
    return imported.lines.some(({ state }) => state === 'taken') ? EXIT.fine : EXIT.failed;
  },
};
