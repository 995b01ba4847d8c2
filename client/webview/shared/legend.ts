import { element } from './dom.ts';

/** What the looks in a picture mean; each kind has a class that gives its sample the look. */
export function legend(entries: readonly { readonly kind: string; readonly label: string }[]): HTMLElement {
  return element(
    'ul',
    { class: 'legend' },
    ...entries.map(({ kind, label }) =>
      element('li', {}, element('span', { class: `sample ${kind}` }), label),
    ),
  );
}
