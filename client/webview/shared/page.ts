import type { Range } from 'vscode-languageserver-types';
import type { Done, FromPage, PageState, ToPage } from '../../src/infrastructure/page-messages.ts';
import { element, prose } from './dom.ts';

interface Host {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): Host;

export interface PageView {
  readonly title: string;
  /** Why there is nothing to draw. */
  readonly missing: string | undefined;
}

export interface PageParts<View> {
  /** Draws what the server answered. `another`: about another spec than what is drawn already. */
  readonly draw: (view: View, another: boolean) => void;
  /** Tells what has come of an action. */
  readonly done?: (done: Done) => void;
}

/** The page's side of what is between it and the extension, and the heading that every page has. */
export class Page<Query extends object, View extends PageView, Action = never> {
  private readonly host = acquireVsCodeApi();
  private readonly head = element('header');
  private query: Query;
  private uri = '';

  /** @param query what is shown where nothing is remembered from before */
  constructor(query: Query) {
    const state = this.host.getState() as PageState<Query> | undefined;
    this.query = state?.query ?? query;
  }

  /** Begins with these parts below the heading: asks for the first view, and draws every one that comes. */
  start(parts: Readonly<Record<string, HTMLElement>>, { draw, done }: PageParts<View>): void {
    document.querySelector('main')?.append(this.head, ...Object.values(parts));
    window.addEventListener('message', ({ data }: MessageEvent<ToPage<View>>) => {
      if (data.kind === 'done') done?.(data.done);
      else this.take(data.view, data.uri, draw);
    });
    this.show(this.query);
  }

  /** Asks for another view. */
  show(query: Query): void {
    this.query = query;
    this.send({ kind: 'show', query });
  }

  /** Shows a place in the spec. */
  reveal(place: Range): void {
    this.send({ kind: 'reveal', place });
  }

  act(action: Action): void {
    this.send({ kind: 'act', action });
  }

  private take(view: View, uri: string, draw: PageParts<View>['draw']): void {
    this.host.setState({ uri, query: this.query } satisfies PageState<Query>);
    const another = uri !== this.uri;
    this.uri = uri;
    if (another) window.scrollTo(0, 0);
    const { title, missing } = view;
    this.head.replaceChildren(
      element('h1', {}, title),
      ...(missing === undefined
        ? []
        : [element('p', { class: 'notice', role: 'status' }, ...prose(missing))]),
    );
    // While a spec is typed it is often wrong for a moment: what was drawn stays, and it is said why it is old.
    const outdated = missing !== undefined && !another;
    document.body.classList.toggle('outdated', outdated);
    if (!outdated) draw(view, another);
  }

  private send(message: FromPage<Query, Action>): void {
    this.host.postMessage(message);
  }
}
