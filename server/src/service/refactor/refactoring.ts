import type { CodeActionKind } from 'vscode-languageserver-types';
import type { Path, TextEdit } from '../../core/problem.ts';

/** A change that leaves the router as it is. */
export interface Refactoring {
  readonly title: string;
  readonly kind: CodeActionKind;
  /** What is changed; or the place of a secret that the client is to store before it is replaced. */
  readonly change: { readonly edits: readonly TextEdit[] } | { readonly secret: Path };
}
