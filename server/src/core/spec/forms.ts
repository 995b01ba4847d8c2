import type { Path, TextEdit } from '../problem.ts';
import { columnText, hasComment } from './edit-places.ts';
import { takeApart } from './pieces.ts';
import { schemaAt } from './schema-lookup.ts';
import type { ScalarForm, ScalarSchema } from './schema-types.ts';
import type { Entry, SpecDocument } from './spec-document.ts';
import { scalarText } from './yaml-text.ts';

/** Edits between the short form of something and the long one, such as `tcp 5473 -> nas:443`; both mean the same. */

/** Writes the short form at a path as keys: in the style of the list's other entries, else in braces. */
export function toLongForm(document: SpecDocument, path: Path): TextEdit[] | undefined {
  const entry = document.entry(path);
  const forms = formsAt(path);
  if (entry?.content === undefined || entry.aliased || entry.quote === 'block' || forms === undefined)
    return undefined;
  if (!forms.scalar.parse(entry.content).ok) return undefined;
  const pairs = takeApart(forms.scalar, entry.content).parts.map(
    ({ name, text }) => [name ?? '', text] as const,
  );
  if (isInBlock(document, path)) {
    const lines = pairs.map(([key, text]) => `${key}: ${scalarText(text, false)}`);
    const indent = columnText(document, entry.value.start);
    return [{ span: entry.value, newText: lines.join(`${document.eol}${indent}`) }];
  }
  const inner = pairs.map(([key, text]) => `${key}: ${scalarText(text, true)}`);
  return [{ span: entry.value, newText: `{ ${inner.join(', ')} }` }];
}

/** Writes the keys at a path as the short form; nothing where they have a comment between them, which would be lost. */
export function toShortForm(document: SpecDocument, path: Path): TextEdit[] | undefined {
  const entry = document.entry(path);
  const forms = formsAt(path);
  if (entry === undefined || entry.aliased || entry.content !== undefined || forms === undefined)
    return undefined;
  const children = document.childrenOf(path);
  const texts = new Map(children.map((child) => [String(child.path.at(-1)), child]));
  const names = Object.keys(forms.form.parts);
  if (texts.size !== names.length || children.some((child) => child.aliased || child.key === undefined))
    return undefined;
  const parts = names.map((name) => texts.get(name)?.content);
  if (parts.some((part) => part === undefined)) return undefined;
  const short = names.reduce(
    (text, name, index) => text.replace(`{${name}}`, () => parts[index] ?? ''),
    forms.form.template,
  );
  const last = Math.max(...children.map((child) => child.value.end));
  const span = { start: entry.value.start, end: entry.flow ? entry.value.end : last };
  if (hasComment(document, span) || !forms.scalar.parse(short).ok) return undefined;
  return [{ span, newText: scalarText(short, document.isInFlow(path)) }];
}

interface Forms {
  readonly scalar: ScalarSchema<unknown>;
  readonly form: ScalarForm;
}

/** The two forms that a place can have; undefined where it has one alone. */
export function formsAt(path: Path): Forms | undefined {
  const schema = schemaAt(path)?.schema;
  if (schema?.kind !== 'either' || schema.scalar.form === undefined) return undefined;
  return { scalar: schema.scalar, form: schema.scalar.form };
}

/** Whether the other entries of the list that have keys have them on lines of their own. */
function isInBlock(document: SpecDocument, path: Path): boolean {
  const isMapping = (each: Entry): boolean => each.quote === undefined && each.value.end > each.value.start;
  const others = document.childrenOf(path.slice(0, -1)).filter(isMapping);
  return !document.isInFlow(path) && others.length > 0 && others.every(({ flow }) => !flow);
}
