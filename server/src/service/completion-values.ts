import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver-types';
import { takeApart } from '../core/spec/pieces.ts';
import type { Piece } from '../core/spec/pieces.ts';
import { schemaAt } from '../core/spec/schema-lookup.ts';
import type { ScalarSchema } from '../core/spec/schema-types.ts';
import { say } from '../core/text.ts';
import { canonical } from './canonical.ts';
import { literal } from './completion-insert.ts';
import type { CompletionData, CompletionSite } from './completion-site.ts';
import { onlyValues, suggestedValues } from './suggest/index.ts';
import type { SuggestedValue } from './suggest/index.ts';

/** The items for a scalar at a place. */
export class ValueItems {
  private readonly site: CompletionSite;
  private readonly scalar: ScalarSchema<unknown>;

  constructor(site: CompletionSite, scalar: ScalarSchema<unknown>) {
    this.site = site;
    this.scalar = scalar;
  }

  /** Whether a short form is being typed, behind its first part. */
  get continuesShortForm(): boolean {
    return this.part()?.isFirst === false;
  }

  /** Values: those that this router suggests, then all that are allowed, or examples where anything of a form is. */
  all(): CompletionItem[] {
    const { place } = this.site;
    const part = this.part();
    const parts = part === undefined ? [] : this.partChoices(part);
    const ofParts =
      part === undefined ? [] : parts.map((choice, index) => this.partItem(choice, index, part));
    // Behind the first part of a short form only what continues it makes sense.
    if (part?.isFirst === false) return ofParts;
    const written = this.site.state.analysis.document.text.slice(place.replace.start, place.replace.end);
    const choices = this.choices();
    const known = new Set(parts.map(({ value }) => value));
    const whole = choices.length > 0 || parts.length > 0 ? choices : this.examples();
    const usual = canonical(this.scalar, written);
    return [
      ...(usual === undefined ? [] : [usual]).map((value) => ({
        ...this.valueItem(
          { value, detail: this.site.t('in the usual form', '標準の書き方') },
          0,
          this.scalar,
        ),
        // The editor looks for what was typed, and takes what is to be written.
        filterText: written,
        sortText: '000',
        preselect: true,
      })),
      ...whole
        .filter(({ value }) => !known.has(value))
        .map((choice, index) => this.valueItem(choice, index, this.scalar)),
      ...ofParts,
    ];
  }

  /** The part of a short form that the cursor is in. */
  private part(): Part | undefined {
    const { start } = this.site.place.replace;
    const typed = this.site.state.analysis.document.text.slice(start, this.site.cursor);
    const part = lastPart(takeApart(this.scalar, typed, start));
    // Behind blanks, or where nobody could tell the parts, the cursor is in none.
    return part?.piece.span.end === this.site.cursor
      ? { ...part, isFirst: part.piece.span.start === start }
      : undefined;
  }

  /** What may stand at the place, best first. */
  private choices(): SuggestedValue[] {
    const context = this.site.about(this.site.place.path);
    const suggested = suggestedValues(context);
    return onlyValues(context) === undefined
      ? [...suggested, ...this.closedValues(this.scalar, suggested)]
      : suggested;
  }

  /** The values of a closed scalar, but those that are suggested already. */
  private closedValues(
    scalar: ScalarSchema<unknown>,
    suggested: readonly SuggestedValue[],
  ): SuggestedValue[] {
    const first = new Set(suggested.map(({ value }) => value));
    return (scalar.values ?? [])
      .filter(({ value }) => !first.has(value))
      .map(({ value, docs }) => ({ value, detail: say(docs, this.site.options.locale) }));
  }

  /** The default and the examples of a key whose value can be anything of a form. */
  private examples(): SuggestedValue[] {
    const field = schemaAt(this.site.place.path)?.field;
    const standard = typeof field?.default === 'string' ? field.default : undefined;
    return [...new Set([...(standard === undefined ? [] : [standard]), ...(field?.examples ?? [])])].map(
      (value) => ({
        value: unquoted(value),
        detail: value === standard ? this.site.t('the default', '既定値') : this.site.t('an example', '例'),
      }),
    );
  }

  private valueItem(
    { value, detail }: SuggestedValue,
    index: number,
    scalar: ScalarSchema<unknown>,
    replace = this.site.place.replace,
    text = this.site.scalar(value),
  ): CompletionItem {
    return {
      label: value,
      kind: scalar.values === undefined ? CompletionItemKind.Value : CompletionItemKind.EnumMember,
      detail,
      // Behind the keys of the long form, where there is one.
      sortText: `${this.site.place.kind === 'entry' ? 1 : 0}${String(index + 500).padStart(3, '0')}`,
      ...this.site.insert(literal(text), replace),
      data: { path: this.site.place.path, value } satisfies CompletionData,
    };
  }

  private partChoices({ piece, names }: Part): SuggestedValue[] {
    const suggested = suggestedValues(this.site.about([...this.site.place.path, ...names]));
    return [...suggested, ...this.closedValues(piece.schema, suggested)];
  }

  /** A value for the part of a short form that the cursor is in. */
  private partItem(choice: SuggestedValue, index: number, part: Part): CompletionItem {
    const { schema, span } = part.piece;
    const { text } = this.site.state.analysis.document;
    let { end } = span;
    while (end < this.site.place.replace.end && /[^\s:,/}\]"'-]/.test(text[end] ?? '"')) end++;
    return this.valueItem(choice, index, schema, { start: span.start, end }, choice.value);
  }
}

interface Part {
  readonly piece: Piece;
  /** The names of the parts that it is in, and its own. */
  readonly names: readonly string[];
  /** It is where the scalar begins. */
  readonly isFirst: boolean;
}

/** The innermost part at the end of a piece; undefined where it has none. */
function lastPart(piece: Piece): Omit<Part, 'isFirst'> | undefined {
  const names: string[] = [];
  let last = piece;
  for (let next = last.parts.at(-1); next !== undefined; next = last.parts.at(-1)) {
    names.push(next.name ?? '');
    last = next;
  }
  return names.length === 0 ? undefined : { piece: last, names };
}

function unquoted(example: string): string {
  return example.replace(/^(["'])(.*)\1$/, '$2');
}
