import type { ParameterInformation, Position, SignatureHelp } from 'vscode-languageserver-types';
import type { Path } from '../core/problem.ts';
import { takeApart } from '../core/spec/pieces.ts';
import { schemaAt } from '../core/spec/schema-lookup.ts';
import type { ScalarForm, ScalarPart } from '../core/spec/schema-types.ts';
import { say } from '../core/text.ts';
import type { Locale } from '../core/text.ts';
import { completionPlace } from './completion-place.ts';

import type { DocumentState } from './document-state.ts';
import { code, markup, paragraphs } from './markdown.ts';
import { sayIn } from './options.ts';
import type { ServiceOptions } from './options.ts';
import { suggestContext, suggestedValues } from './suggest/index.ts';

/** What may begin or continue a part of a short form. */
export const SIGNATURE_TRIGGERS = [' ', '>', ':', '-', ',', '/'];

/** How many of the values that fit are named; completion has the rest. */
const MOST_VALUES = 3;

/** How the short form that is being typed is put together, and which of its parts the cursor is in. */
export function signatureHelp(
  state: DocumentState,
  position: Position,
  { locale }: ServiceOptions,
): SignatureHelp | undefined {
  const { lines, text } = state.analysis.document;
  const place = completionPlace(lines, position);
  if (place === undefined || place.kind === 'flow-key') return undefined;
  // Where the block has keys already, it is the long form that is being written.
  if (place.kind === 'entry' && place.siblings.size > 0) return undefined;
  const { path } = place;
  const found = schemaAt(path);
  const schema = found?.schema.kind === 'either' ? found.schema.scalar : found?.schema;
  if (schema?.kind !== 'scalar' || schema.form === undefined) return undefined;
  let piece = takeApart(schema, text.slice(place.replace.start, lines.offsetAt(position)));
  if (piece.parts.length === 0) return undefined;
  const names: string[] = [];
  for (let last = piece.parts.at(-1); last !== undefined; last = piece.parts.at(-1)) {
    names.push(last.name ?? '');
    piece = last;
  }
  const { label, parameters } = signatureOf(schema.form, locale);
  const about = found?.field ?? schemaAt(path.slice(0, -1))?.field;
  return {
    signatures: [
      {
        label,
        documentation: markup(say(about?.summary ?? schema.shape, locale)),
        parameters: parameters.map(({ range, names, part }): ParameterInformation => ({
          label: range,
          documentation: markup(partDocs(state, [...path, ...names], part, locale)),
        })),
      },
    ],
    activeSignature: 0,
    activeParameter: parameters.findIndex((each) => each.names.join() === names.join()),
  };
}

interface Parameter {
  /** Where it stands in the label. */
  readonly range: [number, number];
  /** Its names from the outermost form inwards. */
  readonly names: readonly string[];
  readonly part: ScalarPart;
}

/** The template of a form with the labels of its parts; a part that has a form too is shown by its own parts. */
function signatureOf(
  { template, parts }: ScalarForm,
  locale: Locale,
): { label: string; parameters: Parameter[] } {
  let label = '';
  const parameters: Parameter[] = [];
  for (const piece of template.split(/(\{\w+\})/)) {
    const name = piece.slice(1, -1);
    const part = Object.hasOwn(parts, name) && piece.startsWith('{') ? parts[name] : undefined;
    const start = label.length;
    const inner = part?.schema.form === undefined ? undefined : signatureOf(part.schema.form, locale);
    label += inner?.label ?? (part === undefined ? piece : say(part.label, locale));
    for (const { range, names, part } of inner?.parameters ?? [])
      parameters.push({ range: [range[0] + start, range[1] + start], names: [name, ...names], part });
    if (part !== undefined && inner === undefined)
      parameters.push({ range: [start, label.length], names: [name], part });
  }
  return { label, parameters };
}

/** What a part is, what may stand there, and what would fit this spec. */
function partDocs(state: DocumentState, path: Path, { schema }: ScalarPart, locale: Locale): string {
  const t = sayIn(locale);
  const field = schemaAt(path)?.field;
  const { naming } = schema;
  const known = naming?.role === 'reference' ? state.names.all(naming.kind) : [];
  const values = suggestedValues(suggestContext(state, path, { locale }))
    .filter(({ value }) => !known.includes(value))
    .slice(0, MOST_VALUES);
  return paragraphs([
    field === undefined
      ? undefined
      : paragraphs([say(field.summary, locale), field.detail && say(field.detail, locale)]),
    `${t('Value', '値')}: ${say(schema.shape, locale)}`,
    values.length > 0 &&
      `${t('Would fit', '使える値')}: ${values.map(({ value }) => code(value)).join(', ')}`,
    known.length > 0 &&
      `${t('In this spec', 'このスペックにある名前')}: ${known.map((name) => code(name)).join(', ')}`,
  ]);
}
