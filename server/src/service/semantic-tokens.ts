import type { Range } from 'vscode-languageserver-types';
import { parseIpv4, parseIpv6 } from '../core/net/address.ts';
import type { Span } from '../core/problem.ts';
import { placeOf } from '../core/spec/pieces.ts';
import type { Piece, SpecScalar } from '../core/spec/pieces.ts';
import type { DocumentState } from './document-state.ts';
import { spanOf, touches } from './ranges.ts';

/** The kinds of tokens; those that the protocol does not know are described to VS Code in package.json. */
const TYPES = [
  'address',
  'prefix',
  'mac',
  'port',
  'networkInterface',
  'host',
  'secret',
  'number',
  'enumMember',
] as const;
type TokenType = (typeof TYPES)[number];

/** What the numbers in the answers stand for. A name is marked where it is given. */
export const LEGEND = { tokenTypes: [...TYPES], tokenModifiers: ['declaration'] };

/** By the types of the schema. What is not here is seen by its parts, or left to the grammar. */
const TYPE_OF: Readonly<Record<string, TokenType>> = {
  ipv4: 'address',
  ipv6: 'address',
  ip: 'address',
  'ipv4-prefix': 'prefix',
  'ipv6-prefix': 'prefix',
  mac: 'mac',
  port: 'port',
  interface: 'networkInterface',
  host: 'host',
  'lan-host': 'host',
  'secret-name': 'secret',
  integer: 'number',
  duration: 'number',
  'prefix-length': 'number',
  choice: 'enumMember',
};

interface Token {
  readonly span: Span;
  readonly type: TokenType;
  readonly declaration: boolean;
}

/**
 * What the values of a spec mean, as the protocol encodes it: five numbers for each token, places relative to the one
 * before. A value that is wrong has no meaning, and no token.
 *
 * @param range only what touches it
 */
export function semanticTokens(state: DocumentState, range?: Range): number[] {
  const { document } = state.analysis;
  const wanted = range === undefined ? undefined : spanOf(document.lines, range);
  const tokens = document.scalars
    // What is reached through an alias stands at its anchor.
    .filter(({ entry, span }) => !entry.aliased && (wanted === undefined || touches(span, wanted)))
    .flatMap((scalar) => tokensIn(scalar, scalar.piece))
    .sort((a, b) => a.span.start - b.span.start);
  const data: number[] = [];
  let before = { line: 0, character: 0 };
  for (const { span, type, declaration } of tokens) {
    const at = document.lines.positionAt(span.start);
    const line = at.line - before.line;
    data.push(line, line === 0 ? at.character - before.character : at.character);
    data.push(span.end - span.start, TYPES.indexOf(type), declaration ? 1 : 0);
    before = at;
  }
  return data;
}

function tokensIn(scalar: SpecScalar, piece: Piece): Token[] {
  const type = typeOf(piece);
  if (type === undefined) return piece.parts.flatMap((part) => tokensIn(scalar, part));
  const span = placeOf(scalar, piece);
  const declaration = piece.schema.naming?.role === 'declaration';
  return span === undefined || !piece.schema.parse(piece.text).ok ? [] : [{ span, type, declaration }];
}

function typeOf({ schema, text }: Piece): TokenType | undefined {
  const type = TYPE_OF[schema.type];
  if (type === 'host') return parseIpv4(text).ok || parseIpv6(text).ok ? 'address' : 'host';
  // A word beside numbers, such as `auto`; the grammar knows `true` and `false` in any YAML.
  const word = type === 'number' && schema.values?.some(({ value }) => value === text) === true;
  if (word) return /^(?:true|false)$/.test(text) ? undefined : 'enumMember';
  return type;
}
