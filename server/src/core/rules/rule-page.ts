import type { Severity } from '../problem.ts';
import { sourceText } from '../source.ts';
import { say } from '../text.ts';
import type { Locale, Text } from '../text.ts';
import type { Certainty, Rule } from './rule.ts';

const SEVERITY: Record<Severity, Text> = {
  error: { en: 'Error', ja: 'エラー' },
  warning: { en: 'Warning', ja: '警告' },
  information: { en: 'Information', ja: '情報' },
  hint: { en: 'Hint', ja: 'ヒント' },
};

const CERTAINTY: Record<Certainty, Text> = {
  certain: { en: 'it will not work', ja: '確実に動作しません' },
  likely: {
    en: 'it works, but is hardly what is wanted',
    ja: '動作はしますが、意図した設定ではない可能性が高いものです',
  },
  hint: { en: 'something better is at hand', ja: 'よりよい方法があります' },
};

const HEADINGS = {
  example: { en: 'Example', ja: '例' },
  bad: { en: 'Found:', ja: '指摘される例:' },
  beside: { en: 'Beside it, in another file:', ja: '同じワークスペースの別のファイル:' },
  good: { en: 'Right:', ja: '正しい例:' },
  sources: { en: 'Sources', ja: '根拠' },
  suppress: { en: 'Where it does not apply', ja: '当てはまらない場合' },
} satisfies Record<string, Text>;

/** The documentation page of a rule, in Markdown. */
export function rulePage(rule: Rule, locale: Locale): string {
  const t = (text: Text): string => say(text, locale);
  const examples = rule.examples.flatMap(({ bad, good, beside }) => [
    `${t(HEADINGS.bad)}\n`,
    fence(bad),
    ...(beside === undefined ? [] : [`${t(HEADINGS.beside)}\n`, fence(beside)]),
    `${t(HEADINGS.good)}\n`,
    fence(good),
  ]);
  const sources = rule.sources.map((source) => `- ${t(sourceText(source))}`);
  const sections = [
    `# ${rule.code}`,
    `**${t(rule.title)}**`,
    t({
      en: `${SEVERITY[rule.severity].en} (${CERTAINTY[rule.certainty].en})`,
      ja: `${SEVERITY[rule.severity].ja}（${CERTAINTY[rule.certainty].ja}）`,
    }),
    t(rule.explanation),
    ...(examples.length === 0 ? [] : [`## ${t(HEADINGS.example)}`, ...examples]),
    ...(sources.length === 0 ? [] : [`## ${t(HEADINGS.sources)}`, sources.join('\n')]),
    `## ${t(HEADINGS.suppress)}`,
    t({
      en: `Write \`# router-spec-ignore: ${rule.code} -- the reason\` on the line or on a line of its own above it.`,
      ja: `その行、またはすぐ上の行に \`# router-spec-ignore: ${rule.code} -- 理由\` と書いてください。`,
    }),
  ];
  return `${sections.map((section) => section.trimEnd()).join('\n\n')}\n`;
}

/** An example as a block of YAML; trailing blanks of the source go. */
function fence(yaml: string): string {
  return `\`\`\`yaml\n${yaml.replace(/^\n+|\s+$/g, '')}\n\`\`\``;
}
