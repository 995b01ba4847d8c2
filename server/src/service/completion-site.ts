import { InsertTextFormat, InsertTextMode } from 'vscode-languageserver-types';
import type { CompletionItem, Position } from 'vscode-languageserver-types';
import type { Path, Span } from '../core/problem.ts';
import { escaped, scalarText } from '../core/spec/yaml-text.ts';
import { contextAt } from './completion-context.ts';
import { hole, valueOf } from './completion-insert.ts';
import type { CompletionPlace } from './completion-place.ts';
import type { DocumentState } from './document-state.ts';
import { sayIn } from './options.ts';
import type { Say, ServiceOptions } from './options.ts';
import { rangeOf } from './ranges.ts';
import { suggestContext } from './suggest/index.ts';
import type { SuggestContext } from './suggest/index.ts';

export interface CompletionOptions extends ServiceOptions {
  /** Whether the client can put the cursor into holes of the inserted text. */
  readonly snippets: boolean;
  /** Whether the client indents the further lines of the inserted text as the first one is. */
  readonly adjustsIndentation?: boolean;
  /** The names of the secrets that the client keeps. */
  readonly secretNames?: readonly string[];
}

/** What an item is about, from which its documentation is made when it is looked at. */
export interface CompletionData {
  readonly path: Path;
  readonly value?: string;
}

/** The place that is completed, and how something is written there. */
export class CompletionSite {
  readonly state: DocumentState;
  readonly place: CompletionPlace;
  readonly options: CompletionOptions;
  /** The offset of the cursor. */
  readonly cursor: number;
  /** The spec without what is half typed, where that makes it unreadable. */
  readonly context: DocumentState;
  readonly t: Say;

  constructor(state: DocumentState, place: CompletionPlace, position: Position, options: CompletionOptions) {
    this.state = state;
    this.place = place;
    this.options = options;
    this.cursor = state.analysis.document.lines.offsetAt(position);
    this.context = contextAt(state, position);
    this.t = sayIn(options.locale);
  }

  /** What suggestions for a path are made from. */
  about(path: Path): SuggestContext {
    return suggestContext(this.context, path, this.options);
  }

  /** A value as it has to be written at the place. */
  scalar(value: string): string {
    const { quote, closed, flow } = this.place;
    return quote === '' ? scalarText(value, flow) : `${escaped(value, quote)}${closed ? '' : quote}`;
  }

  /** The edit of an item. Text with holes is a snippet where the client knows them; else the holes' own text stands there. */
  insert(
    text: string,
    replace: Span = this.place.replace,
  ): Pick<CompletionItem, 'textEdit' | 'insertTextFormat' | 'insertTextMode'> {
    const { place, options, state } = this;
    const snippet = options.snippets && hole.test(text);
    const { lines } = state.analysis.document;
    const range = rangeOf(lines, replace);
    const newText = `${place.needsSpace ? ' ' : ''}${snippet ? text : valueOf(text)}`;
    const insertTextFormat = snippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText;
    if (options.adjustsIndentation === true)
      return {
        textEdit: { range, newText },
        insertTextFormat,
        insertTextMode: InsertTextMode.adjustIndentation,
      };
    // Without a word about it, editors indent what a snippet inserts, and leave other text as it is.
    const indent = snippet ? '' : (/^[ \t]*/.exec(lines.lineText(range.start.line))?.[0] ?? '');
    return {
      textEdit: { range, newText: newText.replaceAll('\n', `\n${indent}`) },
      insertTextFormat,
    };
  }
}
