import { parseRouterAddress } from '../../core/survey/address.ts';
import type { RouterFacts } from '../../core/survey/facts.ts';
import { survey, surveyTarget } from '../../deploy/index.ts';
import { newSpec } from '../../service/new-spec/index.ts';
import type { Question } from '../../service/new-spec/question.ts';
import type { Answers } from '../../service/new-spec/steps-shared.ts';
import { STEPS } from '../../service/new-spec/steps.ts';
import { EXIT, UsageError, text } from '../command.ts';
import type { Arguments, Command, Io, Option } from '../command.ts';
import { SSH_CONFIG, TRUST, environment, pair, withGivenKeys } from '../pairing.ts';
import { guarded } from '../refusal.ts';
import { writeNew } from '../write-new.ts';

/** `new`: what is not given is as suggested; only what has no suggestion must be. */
export const newCommand: Command = {
  name: 'new',
  arguments: '',
  count: [0, 0],
  summary: {
    en: 'write a new router.yaml for the prefix of a line, or for what a router has',
    ja: '回線のプレフィックス、または既存のルーターから新しい router.yaml を作ります',
  },
  options: {
    from: {
      type: 'string',
      value: 'USER@HOST',
      summary: {
        en: 'read prefix, ports and radios from this router over ssh, which stays as it is; what is given besides wins',
        ja: 'このルーターから SSH でプレフィックス・ポート・無線を読み取ります（ルーターは変更しません。ほかのオプションの指定を優先します）',
      },
    },
    'ssh-config': SSH_CONFIG,
    trust: TRUST,
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
  run: (args, io) =>
    guarded(io, async () => {
      const facts = await factsFor(args, io);
      const given = Object.fromEntries(
        STEPS.flatMap(({ id }) => {
          const value = text(args, id);
          return value === undefined ? [] : [[id, value]];
        }),
      );
      const answers: Record<string, string> = { ...given };
      for (;;) {
        const { question, text: spec } = newSpec(answers, { locale: io.locale }, { facts });
        if (spec !== undefined) {
          refuseUnused(given, answers, facts);
          const out = text(args, 'out');
          if (out === undefined) io.out(spec);
          else await writeNew(out, spec);
          return EXIT.fine;
        }
        const { id, problem, suggested } = question;
        if (problem !== undefined || suggested === '' || Object.hasOwn(answers, id))
          throw unanswered(question);
        answers[id] = suggested;
      }
    }),
};

/** What has to be given, or given otherwise; with what there is to choose from, one to a line. */
function unanswered({ id, problem, prompt, choices }: Question): UsageError {
  const rows = choices.map(
    ({ value, label, description }) =>
      `\n  --${id} ${value}  (${[...(label === value ? [] : [label]), description].join('; ')})`,
  );
  const why = `--${id}: ${problem ?? prompt}${rows.join('')}`;
  return new UsageError({ en: why, ja: why });
}

/** What was given and then not asked for would be missing from the spec without a word. */
function refuseUnused(given: Answers, answers: Answers, facts: RouterFacts | undefined): void {
  const unused = STEPS.filter(
    (step) => Object.hasOwn(given, step.id) && step.asked?.(answers, facts) === false,
  ).map(({ id }) => `--${id}`);
  if (unused.length === 0) return;
  throw new UsageError({
    en: `${unused.join(', ')}: without effect here. Access points are chosen among the radios of a router (--from); a rule and a border relay are those of \`--provider custom\`.`,
    ja: `${unused.join('、')} は、この指定では使われません。アクセスポイントは --from で読み取ったルーターの無線から選びます。ルールと BR は \`--provider custom\` の場合に指定します。`,
  });
}

/** What the router says that is named with `--from`, once its key is known. */
async function factsFor(args: Arguments, io: Io): Promise<RouterFacts | undefined> {
  const from = text(args, 'from');
  if (from === undefined) return undefined;
  const parsed = parseRouterAddress(from);
  if (!parsed.ok) throw new UsageError(parsed.reason);
  const target = surveyTarget(parsed.value, text(args, 'ssh-config'));
  const env = environment(io, []);
  await withGivenKeys(args, io, (keys) => pair(target, env, keys, io));
  return survey(parsed.value, target, env);
}
