import { ok } from '../../core/net/result.ts';
import type { Result } from '../../core/net/result.ts';
import type { ScalarSchema } from '../../core/spec/schema-types.ts';
import type { RouterFacts } from '../../core/survey/facts.ts';
import type { Locale, Text } from '../../core/text.ts';
import type { Choice } from './question.ts';

/** What was answered so far, by the id of the question, in canonical form. */
export type Answers = Readonly<Record<string, string>>;

/** One question on the way to a new router.yaml. `facts` are there where a router was asked. */
export interface Step {
  readonly id: string;
  readonly title: Text;
  readonly prompt: Text;
  /** What is offered as the answer. */
  suggested(answers: Answers, facts?: RouterFacts): string;
  /** The answers to choose from; undefined or none where it is typed. */
  choices?(answers: Answers, locale: Locale, facts?: RouterFacts): readonly Choice[];
  /** Something else than the choices can be typed. */
  readonly typed?: boolean;
  /** Several of the choices make the answer, with blanks between them. */
  readonly many?: boolean;
  /** Whether it is asked at all after these answers. */
  asked?(answers: Answers, facts?: RouterFacts): boolean;
  /** The answer in canonical form, in which it is written. */
  read(text: string, answers: Answers): Result<string>;
}

/** The answer of a scalar of the schema, as the schema writes it. */
export function canonical<T>(schema: ScalarSchema<T>): (text: string) => Result<string> {
  return (text) => {
    const parsed = schema.parse(text.trim());
    return parsed.ok ? ok(schema.format(parsed.value)) : parsed;
  };
}

/** The words of an answer that may have several. */
export function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((each) => each !== '');
}

/** The answer that no radio is to be an access point. */
export const NO_RADIO = 'none';

/** The radios that are to be access points. */
export function chosenRadios({ wifi = NO_RADIO }: Answers): string[] {
  return wifi === NO_RADIO ? [] : wordsOf(wifi);
}
