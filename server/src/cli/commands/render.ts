import type { Analysis } from '../../core/analysis.ts';
import { contentOf } from '../../core/render/rendered-file.ts';
import type { RenderedFile } from '../../core/render/rendered-file.ts';
import { say } from '../../core/text.ts';
import { EXIT, UsageError, text } from '../command.ts';
import type { Command, Io } from '../command.ts';
import { textReport } from '../problem-formats.ts';
import { readSpec } from '../spec-file.ts';
import { writeTree } from '../write-tree.ts';

/** The generated files, or nothing after the errors that stand in their way were printed. */
export function filesOf(file: string, analysis: Analysis, io: Io): readonly RenderedFile[] | undefined {
  const errors = analysis.problems().filter((problem) => problem.severity === 'error');
  if (errors.length === 0 && analysis.router !== undefined) return analysis.filesIn(io.locale);
  io.err(textReport([{ file, document: analysis.document, problems: errors }], io.locale));
  io.err(
    `router-spec: ${say({ en: 'Nothing was generated: fix the errors first.', ja: 'エラーがあるため、何も生成しませんでした。先にエラーを直してください。' }, io.locale)}\n`,
  );
  return undefined;
}

export const render: Command = {
  name: 'render',
  arguments: 'FILE',
  count: [1, 1],
  summary: { en: 'print or write the generated files', ja: '生成されるファイルを表示または書き出します' },
  options: {
    out: {
      type: 'string',
      value: 'DIR',
      summary: {
        en: 'write the tree of files below this folder, with their modes',
        ja: 'このフォルダーの下にファイルをモード付きで書き出します',
      },
    },
    file: {
      type: 'string',
      value: 'PATH',
      summary: { en: 'print this file alone', ja: 'このファイルだけを表示します' },
    },
    list: {
      type: 'boolean',
      summary: { en: 'print mode and path of each file', ja: '各ファイルのモードとパスを表示します' },
    },
  },
  async run(args, io) {
    const [name = ''] = args.positionals;
    const out = text(args, 'out');
    const only = text(args, 'file');
    if ([out !== undefined, only !== undefined, args.values.list === true].filter(Boolean).length > 1) {
      throw new UsageError({
        en: 'Give one of --out, --file and --list.',
        ja: '--out、--file、--list はどれか 1 つだけ指定してください。',
      });
    }
    const files = filesOf(name, await readSpec(name), io);
    if (files === undefined) return EXIT.failed;
    if (out !== undefined) {
      await writeTree(
        files.map((file) => ({ path: file.path, mode: file.mode, content: contentOf(file) })),
        out,
      );
    } else if (args.values.list === true) {
      io.out(files.map((file) => `${file.mode.toString(8).padStart(4, '0')} ${file.path}\n`).join(''));
    } else if (only !== undefined) {
      const found = files.find((file) => file.path === only);
      if (found === undefined)
        throw new UsageError({
          en: `${only} is not generated; --list shows what is.`,
          ja: `${only} は生成されません。--list で一覧を確認できます。`,
        });
      io.out(contentOf(found));
    } else {
      io.out(files.map((file) => `==> ${file.path} <==\n${contentOf(file)}`).join('\n'));
    }
    return EXIT.fine;
  },
};
