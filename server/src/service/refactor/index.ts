import type { Locale } from '../../core/text.ts';
import type { DocumentState } from '../document-state.ts';
import { removeDefault, writeDefaults } from './defaults.ts';
import { changeForm, usualForm } from './forms.ts';
import type { Refactoring } from './refactoring.ts';
import { storeSecret } from './secrets.ts';

export interface RefactorOptions {
  readonly locale: Locale;
  /** Whether the client can store secrets. */
  readonly secrets: boolean;
}

/** What can be written otherwise at an offset, the router staying as it is. */
export function refactorings(
  { analysis }: DocumentState,
  offset: number,
  { locale, secrets }: RefactorOptions,
): Refactoring[] {
  const { document } = analysis;
  const found = document.entryAt(offset);
  if (found === undefined) return [];
  const { entry, on } = found;
  // On the first key of an entry of a list the entry is meant too: it has no key of its own.
  const outer = document.entry(entry.path.slice(0, -1));
  const isFirst = typeof outer?.path.at(-1) === 'number' && document.childrenOf(outer.path)[0] === entry;
  return [
    ...changeForm(document, entry.path, locale),
    ...usualForm(document, entry, locale),
    ...(secrets ? storeSecret(entry, locale) : []),
    ...(on === 'key' || entry.quote !== undefined ? removeDefault(analysis, entry, locale) : []),
    ...(on === 'key' ? writeDefaults(analysis, isFirst ? outer : entry, locale) : []),
  ];
}

/** Stores the secret in clear text at an offset, where there is one and the client can. */
export function secretActions(
  { analysis }: DocumentState,
  offset: number,
  { locale, secrets }: RefactorOptions,
): Refactoring[] {
  const found = analysis.document.entryAt(offset);
  return found === undefined || !secrets ? [] : storeSecret(found.entry, locale);
}
