import type { Diagnosis } from '../core/diagnosis/diagnose.ts';
import type { Finding } from '../core/diagnosis/finding.ts';
import { PROTOCOLS } from '../core/diagnosis/port-use.ts';
import type { PortUse } from '../core/diagnosis/port-use.ts';
import { say } from '../core/text.ts';
import { clockText, dateText } from './clock.ts';
import { paragraphs, plain } from './markdown.ts';
import { sayIn } from './options.ts';
import type { Say, ServiceOptions } from './options.ts';

/** What a router was found to be like at one moment, as a page to read in Markdown. */
export interface DiagnosisPage {
  readonly title: string;
  readonly markdown: string;
}

/** The report: what is wrong first, with what to do; then the ports, then what is in order. */
export function diagnosisPage(
  hostname: string,
  { findings, ports }: Diagnosis,
  time: Date,
  options: ServiceOptions,
): DiagnosisPage {
  const t = sayIn(options.locale);
  const title = t(`Diagnosis of ${hostname}`, `${hostname} の診断`);
  const of = (...states: readonly Finding['state'][]): Finding[] =>
    findings.filter(({ state }) => states.includes(state));
  const seen = (finding: Finding): string => plain(say(finding.seen, options.locale));
  const list = (heading: string, all: readonly Finding[], mark: string): string =>
    all.length === 0 ? '' : `## ${heading}\n\n${all.map((each) => `- ${mark} ${seen(each)}`).join('\n')}`;
  const problem = (finding: Finding): string =>
    paragraphs([
      `### ${finding.state === 'error' ? t('✗ Error', '✗ エラー') : t('⚠ Warning', '⚠ 警告')}: ${seen(finding).replace(/[.。]$/, '')}`,
      finding.why && say(finding.why, options.locale),
      finding.advice && `**${t('What to do', '対処')}**: ${say(finding.advice, options.locale)}`,
    ]);
  const problems = [...of('error'), ...of('warning')];
  const moment = `${dateText(time)} ${clockText(time)}`;
  return {
    title,
    markdown: `${paragraphs([
      `# ${plain(title)}`,
      `${t(`${moment}.`, `${moment} 時点:`)} ${summary(of('error').length, of('warning').length, t)}`,
      problems.length > 0 && `## ${t('What is wrong', '問題点')}`,
      ...problems.map(problem),
      ports !== undefined && `## ${t('Ports in use', '使用中のポート')}\n\n${table(ports, t)}`,
      list(t('In order', '正常'), of('good'), '✓'),
      list(t('Not looked at', '確認していない項目'), of('unknown'), '?'),
    ])}\n`,
  };
}

function summary(errors: number, warnings: number, t: Say): string {
  if (errors + warnings === 0) return t('Nothing is wrong.', '問題は見つかりませんでした。');
  return t(`Errors: ${errors}, warnings: ${warnings}.`, `エラー ${errors} 件、警告 ${warnings} 件。`);
}

/** Ranges of which nothing is in use are left out, since a set can have thousands. */
function table({ ranges, total, available }: PortUse, t: Say): string {
  const row = (name: string, used: PortUse['total'], of: number): string =>
    `| ${name} | ${of} | ${PROTOCOLS.map((protocol) => used[protocol]).join(' | ')} |`;
  const busy = ranges.filter(({ used }) => PROTOCOLS.some((protocol) => used[protocol] > 0));
  return [
    `| ${t('Range', '範囲')} | ${t('Ports', 'ポート数')} | ${PROTOCOLS.map((protocol) => protocol.toUpperCase()).join(' | ')} |`,
    `| --- | ---: |${PROTOCOLS.map(() => ' ---: |').join('')}`,
    ...busy.map(({ first, last, used }) =>
      row(first === last ? String(first) : `${first}–${last}`, used, last - first + 1),
    ),
    row(`**${t('All', '合計')}**`, total, available),
  ].join('\n');
}
