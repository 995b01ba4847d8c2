import type { Analysis } from '../../core/analysis.ts';
import type { Path } from '../../core/problem.ts';
import type { Locale } from '../../core/text.ts';
import type { NameIndex } from '../names.ts';
import type { Say } from '../options.ts';

/** A value that fits this router, and why. */
export interface SuggestedValue {
  /** As the scalar reads, without quotes. */
  readonly value: string;
  readonly detail: string;
}

/** What suggestions are made from. */
export interface SuggestContext {
  readonly analysis: Analysis;
  readonly names: NameIndex;
  /** The place that a value is looked for. */
  readonly path: Path;
  readonly locale: Locale;
  readonly t: Say;
  /** The names of the secrets that the client keeps, as far as it tells. */
  readonly secretNames: readonly string[];
}

export type Suggest = (context: SuggestContext) => SuggestedValue[];

/** The index of an entry of a list that is not there yet: behind all that are. */
export const NEW_ENTRY = Number.MAX_SAFE_INTEGER;
