import { ruleByCode, RULES } from '../../core/rules/index.ts';
import { rulePage } from '../../core/rules/rule-page.ts';
import { ruleUrl } from '../../core/rules/rule-url.ts';
import { didYouMean } from '../../core/spec/suggest.ts';
import { say } from '../../core/text.ts';
import { EXIT, UsageError } from '../command.ts';
import type { Command } from '../command.ts';

export const rules: Command = {
  name: 'rules',
  arguments: '',
  count: [0, 0],
  summary: { en: 'list the rules', ja: 'ルールの一覧を表示します' },
  options: { json: { type: 'boolean', summary: { en: 'print JSON', ja: 'JSON で出力します' } } },
  run(args, io) {
    if (args.values.json === true) {
      const rows = RULES.map((rule) => ({
        code: rule.code,
        severity: rule.severity,
        certainty: rule.certainty,
        title: say(rule.title, io.locale),
        docs: ruleUrl(rule.code, io.locale),
      }));
      io.out(`${JSON.stringify(rows, null, 2)}\n`);
    } else {
      const width = Math.max(...RULES.map((rule) => rule.code.length));
      io.out(
        RULES.map(
          (rule) =>
            `${rule.code.padEnd(width)}  ${rule.severity.padEnd(11)}  ${say(rule.title, io.locale)}\n`,
        ).join(''),
      );
    }
    return EXIT.fine;
  },
};

export const explain: Command = {
  name: 'explain',
  arguments: 'CODE',
  count: [1, 1],
  summary: { en: "print a rule's page", ja: 'ルールの説明を表示します' },
  options: {},
  run(args, io) {
    const [code = ''] = args.positionals;
    const rule = ruleByCode(code);
    if (rule === undefined) {
      const meant = didYouMean(
        code,
        RULES.map((each) => each.code),
      );
      throw new UsageError({
        en: `There is no rule \`${code}\`.${meant === undefined ? '' : ` Did you mean \`${meant}\`?`}`,
        ja: `\`${code}\` というルールはありません。${meant === undefined ? '' : `\`${meant}\` のことですか。`}`,
      });
    }
    io.out(rulePage(rule, io.locale));
    return EXIT.fine;
  },
};
