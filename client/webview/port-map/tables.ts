import type { PortMapView } from '../../../server/src/lsp/protocol.ts';
import { button, element } from '../shared/dom.ts';

type PortMap = NonNullable<PortMapView['map']>;
type Use = PortMap['uses'][number];

export interface TableEvents {
  readonly choose: (index: number) => void;
  readonly reveal: (use: Use) => void;
}

/** The ranges as a table: the same as the picture says, in words. */
export function rangeTable(
  { words }: PortMapView,
  map: PortMap,
  chosen: number,
  events: TableEvents,
): HTMLElement[] {
  const { neighbour } = map;
  const head = (text: string): HTMLElement => element('th', { scope: 'col' }, text);
  const rows = map.own.map((range, index) => {
    const other = neighbour?.ranges[index];
    return element(
      'tr',
      { class: index === chosen ? 'chosen' : '' },
      element(
        'th',
        { scope: 'row' },
        button(
          { id: `row-${index}`, class: 'link', 'aria-pressed': String(index === chosen) },
          () => events.choose(index),
          range.name,
        ),
      ),
      element('td', { class: 'value span' }, spanText(range)),
      element(
        'td',
        {},
        useList(
          map.uses.filter(({ port }) => range.first <= port && port <= range.last),
          words,
          events,
        ),
      ),
      ...(neighbour === undefined
        ? []
        : [element('td', { class: 'value span quiet' }, other === undefined ? '' : spanText(other))]),
    );
  });
  return [
    element(
      'table',
      { 'aria-label': words.ranges },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          head(words.name),
          head(words.ports),
          head(words.uses),
          ...(neighbour === undefined ? [] : [head(neighbour.label)]),
        ),
      ),
      element('tbody', {}, ...rows),
    ),
    ...(map.more > 0 ? [element('p', { class: 'quiet' }, words.more)] : []),
  ];
}

/** The forwards at ports that are somebody else's. */
export function strays({ words }: PortMapView, map: PortMap, events: TableEvents): HTMLElement[] {
  const found = map.uses.filter(({ own }) => !own);
  return found.length === 0
    ? []
    : [element('div', { class: 'notice' }, words.strays, useList(found, words, events))];
}

function useList(uses: readonly Use[], words: PortMapView['words'], { reveal }: TableEvents): HTMLElement {
  return element(
    'ul',
    { class: 'uses' },
    ...uses.map((use) =>
      element(
        'li',
        {},
        button(
          { id: `use-${use.port}-${use.place.start.line}`, class: 'link value', title: words.showInSpec },
          () => reveal(use),
          use.text,
        ),
      ),
    ),
  );
}

function spanText({ first, last }: { readonly first: number; readonly last: number }): string {
  return first === last ? String(first) : `${first}–${last}`;
}
