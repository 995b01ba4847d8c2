import { Parser } from 'yaml';
import type { CST } from 'yaml';

/** Something in a text that is not blank, and where it wants to stand. */
export interface Piece {
  readonly source: string;
  readonly offset: number;
  readonly kind: 'text' | 'comment';
  /** The column where it begins if it is the first on its line; for a comment in a block, it depends on its neighbours. */
  readonly indent: number | undefined;
  /** The column of what goes on in further lines of it: scalars over several lines, the content of a block scalar. */
  readonly inner: number;
  /** What stands before it on its own line: nothing, or one blank. */
  readonly tight: boolean;
  /** It begins an entry of a block, so comments below can belong to its level. */
  readonly level: boolean;
  readonly type: string;
}

/** How far each level is indented. */
const STEP = 2;

/** Takes a text apart, in the order of the text, with the layout that its structure asks for. */
export function piecesOf(text: string): Piece[] {
  const walker = new Walker();
  for (const token of new Parser().parse(text)) walker.token(token, 0, 0);
  return walker.pieces.sort((a, b) => a.offset - b.offset);
}

class Walker {
  readonly pieces: Piece[] = [];
  private tightNext = true;

  /** `indent` is the column of what this token begins; `base` that of the entry which it is the value of. */
  token(token: CST.Token | null | undefined, indent: number, base: number): void {
    if (token === null || token === undefined) return;
    switch (token.type) {
      case 'document':
        this.sources(token.start, 0);
        this.token(token.value, 0, -STEP);
        this.sources(token.end, 0);
        return;
      case 'block-map':
        for (const { start, explicitKey, key, sep, value } of token.items) {
          this.sources(start, indent, true);
          const first = this.pieces.length;
          this.token(key, indent, indent);
          const begun = this.pieces[first];
          if (begun !== undefined) this.pieces[first] = { ...begun, level: true };
          this.sources(sep, explicitKey === true ? indent : indent + STEP, false, isAlias(key));
          this.token(value, indent + STEP, indent);
        }
        return;
      case 'block-seq':
        for (const { start, value } of token.items) {
          this.sources(start, indent, true);
          this.token(value, indent + STEP, indent + STEP);
        }
        return;
      case 'flow-collection':
        this.flow(token, indent, base);
        return;
      case 'block-scalar':
        this.sources(token.props.filter(isSource), indent);
        // Its lines are not for us to look into: they are moved as a whole.
        this.text(token.source, endOf(token), 'block-content', indent, base + STEP);
        return;
      case 'alias':
      case 'scalar':
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
        this.text(token.source, token.offset, token.type, indent, base + STEP);
        this.sources(token.end, indent);
        return;
      case 'directive':
        this.text(token.source, token.offset, token.type, 0, 0);
        return;
      case 'doc-end':
        this.text(token.source, token.offset, token.type, 0, 0);
        this.sources(token.end, 0);
        return;
      case 'error':
      case 'flow-error-end':
        // A text with errors is not laid out.
        return;
      default:
        this.sources([token], indent);
    }
  }

  private flow({ start, items, end }: CST.FlowCollection, indent: number, base: number): void {
    const padded =
      start.source === '{' && items.some(({ key, value }) => key !== undefined || value !== undefined);
    const inside = Math.max(base, 0) + STEP;
    this.text(start.source, start.offset, start.type, indent, inside);
    this.tightNext = !padded;
    for (const { start: before, key, sep, value } of items) {
      this.sources(before, inside);
      this.token(key, inside, inside);
      this.sources(sep, inside, false, isAlias(key));
      this.token(value, inside, inside);
    }
    const [close, ...rest] = end;
    if (close === undefined) return;
    this.tightNext ||= !padded;
    this.text(close.source, close.offset, close.type, Math.max(base, 0), inside);
    this.sources(rest, indent);
  }

  /** Indicators, anchors, tags and comments; line ends and blanks are what is laid out anew. */
  private sources(
    tokens: readonly CST.SourceToken[] | undefined,
    indent: number,
    level = false,
    afterAlias = false,
  ): void {
    for (const { type, source, offset } of tokens ?? []) {
      if (type === 'space' || type === 'newline' || type === 'byte-order-mark' || source === '') continue;
      if (type === 'comment') {
        this.pieces.push({ ...COMMENT, source: source.trimEnd(), offset });
        continue;
      }
      // The colon behind an alias would become a part of its name.
      if ((type === 'map-value-ind' && !afterAlias) || type === 'comma') this.tightNext = true;
      this.text(source, offset, type, indent, indent + STEP, level);
    }
  }

  private text(
    source: string,
    offset: number,
    type: Piece['type'],
    indent: number,
    inner: number,
    level = false,
  ): void {
    this.pieces.push({ source, offset, kind: 'text', indent, inner, tight: this.tightNext, level, type });
    this.tightNext = false;
  }
}

const COMMENT = {
  kind: 'comment',
  indent: undefined,
  inner: 0,
  tight: false,
  level: false,
  type: 'comment',
} as const;

function isSource(token: CST.Token): token is CST.SourceToken {
  return 'source' in token && token.type !== 'scalar';
}

/** Where the content of a block scalar begins: behind the line of its header. */
function endOf({ props }: CST.BlockScalar): number {
  return props.reduce(
    (end, each) => Math.max(end, each.offset + ('source' in each ? each.source.length : 0)),
    0,
  );
}

function isAlias(key: CST.Token | null | undefined): boolean {
  return key?.type === 'alias';
}
