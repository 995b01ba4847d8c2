import path from 'node:path';
import type { Problem, Severity } from '../../core/problem.ts';
import { EXIT, word } from '../command.ts';
import type { Command } from '../command.ts';
import { namedFiles, namedSpec, STDIN_OPTIONS } from '../named-specs.ts';
import { githubReport, jsonReport, sarifReport, textReport } from '../problem-formats.ts';

const RANK: Record<Severity, number> = { hint: 0, information: 1, warning: 2, error: 3 };

const REPORTS = { text: textReport, json: jsonReport, sarif: sarifReport, github: githubReport };
const FORMATS = ['text', 'json', 'sarif', 'github'] as const satisfies (keyof typeof REPORTS)[];

/** The gravest severity that still passes; `none` lets nothing pass. */
const PASSES = ['none', 'hint', 'information', 'warning', 'error'] as const;

function gravest(problems: readonly Problem[]): number {
  return problems.reduce((rank, problem) => Math.max(rank, RANK[problem.severity]), -1);
}

export const check: Command = {
  name: 'check',
  arguments: 'FILES|DIRS|-…',
  count: [1, 10_000],
  summary: { en: 'check specs and print the problems', ja: 'スペックを検査して問題点を表示します' },
  options: {
    format: {
      type: 'string',
      value: FORMATS.join('|'),
      summary: {
        en: 'how the problems are printed (default: text); `github` marks the lines of a change on GitHub',
        ja: '出力形式（既定値: text）。`github` は GitHub で変更の該当行に注釈を付けます',
      },
    },
    json: { type: 'boolean', summary: { en: 'the same as --format json', ja: '--format json と同じです' } },
    'max-severity': {
      type: 'string',
      value: PASSES.join('|'),
      summary: {
        en: 'the gravest problem that still passes (default: warning, so errors alone fail)',
        ja: '成功とみなす最も重い深刻度（既定値: warning。エラーだけが失敗になります）',
      },
    },
    ...STDIN_OPTIONS,
  },
  async run(args, io) {
    const format = word(args, 'format', FORMATS, args.values.json === true ? 'json' : 'text');
    const passes = word(args, 'max-severity', PASSES, 'warning');
    const specs = await Promise.all((await namedFiles(args)).map((file) => namedSpec(file, args, io)));
    const files = specs.map(({ file, analysis }) => {
      const { document } = analysis;
      // A file that is named twice, once as the standard input, is not its own neighbour.
      const others = specs
        .filter((other) => path.resolve(other.file) !== path.resolve(file))
        .map((other) => ({ uri: other.file, document: other.analysis.document }));
      return { file, document, problems: analysis.problems({ others }) };
    });
    io.out(REPORTS[format](files, io.locale));
    const limit = passes === 'none' ? -1 : RANK[passes];
    return files.some(({ problems }) => gravest(problems) > limit) ? EXIT.failed : EXIT.fine;
  },
};
