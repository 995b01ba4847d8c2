import type { Locale } from '../../core/text.ts';
import type { DocumentState } from '../document-state.ts';
import { removeDefault, writeDefaults } from './defaults.ts';
import { changeForm } from './forms.ts';
import type { Refactoring } from './refactoring.ts';
import { storeSecret } from './secrets.ts';

/** What can be written otherwise at an offset, the router staying as it is. `secrets`: the client can store them. */
export function refactorings(
  { analysis }: DocumentState,
  offset: number,
  { locale, secrets }: { readonly locale: Locale; readonly secrets: boolean },
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
    ...(secrets ? storeSecret(entry, locale) : []),
    ...(on === 'key' || entry.quote !== undefined ? removeDefault(analysis, entry, locale) : []),
    ...(on === 'key' ? writeDefaults(analysis, isFirst ? outer : entry, locale) : []),
  ];
}
