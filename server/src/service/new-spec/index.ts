import { analyze } from '../../core/analysis.ts';
import type { RouterFacts } from '../../core/survey/facts.ts';
import { say } from '../../core/text.ts';
import type { ServiceOptions } from '../options.ts';
import type { NewSpec } from './question.ts';
import { channelSteps } from './radio-steps.ts';
import { SOURCE_STEPS, STEPS } from './steps.ts';
import type { Answers, Step } from './steps-shared.ts';
import { specText } from './text.ts';

/** What is known besides the answers. */
export interface About {
  /** Whether a router could be asked; only then is it offered. */
  readonly reaches?: boolean | undefined;
  /** What the router said that was asked last. */
  readonly facts?: RouterFacts | undefined;
}

/**
 * The next question on the way to a new router.yaml, or its text once everything is answered. An answer that cannot be
 * used is asked for again, with the reason. Whether it can be is decided by the rules of the spec itself: the spec of
 * the answers so far, completed with what is suggested, must have no errors. Never throws for what was answered.
 */
export function newSpec(
  given: Answers,
  options: ServiceOptions,
  about?: About & { readonly reaches?: undefined },
): Exclude<NewSpec, { readonly router: string }>;
export function newSpec(given: Answers, options: ServiceOptions, about: About): NewSpec;
export function newSpec(given: Answers, options: ServiceOptions, about: About = {}): NewSpec {
  let answers: Answers = {};
  let facts = about.reaches === true ? undefined : about.facts;
  let steps: readonly Step[] = [
    ...(about.reaches === true ? SOURCE_STEPS : []),
    ...STEPS,
    ...channelSteps(facts),
  ];
  // The list grows once it is known what the router has.
  for (let at = 0; ; at++) {
    const step = steps[at];
    if (step === undefined) break;
    if (step.asked?.(answers, facts) === false) continue;
    const answer = Object.hasOwn(given, step.id) ? given[step.id] : undefined;
    if (answer === undefined) return asking(step, steps, answers, facts, options);
    const read = step.read(answer, answers);
    if (!read.ok) return asking(step, steps, answers, facts, options, say(read.reason, options.locale));
    const next = { ...answers, [step.id]: read.value };
    const problem = errorOf(next, steps, facts, options);
    if (problem !== undefined) return asking(step, steps, answers, facts, options, problem);
    answers = next;
    if (step.id === 'router') {
      if (about.facts?.address !== read.value)
        return { question: undefined, text: undefined, router: read.value };
      facts = about.facts;
      steps = [...steps, ...channelSteps(facts)];
    }
  }
  return { question: undefined, text: specText(answers, options.locale, facts), router: undefined };
}

function asking(
  step: Step,
  steps: readonly Step[],
  answers: Answers,
  facts: RouterFacts | undefined,
  { locale }: ServiceOptions,
  problem?: string,
): NewSpec {
  const asked = steps.filter((each) => each.asked?.(answers, facts) !== false);
  const choices = step.choices?.(answers, locale, facts) ?? [];
  return {
    text: undefined,
    router: undefined,
    question: {
      id: step.id,
      title: say(step.title, locale),
      prompt: say(step.prompt, locale),
      step: asked.indexOf(step) + 1,
      total: asked.length,
      suggested: step.suggested(answers, facts),
      choices,
      typed: step.typed === true,
      many: step.many === true && choices.length > 0,
      problem,
    },
  };
}

/**
 * The first error of the spec that the answers lead to if everything else is as it is suggested where no router was asked:
 * what a router said is looked at when it becomes an answer. None where that is no spec yet.
 */
function errorOf(
  answers: Answers,
  steps: readonly Step[],
  facts: RouterFacts | undefined,
  options: ServiceOptions,
): string | undefined {
  let whole = answers;
  for (const step of steps) {
    if (Object.hasOwn(whole, step.id) || step.asked?.(whole, facts) === false) continue;
    // What is not suggested has to be chosen, but says no less about the other answers.
    const likely = step.suggested(whole) || (step.choices?.(whole, options.locale)[0]?.value ?? '');
    const read = step.read(likely, whole);
    if (!read.ok) return undefined;
    whole = { ...whole, [step.id]: read.value };
  }
  const error = analyze(specText(whole, options.locale, facts))
    .problems()
    .find(({ severity }) => severity === 'error');
  return error === undefined ? undefined : say(error.message, options.locale);
}
