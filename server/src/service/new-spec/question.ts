/** One of the answers that a question offers. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly description: string;
}

/** A question on the way to a new router.yaml, in the user's language. */
export interface Question {
  /** The key of its answer. */
  readonly id: string;
  readonly title: string;
  readonly prompt: string;
  /** From 1; `total` counts the questions that the answers so far lead to. */
  readonly step: number;
  readonly total: number;
  /** What is offered as the answer. */
  readonly suggested: string;
  /** The answers to choose from; empty where the answer is typed. */
  readonly choices: readonly Choice[];
  /** Something else than the choices can be typed. */
  readonly typed: boolean;
  /** Any number of the choices make the answer, with blanks between their values. */
  readonly many: boolean;
  /** Why the answer that was given cannot be used. */
  readonly problem: string | undefined;
}

/**
 * The next question; the text of the new spec once everything is answered; or the router, as `USER@HOST`, that is to be
 * asked before the questions go on.
 */
export type NewSpec =
  | { readonly question: Question; readonly text: undefined; readonly router: undefined }
  | { readonly question: undefined; readonly text: string; readonly router: undefined }
  | { readonly question: undefined; readonly text: undefined; readonly router: string };
