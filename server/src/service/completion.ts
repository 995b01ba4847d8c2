import { CompletionItemKind, InsertTextFormat, InsertTextMode } from 'vscode-languageserver-types';
import type { CompletionItem, Position, TextEdit } from 'vscode-languageserver-types';
import { providerById } from '../core/isp/index.ts';
import type { Path } from '../core/problem.ts';
import { RULES } from '../core/rules/index.ts';
import { objectAt, pathText, schemaAt } from '../core/spec/schema-lookup.ts';
import { shapeOf } from '../core/spec/schema-text.ts';
import type { Fields, ScalarSchema, Schema } from '../core/spec/schema-types.ts';
import { say } from '../core/text.ts';
import { blockOf, flowOf, hole, itemOf, literal, valueOf } from './completion-insert.ts';
import { completionPlace } from './completion-place.ts';
import type { CompletionPlace } from './completion-place.ts';
import { suggestedValues } from './completion-values.ts';
import type { DocumentState } from './document-state.ts';
import { explainProvider } from './explain/provider.ts';
import { keyDocs } from './hover-key.ts';
import { markup, paragraphs } from './markdown.ts';
import { sayIn } from './options.ts';
import type { ServiceOptions } from './options.ts';
import { rangeOf } from './ranges.ts';

export interface CompletionOptions extends ServiceOptions {
  /** Whether the client can put the cursor into holes of the inserted text. */
  readonly snippets: boolean;
}

/** What an item is about, from which its documentation is made when it is looked at. */
interface CompletionData {
  readonly path: Path;
  readonly value?: string;
}

/** The keys and values that may stand at a position. */
export function completions(
  state: DocumentState,
  position: Position,
  options: CompletionOptions,
): CompletionItem[] {
  const { lines } = state.analysis.document;
  const comment = suppressionCodes(state, position, options);
  if (comment !== undefined) return comment;
  const place = completionPlace(lines, position);
  const found = place === undefined ? undefined : schemaAt(place.path);
  if (place === undefined || found === undefined) return [];
  const builder = new ItemBuilder(state, place, options);
  return builder.at(found.schema);
}

/** Adds the documentation to an item that the user looks at. */
export function resolveCompletion(item: CompletionItem, options: ServiceOptions): CompletionItem {
  const data = item.data as CompletionData | undefined;
  if (data === undefined) return item;
  const rule = RULES.find(({ code }) => code === data.value && data.path.length === 0);
  if (rule !== undefined)
    return {
      ...item,
      documentation: markup(
        paragraphs([`**${say(rule.title, options.locale)}**`, say(rule.explanation, options.locale)]),
      ),
    };
  const place = schemaAt(data.path);
  if (place === undefined) return item;
  const provider =
    pathText(data.path) === 'tunnel.provider' && data.value !== undefined
      ? providerById(data.value)
      : undefined;
  const text =
    provider !== undefined ? explainProvider(provider, options.locale) : keyDocs(data.path, place, options);
  return { ...item, documentation: markup(text) };
}

class ItemBuilder {
  private readonly state: DocumentState;
  private readonly place: CompletionPlace;
  private readonly options: CompletionOptions;

  constructor(state: DocumentState, place: CompletionPlace, options: CompletionOptions) {
    this.state = state;
    this.place = place;
    this.options = options;
  }

  at(schema: Schema): CompletionItem[] {
    const { kind } = this.place;
    if (kind === 'flow-key') {
      const object = objectAt(schema);
      return object === undefined ? [] : this.keys(object.fields);
    }
    switch (schema.kind) {
      case 'object':
        return kind === 'entry' ? this.keys(schema.fields) : this.example(schema);
      case 'either':
        return [...(kind === 'entry' ? this.keys(schema.object.fields) : []), ...this.values(schema.scalar)];
      case 'list':
        return kind === 'entry' ? this.entries(schema.item) : this.example(schema);
      case 'scalar':
        return this.values(schema);
      case 'map':
        return [];
    }
  }

  /** The keys of a block that it does not have yet: those that it must have first, then in the order of the schema. */
  private keys(fields: Fields): CompletionItem[] {
    const { place, options } = this;
    return Object.entries(fields)
      .filter(([key]) => !place.siblings.has(key))
      .map(([key, field], index): CompletionItem => {
        const text = place.beforeColon
          ? key
          : place.kind === 'flow-key'
            ? `${key}: ${flowOf(field)}`
            : `${key}:${blockOf(field)}`;
        return {
          label: key,
          kind: field.schema.kind === 'scalar' ? CompletionItemKind.Property : CompletionItemKind.Module,
          detail: field.required
            ? sayIn(options.locale)('required', '必須')
            : say(shapeOf(field.schema), options.locale),
          sortText: `${field.required ? 0 : 1}${String(index).padStart(3, '0')}`,
          ...this.insert(text),
          data: this.about([...place.path, key]),
        };
      });
  }

