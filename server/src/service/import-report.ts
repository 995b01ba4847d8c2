import { analyze } from '../core/analysis.ts';
import { STATE_NAMES, importRouter } from '../core/import/index.ts';
import type { Imported, InputFile, LineState } from '../core/import/index.ts';
import { say } from '../core/text.ts';
import type { Locale } from '../core/text.ts';
import { bullets, code, paragraphs } from './markdown.ts';
import { sayIn } from './options.ts';
import type { ServiceOptions } from './options.ts';

/** A line of the report, in one language. */
export interface ReportLine {
  readonly file: string;
  readonly line: number;
  readonly state: LineState;
  /** Where it stands in the spec now. */
  readonly became: string | undefined;
  readonly why: string | undefined;
}

/** A router.yaml of an existing router's files, and what became of each of their lines. */
export interface ImportedSpec {
  readonly text: string;
  readonly lines: readonly ReportLine[];
  /** Files that are none of the known kinds, of which nothing was read. */
  readonly unread: readonly string[];
  /** The report to read, in Markdown. */
  readonly markdown: string;
}

/** Makes a spec of the files of a router, with its report. Never throws. */
export function importedSpec(files: readonly InputFile[], { locale }: ServiceOptions): ImportedSpec {
  const imported = importRouter(files);
  const t = sayIn(locale);
  const comment = t(
    '# Imported. The report beside it says what became of each line; the problems shown here are still to be solved.',
    '# インポートした設定です。各行の扱いはレポートを、残りの課題はこのファイルに表示される問題を確認してください。',
  );
  const lines = imported.entries.map(({ file, line, state, became, why }): ReportLine => ({
    file,
    line,
    state,
    became,
    why: why === undefined ? undefined : say(why, locale),
  }));
  const unread = imported.files.filter(({ format }) => format === undefined).map(({ path }) => path);
  const text = `${comment}\n${imported.text}`;
  return { text, lines, unread, markdown: markdownOf(imported, { text, lines, unread }, locale) };
}

/** The states in the order in which they want a look. */
const ORDER: readonly LineState[] = ['unknown', 'not-taken', 'taken', 'not-needed'];

function markdownOf(
  { files }: Imported,
  { text, lines, unread }: Omit<ImportedSpec, 'markdown'>,
  locale: Locale,
): string {
  const t = sayIn(locale);
  const counts = ORDER.map((state) => {
    const count = lines.filter((line) => line.state === state).length;
    return `${say(STATE_NAMES[state], locale)}: ${count}`;
  });
  const problems = analyze(text)
    .problems()
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ message }) => say(message, locale));
  const section = (title: string, body: string[]): string[] =>
    body.length === 0 ? [] : [`## ${title}`, bullets(body)];
  return `${paragraphs([
    `# ${t('Import report', 'インポートのレポート')}`,
    ...(files.some(({ generated }) => generated)
      ? [
          t(
            'Router Spec wrote some of these files. Look for the router.yaml from which it did: that says more than what can be read back from them.',
            'Router Spec が生成したファイルが含まれています。生成元の router.yaml が残っていれば、そちらを使ってください。生成されたファイルからは一部しか読み戻せません。',
          ),
        ]
      : []),
    bullets(counts),
    ...section(t('Still to be solved in the spec', 'スペックに残っている課題'), problems),
    ...ORDER.flatMap((state) =>
      section(
        say(STATE_NAMES[state], locale),
        grouped(lines.filter((line) => line.state === state)).map(([{ file, became, why }, numbers]) =>
          [`${code(file)}:${numbers}`, ...(became === undefined ? [] : [`→ ${code(became)}`]), why ?? '']
            .join(' ')
            .trimEnd(),
        ),
      ),
    ),
    ...section(
      t('Read as', '読み込んだファイル'),
      files.flatMap(({ path, format }) => (format === undefined ? [] : [`${code(path)}: ${format}`])),
    ),
    ...section(
      t('Not read, since they are none of the known kinds', '対応していない種類のため読まなかったファイル'),
      unread.map(code),
    ),
  ])}\n`;
}

/** Lines of a file of which the same is to be said, each with the numbers of all of them. */
function grouped(lines: readonly ReportLine[]): [ReportLine, string][] {
  const groups = new Map<string, ReportLine[]>();
  for (const line of lines) {
    const key = JSON.stringify([line.file, line.became, line.why]);
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()].flatMap((group) =>
    group[0] === undefined ? [] : [[group[0], numbersOf(group.map(({ line }) => line))]],
  );
}

/** Numbers in ascending order as people write them: `3, 5–9`. */
function numbersOf(numbers: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && number <= run.last + 1) run.last = number;
    else runs.push({ first: number, last: number });
  }
  return runs.map(({ first, last }) => (first === last ? `${first}` : `${first}–${last}`)).join(', ');
}
