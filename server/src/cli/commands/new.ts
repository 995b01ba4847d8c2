import { newSpec } from '../../service/new-spec/index.ts';
import { STEPS } from '../../service/new-spec/steps.ts';
import { EXIT, UsageError, text } from '../command.ts';
import type { Command, Option } from '../command.ts';
import { writeNew } from '../write-new.ts';

/** `new`: what is not given is as suggested; only what has no suggestion must be. */
export const newCommand: Command = {
  name: 'new',
  arguments: '',
  count: [0, 0],
  summary: {
    en: 'write a new router.yaml for the prefix of a line',
    ja: '回線のプレフィックスから新しい router.yaml を作ります',
  },
  options: {
    ...Object.fromEntries(
      STEPS.map(({ id, title }): [string, Option] => [
        id,
        { type: 'string', value: 'VALUE', summary: title },
      ]),
    ),
    out: {
      type: 'string',
      value: 'FILE',
      summary: {
        en: 'write it to this file, which must not exist yet',
        ja: 'このファイルに書き出します（既存のファイルは上書きしません）',
      },
    },
  },
  async run(args, io) {
    const given = Object.fromEntries(
      STEPS.flatMap(({ id }) => {
        const value = text(args, id);
        return value === undefined ? [] : [[id, value]];
      }),
    );
    const answers: Record<string, string> = { ...given };
    for (;;) {
      const { question, text: spec } = newSpec(answers, { locale: io.locale });
      if (spec !== undefined) {
        const out = text(args, 'out');
        if (out === undefined) io.out(spec);
        else await writeNew(out, spec);
        return EXIT.fine;
      }
      const { id, problem, suggested, prompt } = question;
      if (problem !== undefined || suggested === '' || Object.hasOwn(answers, id)) {
        const why = `--${id}: ${problem ?? prompt}`;
        throw new UsageError({ en: why, ja: why });
      }
      answers[id] = suggested;
    }
  },
};