  /** Values: those that the line suggests, then all that are allowed, or examples where anything of a form is. */
  private values(scalar: ScalarSchema<unknown>): CompletionItem[] {
    const { place, options, state } = this;
    const t = sayIn(options.locale);
    const suggested = suggestedValues(state.analysis, place.path, options.locale);
    const closed = (scalar.values ?? []).map(({ value, docs }) => ({
      value,
      detail: say(docs, options.locale),
    }));
    const field = schemaAt(place.path)?.field;
    const examples =
      closed.length > 0 || suggested.length > 0
        ? []
        : [
            ...new Set([
              ...(typeof field?.default === 'string' ? [field.default] : []),
              ...(field?.examples ?? []),
            ]),
          ].map((value) => ({
            value,
            detail: value === field?.default ? t('the default', '既定値') : t('an example', '例'),
          }));
    const first = new Set(suggested.map(({ value }) => value));
    return [...suggested, ...closed.filter(({ value }) => !first.has(value)), ...examples].map(
      ({ value, detail }, index): CompletionItem => ({
        label: value,
        kind: scalar.values === undefined ? CompletionItemKind.Value : CompletionItemKind.EnumMember,
        detail,
        sortText: `0${String(index).padStart(3, '0')}`,
        ...this.insert(literal(value)),
        data: this.about(place.path, value),
      }),
    );
  }

  /** What a whole block or list may look like behind its key. */
  private example(schema: Schema): CompletionItem[] {
    const { place } = this;
    const field = schemaAt(place.path)?.field;
    if (schema.kind === 'list' && field === undefined) return [];
    return (field?.examples ?? []).map((value): CompletionItem => ({
      label: value,
      kind: CompletionItemKind.Value,
      detail: sayIn(this.options.locale)('an example', '例'),
      ...this.insert(literal(value)),
      data: this.about(place.path),
    }));
  }

  /** An entry of a list on a line of its own; behind its dash the entry itself is completed. */
  private entries(item: Schema): CompletionItem[] {
    const { place, options } = this;
    if (place.afterDash) return [];
    const entry = itemOf(item);
    return [
      {
        label: `- ${entry.label}`,
        filterText: '-',
        kind: CompletionItemKind.Struct,
        detail: say(shapeOf(item), options.locale),
        ...this.insert(`- ${entry.text}`),
        data: this.about([...place.path, 0]),
      },
    ];
  }

  private about(path: Path, value?: string): CompletionData {
    return value === undefined ? { path } : { path, value };
  }

  /** The edit of an item. Text with holes is a snippet where the client knows them; else the holes' own text stands there. */
  private insert(text: string): Pick<CompletionItem, 'textEdit' | 'insertTextFormat' | 'insertTextMode'> {
    const { place, options, state } = this;
    const snippet = options.snippets && hole.test(text);
    const newText = `${place.needsSpace ? ' ' : ''}${snippet ? text : valueOf(text)}`;
    const textEdit: TextEdit = { range: rangeOf(state.analysis.document.lines, place.replace), newText };
    return {
      textEdit,
      insertTextFormat: snippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      insertTextMode: InsertTextMode.adjustIndentation,
    };
  }
}

/** Behind `# router-spec-ignore:`: the codes of the problems that such a comment would silence, then all others. */
function suppressionCodes(
  state: DocumentState,
  position: Position,
  { locale }: ServiceOptions,
): CompletionItem[] | undefined {
  const { document } = state.analysis;
  const before = document.lines.lineText(position.line).slice(0, position.character);
  const match = /(?:^|\s)#\s*router-spec-ignore:\s*(?:[^\s,]+,\s*)*([^\s,]*)$/.exec(before);
  if (match === null) return undefined;
  const line = before.slice(0, match.index).trim() === '' ? position.line + 1 : position.line;
  const here = new Set(
    state
      .problems({})
      .flatMap((problem) =>
        document.lines.positionAt(problem.span.start).line === line ? [problem.code] : [],
      ),
  );
  const start = { line: position.line, character: position.character - (match[1]?.length ?? 0) };
  return RULES.map(({ code, title }): CompletionItem => ({
    label: code,
    kind: CompletionItemKind.Constant,
    detail: say(title, locale),
    sortText: `${here.has(code) ? 0 : 1}${code}`,
    textEdit: { range: { start, end: position }, newText: code },
    data: { path: [], value: code } satisfies CompletionData,
  }));
}
