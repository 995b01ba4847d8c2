import { analyze } from '../../core/analysis.ts';
import { say } from '../../core/text.ts';
import type { ServiceOptions } from '../options.ts';
import type { NewSpec } from './question.ts';
import { STEPS } from './steps.ts';
import type { Answers } from './steps.ts';
import { specText } from './text.ts';

/**
 * The next question on the way to a new router.yaml, or its text once everything is answered. An answer that cannot be
 * used is asked for again, with the reason. Whether it can be is decided by the rules of the spec itself: the spec of
 * the answers so far, completed with what is suggested, must have no errors. Never throws.
 */
export function newSpec(given: Answers, options: ServiceOptions): NewSpec {
  let answers: Answers = {};
  for (const step of STEPS) {
    if (step.asked?.(answers) === false) continue;
    const answer = Object.hasOwn(given, step.id) ? given[step.id] : undefined;
    const ask = (problem?: string): NewSpec => {
      const asked = STEPS.filter((each) => each.asked?.(answers) !== false);
      return {
        text: undefined,
        question: {
          id: step.id,
          title: say(step.title, options.locale),
          prompt: say(step.prompt, options.locale),
          step: asked.indexOf(step) + 1,
          total: asked.length,
          suggested: step.suggested(answers),
          choices: step.choices?.(answers, options.locale) ?? [],
          problem,
        },
      };
    };
    if (answer === undefined) return ask();
    const read = step.read(answer, answers);
    if (!read.ok) return ask(say(read.reason, options.locale));
    const next = { ...answers, [step.id]: read.value };
    const problem = errorOf(next, options);
    if (problem !== undefined) return ask(problem);
    answers = next;
  }
  return { question: undefined, text: specText(answers, options.locale) };
}

/** The first error of the spec that the answers lead to if everything else is as suggested; none where that is no spec yet. */
function errorOf(answers: Answers, options: ServiceOptions): string | undefined {
  let whole = answers;
  for (const step of STEPS) {
    if (step.asked?.(whole) === false || Object.hasOwn(whole, step.id)) continue;
    const read = step.read(step.suggested(whole), whole);
    if (!read.ok) return undefined;
    whole = { ...whole, [step.id]: read.value };
  }
  const error = analyze(specText(whole, options.locale))
    .problems()
    .find(({ severity }) => severity === 'error');
  return error === undefined ? undefined : say(error.message, options.locale);
}
