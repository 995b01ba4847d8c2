import type { Range } from 'vscode-languageserver-types';

/** What a page beside a spec and the extension tell each other; both sides use these types. */

/** From the page. */
export type FromPage<Query, Action> =
  /** Show this, now and after every change of the text. */
  | { readonly kind: 'show'; readonly query: Query }
  /** Show a place in the spec. */
  | { readonly kind: 'reveal'; readonly place: Range }
  /** Do something; answered with `done`. */
  | { readonly kind: 'act'; readonly action: Action };

/** To the page. */
export type ToPage<View> =
  | { readonly kind: 'view'; readonly uri: string; readonly view: View }
  | { readonly kind: 'done'; readonly done: Done };

/** What has come of an action, in the user's language. */
export interface Done {
  readonly ok: boolean;
  readonly message: string;
}

/** What a page keeps over a reload of the window. */
export interface PageState<Query> {
  readonly uri: string;
  readonly query: Query;
}
