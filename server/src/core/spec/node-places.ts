import { isScalar } from 'yaml';
import type { Node, Scalar } from 'yaml';
import type { Span } from '../problem.ts';
import { contentStart } from './pieces.ts';
import type { Entry } from './spec-document.ts';

/** Where the nodes of the YAML tree stand in the text. */
export class NodePlaces {
  private readonly text: string;
  private readonly root: Node | null;

  constructor(text: string, root: Node | null) {
    this.text = text;
    this.root = root;
  }

  /** Where a node stands. Where the text is no YAML, the parser's range of a block can end behind the text. */
  spanOf(node: Node): Span {
    const within = (offset = 0): number => Math.min(offset, this.text.length);
    const [start, end] = [within(node.range?.[0]), within(node.range?.[1])];
    // To the parser the line ending of a block scalar is a part of it; what replaces the value must leave it.
    const isBlock = isScalar(node) && quoteOf(node) === 'block';
    return { start, end: isBlock ? start + this.text.slice(start, end).trimEnd().length : end };
  }

  /**
   * The place of a key. While a key is being typed on a line of its own, YAML takes it and the key on the line below for
   * one key; the lower one is then the key that has the value, and the upper one is what the parser has reported.
   */
  keySpan(node: Node): Span {
    const span = this.spanOf(node);
    const written = this.text.slice(span.start, span.end);
    const plain = isScalar(node) && node.type === 'PLAIN';
    const lower = plain ? /[\r\n]\s*(\S[^\r\n]*)$/.exec(written)?.[1] : undefined;
    return lower === undefined ? span : { start: span.end - lower.length, end: span.end };
  }

  /** What stands between the quotes of a scalar; all of it where it has none, or reads otherwise than it is written. */
  inner(span: Span, content: string): Span {
    const start = contentStart(this.text, span, content);
    return start === undefined ? span : { start, end: start + content.length };
  }

  /** The first line, where a problem of the whole text is shown. */
  start(): Span {
    const root = this.root?.range;
    const from = root?.[0] ?? 0;
    const end = this.text.slice(from).search(/[\r\n]|$/);
    return { start: from, end: from + end };
  }
}

/** The quotes that a scalar is written in; empty without any, `block` for one behind `|` or `>`. */
export function quoteOf(node: Scalar): Entry['quote'] {
  if (node.type === 'QUOTE_SINGLE') return "'";
  if (node.type === 'QUOTE_DOUBLE') return '"';
  return node.type === 'PLAIN' ? '' : 'block';
}
