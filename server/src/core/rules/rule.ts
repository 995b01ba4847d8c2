import type { Line } from '../derive/line.ts';
import type { Router } from '../derive/router.ts';
import type { Path, Severity, Span, TextEdit } from '../problem.ts';
import type { Source } from '../source.ts';
import type { SpecDocument } from '../spec/spec-document.ts';
import type { Spec } from '../spec/schema/index.ts';
import type { Text } from '../text.ts';

/**
 * What a rule can know: `certain` that it will not work, `likely` that it works but is hardly what is wanted, or only a
 * `hint` at something better.
 */
export type Certainty = 'certain' | 'likely' | 'hint';

/** Another spec of the same workspace. */
export interface Neighbour {
  /** Its address, in the form in which whoever checks names files. */
  readonly uri: string;
  readonly document: SpecDocument;
}

/** Examples are parts of a spec: blocks that they leave out are those of a plain working router. They run as tests. */
export interface Example {
  /** Trips the rule. */
  readonly bad: string;
  /** The same, mended: does not trip it. Where the rule has a preferred fix, this is what the fix makes of `bad`. */
  readonly good: string;
  /** Another spec in the same workspace, for rules that compare. */
  readonly beside?: string;
}

/** What a check has to look at. Values that the spec does not have, or has wrong, are undefined: a check then says nothing. */
export interface RuleContext {
  readonly document: SpecDocument;
  readonly spec: Spec;
  /** What follows from the line's prefix and the tunnel's rule. */
  readonly line: Line;
  /** The whole router; undefined while the spec is incomplete. */
  readonly router: Router | undefined;
  /** The other specs that are known; a rule cannot take it for granted that these are all. */
  readonly others: readonly Neighbour[];
  readonly report: (finding: Finding) => void;
}

export interface Finding {
  /** The path at fault, or an exact span. A path that is not in the text points to the nearest block around it. */
  readonly at: Path | Span;
  /** Point to the key instead of the value. */
  readonly on?: 'key';
  readonly message: Text;
  /** Other places; `of` where they are in another spec. */
  readonly related?: readonly {
    readonly at: Path | Span;
    readonly message: Text;
    readonly of?: Neighbour;
  }[];
  readonly fixes?: readonly RuleFix[];
  /** Instead of the rule's own, where one of its cases is graver or milder. */
  readonly severity?: Severity;
  readonly unnecessary?: boolean;
}

export interface RuleFix {
  readonly title: Text;
  /** From the functions of spec/edit.ts; undefined where the place cannot be edited, then there is no fix. */
  readonly edits: readonly TextEdit[] | undefined;
  /** The one right answer. Default true for the first fix of a finding. */
  readonly preferred?: boolean;
  /** Whether "fix all" may apply it. Default true for a preferred fix of a `certain` rule. */
  readonly safe?: boolean;
}

/** Everything that there is to say about one kind of mistake. */
export interface Rule {
  /** `group/name`; also the path of the file that holds the rule, and of its page in docs/rules. */
  readonly code: string;
  readonly severity: Severity;
  readonly certainty: Certainty;
  readonly title: Text;
  /** Why it matters and what to do; Markdown, written for somebody who does not know the mechanism. */
  readonly explanation: Text;
  readonly sources: readonly Source[];
  readonly examples: readonly Example[];
  /** It compares with other specs; not all of them need be known, so a suppression of it is never called unused. */
  readonly across?: true;
  /** Absent where the reader of the text itself reports the problem. */
  readonly check?: (context: RuleContext) => void;
}

/** Declares a rule; it is an identity function that gives the object its type. */
export function defineRule(rule: Rule): Rule {
  return rule;
}
