import type { LineIndex } from './spec/line-index.ts';
import type { Text } from './text.ts';

/** A half-open range of UTF-16 offsets into the text of a spec. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where something stands in a spec: keys and list indexes from the top, for example `['nat', 'forwards', 0, 'port']`. */
export type Path = readonly (string | number)[];

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Replaces a span of the text; an empty span inserts. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/** A way to mend a problem. A fix is `safe` when it cannot change what the router does in a way that the user did not ask for. */
export interface Fix {
  readonly title: Text;
  readonly edits: readonly TextEdit[];
  /** The one right answer: offered first, and applied by "fix all" if it is safe too. */
  readonly preferred: boolean;
  readonly safe: boolean;
}

/** Another place that has to do with a problem. */
export interface Related {
  readonly span: Span;
  readonly message: Text;
  /** The other file that the place is in; undefined for the one that has the problem. */
  readonly file?: { readonly uri: string; readonly lines: LineIndex };
}

/** Something about a spec that the user should know. `code` names the rule that explains it. */
export interface Problem {
  readonly code: string;
  readonly severity: Severity;
  readonly span: Span;
  readonly message: Text;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
  /** The text is without effect and may be shown faded. */
  readonly unnecessary?: boolean;
}
