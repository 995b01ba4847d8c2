import { DocumentHighlightKind } from 'vscode-languageserver-types';
import type { DocumentHighlight, Location, Position } from 'vscode-languageserver-types';
import type { Span } from '../core/problem.ts';
import type { DocumentState } from './document-state.ts';
import type { NamePlace } from './names.ts';
import { rangeOf } from './ranges.ts';

/**
 * Where the name at a position is given. For a name that a default gives, that is the block whose key was left out; a
 * secret is given nowhere in a spec.
 */
export function definition(state: DocumentState, position: Position): Location[] {
  const { document } = state.analysis;
  const place = nameAt(state, position);
  if (place === undefined) return [];
  const given = state.names.of(place.kind, place.name).filter(({ role }) => role === 'declaration');
  const implied = state.names.impliedAs(place.kind, place.name);
  return [...given.map(({ span }) => span), ...implied.map(({ path }) => document.keySpanOf(path))].map(
    (span) => locationOf(state, span),
  );
}

/** The places where the name at a position is used; on demand also those where it is given. */
export function references(state: DocumentState, position: Position, declarations: boolean): Location[] {
  return placesOfNameAt(state, position)
    .filter(({ role }) => declarations || role === 'reference')
    .map(({ span }) => locationOf(state, span));
}

/** The name at a position in all its places. */
export function highlights(state: DocumentState, position: Position): DocumentHighlight[] {
  return placesOfNameAt(state, position).map(({ role, span }) => ({
    range: rangeOf(state.analysis.document.lines, span),
    kind: role === 'declaration' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}

/** The name at a position. */
export function nameAt(state: DocumentState, position: Position): NamePlace | undefined {
  return state.names.at(state.analysis.document.lines.offsetAt(position));
}

function placesOfNameAt(state: DocumentState, position: Position): NamePlace[] {
  const place = nameAt(state, position);
  return place === undefined ? [] : state.names.of(place.kind, place.name);
}

function locationOf({ uri, analysis }: DocumentState, span: Span): Location {
  return { uri, range: rangeOf(analysis.document.lines, span) };
}
