import type { Position, Range, WorkspaceEdit } from 'vscode-languageserver-types';
import { fail, ok } from '../core/net/result.ts';
import type { Result } from '../core/net/result.ts';
import type { Span, TextEdit } from '../core/problem.ts';
import { setValue } from '../core/spec/edit.ts';
import { placeOf } from '../core/spec/pieces.ts';
import { clip } from '../core/spec/scalars.ts';
import { pathText } from '../core/spec/schema-lookup.ts';
import type { NameKind } from '../core/spec/schema-types.ts';
import { say } from '../core/text.ts';
import type { Locale, Text } from '../core/text.ts';
import type { DocumentState } from './document-state.ts';
import type { ImpliedName, NamePlace } from './names.ts';
import { nameAt } from './navigation.ts';
import type { ServiceOptions } from './options.ts';
import { rangeOf } from './ranges.ts';
import { workspaceEdit } from './workspace-edit.ts';

/** Why something cannot be renamed, for the user to read. */
export class Refusal extends Error {
  constructor(reason: Text, locale: Locale) {
    super(say(reason, locale));
  }
}

export interface RenameOptions extends ServiceOptions {
  /** Whether an edit may say which version of the document it is for. */
  readonly versionedEdits: boolean;
}

const KINDS: Readonly<Record<NameKind, Text>> = {
  interface: { en: 'interface', ja: 'インターフェース' },
  reservation: { en: 'reservation', ja: '予約' },
  secret: { en: 'secret', ja: 'シークレット' },
};

/** The name at a position, to be typed over. Throws a `Refusal` where there is none. */
export function prepareRename(
  state: DocumentState,
  position: Position,
  { locale }: ServiceOptions,
): { range: Range; placeholder: string } {
  const { span, name, written } = renamed(state, position, locale);
  // Where a name is written in a way of its own, it is shown as it is written elsewhere.
  const own = written === undefined || written.piece.schema.naming?.write !== undefined;
  return {
    range: rangeOf(state.analysis.document.lines, span),
    placeholder: own ? name : written.piece.text,
  };
}

/**
 * The edits that give a name another one in all its places; the rest of each scalar stays, with quotes and comments.
 * Throws a `Refusal` where the new name is not possible in one of the places, or taken.
 */
export function rename(
  state: DocumentState,
  position: Position,
  newName: string,
  { locale, versionedEdits }: RenameOptions,
): WorkspaceEdit {
  const { kind, name } = renamed(state, position, locale);
  // Every place is asked, also where several of them are one text, through aliases; those that give the name know best.
  const places = state.names.places.filter((place) => place.kind === kind && place.name === name);
  for (const role of ['declaration', 'reference'] as const)
    for (const place of places.filter((each) => each.role === role)) {
      const answer = asksFor(place, newName);
      if (!answer.ok) throw new Refusal(inUse(state, place, places, answer.reason), locale);
      if (answer.value !== name) refuseTaken(state, kind, answer.value, locale);
    }
  const edits = [
    ...state.names.of(kind, name).flatMap((place) => editOf(state, place, newName, locale)),
    ...state.names.impliedAs(kind, name).flatMap((each) => writtenDown(state, each, newName, locale)),
  ];
  return workspaceEdit(state, edits, { versionedEdits });
}

function renamed(state: DocumentState, position: Position, locale: Locale): NamePlace {
  const place = nameAt(state, position);
  if (place !== undefined) return place;
  throw new Refusal(
    {
      en: 'Only names can be renamed: those of interfaces, DHCP reservations and secrets.',
      ja: '名前を変更できるのは、インターフェース、DHCP 予約、シークレットだけです。',
    },
    locale,
  );
}

/** The new name in the form in which names are compared, if a place takes it, alone and with the rest of its scalar. */
function asksFor({ written, name }: NamePlace, newName: string): Result<string> {
  if (written === undefined) return ok(name);
  const { piece, scalar } = written;
  const text = textFor(piece.schema.naming, newName);
  const parsed = piece.schema.parse(text);
  if (!parsed.ok) return parsed;
  const { start, end } = piece.span;
  const before = scalar.piece.text;
  const whole = scalar.piece.schema.parse(before.slice(0, start) + text + before.slice(end));
  if (!whole.ok) return whole;
  const accepted = piece.schema.naming?.of(parsed.value);
  return accepted === undefined
    ? fail(
        `\`${clip(newName)}\` is an address, not a name.`,
        `\`${clip(newName)}\` は名前ではなくアドレスです。`,
      )
    : ok(accepted);
}

/** A reason of a place that uses a name which another one gives, and would take, says where it is. */
function inUse(state: DocumentState, place: NamePlace, places: readonly NamePlace[], reason: Text): Text {
  if (place.role === 'declaration' || places.every(({ role }) => role === 'reference')) return reason;
  const line = lineOf(state, place.span);
  return {
    en: `The name is used on line ${line}, where this one is not possible. ${reason.en}`,
    ja: `この名前は ${line} 行目で使われていますが、そこでは指定できません。${reason.ja}`,
  };
}

function refuseTaken(state: DocumentState, kind: NameKind, name: string, locale: Locale): void {
  const [place] = state.names.of(kind, name);
  const [implied] = state.names.impliedAs(kind, name);
  if (place === undefined && implied === undefined) return;
  const line = lineOf(state, place?.span ?? state.analysis.document.keySpanOf(implied?.path ?? []));
  throw new Refusal(
    {
      en: `Another ${KINDS[kind].en} is already called \`${name}\` (line ${line}). Choose a name that is free.`,
      ja: `\`${name}\` は別の${KINDS[kind].ja}の名前として使われています（${line} 行目）。ほかの名前にしてください。`,
    },
    locale,
  );
}

function editOf(state: DocumentState, place: NamePlace, newName: string, locale: Locale): TextEdit[] {
  // An alias stays: it is the text at its anchor that changes.
  if (place.written === undefined) return [];
  const { piece, scalar } = place.written;
  const span = placeOf(scalar, piece);
  if (span !== undefined) return [{ span, newText: textFor(piece.schema.naming, newName) }];
  const line = lineOf(state, place.span);
  throw new Refusal(
    {
      en: `On line ${line} the name is written with escapes or over several lines. Write it plainly first.`,
      ja: `${line} 行目の名前はエスケープや複数行で書かれています。先に普通の書き方に直してください。`,
    },
    locale,
  );
}

/** A name that came from a default is written down, or its uses would lead nowhere. */
function writtenDown(
  { analysis }: DocumentState,
  { path, name }: ImpliedName,
  newName: string,
  locale: Locale,
): TextEdit[] {
  const edits = setValue(analysis.document, path, newName);
  if (edits !== undefined) return edits;
  throw new Refusal(
    {
      en: `\`${name}\` is the default of \`${pathText(path)}\`. Write that key first.`,
      ja: `\`${name}\` は \`${pathText(path)}\` の既定値です。先にこのキーを書いてください。`,
    },
    locale,
  );
}

function textFor(naming: { write?(name: string): string } | undefined, name: string): string {
  return naming?.write?.(name) ?? name;
}

function lineOf({ analysis }: DocumentState, { start }: Span): number {
  return analysis.document.lines.positionAt(start).line + 1;
}
