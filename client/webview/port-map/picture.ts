import type { PortMapView } from '../../../server/src/lsp/protocol.ts';
import { button, element } from '../shared/dom.ts';

type PortMap = NonNullable<PortMapView['map']>;
interface Ports {
  readonly first: number;
  readonly last: number;
}

const PORTS = 65536;

/** With more rows than this they are thin, and only every fourth is labelled. */
const MOST_TALL_ROWS = 20;

export interface PictureEvents {
  /** One of the line's own ranges, by its index. */
  readonly choose: (index: number) => void;
  /** A port that is in none of them. */
  readonly find: (port: number) => void;
}

/** All ports as rows of equal length. The line's own ranges are buttons; the arrow keys go from one to the next. */
export function picture(view: PortMapView, map: PortMap, chosen: number, events: PictureEvents): HTMLElement {
  const rows = PORTS / map.rowSize;
  const dense = rows > MOST_TALL_ROWS;
  const strips = Array.from({ length: rows }, (_, row) => strip(row, map, events));
  const place = (className: string, ports: Ports, content: (part: number) => HTMLElement): void => {
    partsOf(ports, map.rowSize).forEach(({ row, left, width }, part) => {
      const made = content(part);
      made.classList.add(className);
      made.style.left = `${left}%`;
      made.style.width = `${width}%`;
      strips[row]?.append(made);
    });
  };
  const passive = (): HTMLElement => element('span');

  if (map.nobody !== undefined) place('nobody', map.nobody, passive);
  const before = (map.neighbour?.psid ?? 0) < (map.psid?.own ?? 0);
  for (const range of map.neighbour?.ranges ?? [])
    place('neighbour', range, () => element('span', { class: before ? 'before' : '' }));
  map.own.forEach((range, index) => {
    place('own', range, (part) => ownPart(part, range, index, chosen, events));
  });
  marksOf(map).forEach(({ port, count, own }) => {
    place(own ? 'use' : 'stray', { first: port, last: port }, () =>
      element('span', {}, dense || count === 1 ? '' : String(count)),
    );
  });
  if (map.found !== undefined) place('found', { first: map.found.port, last: map.found.port }, passive);

  const made = element(
    'div',
    { class: dense ? 'picture dense' : 'picture', role: 'group', 'aria-label': view.words.map },
    ...strips.flatMap((each, row) => [
      element(
        'span',
        { class: 'row-label', 'aria-hidden': 'true' },
        dense && row % 4 > 0 ? '' : String(row * map.rowSize),
      ),
      each,
    ]),
  );
  made.addEventListener('keydown', (event) => walk(event, made));
  return made;
}

function strip(row: number, map: PortMap, { find }: PictureEvents): HTMLElement {
  const made = element('div', { class: 'strip' });
  made.addEventListener('click', ({ target, clientX }) => {
    if (target !== made) return;
    const { left, width } = made.getBoundingClientRect();
    const within = Math.floor(((clientX - left) / width) * map.rowSize);
    find(row * map.rowSize + Math.min(Math.max(within, 0), map.rowSize - 1));
  });
  return made;
}

/** A range is one button; where it goes on in the next row, the rest can be clicked too. */
function ownPart(
  part: number,
  range: PortMap['own'][number],
  index: number,
  chosen: number,
  { choose }: PictureEvents,
): HTMLElement {
  const pressed = index === chosen;
  const attributes =
    part > 0
      ? { tabindex: -1, 'aria-hidden': 'true', class: pressed ? 'chosen' : '' }
      : {
          id: `own-${index}`,
          title: range.label,
          'aria-label': range.label,
          'aria-pressed': String(pressed),
          class: pressed ? 'chosen' : '',
          // One stop for the tab key: the chosen range, or the first.
          tabindex: index === Math.max(chosen, 0) ? 0 : -1,
        };
  return button(attributes, () => choose(index));
}

/** One mark for each range that is in use, with how many uses it has; ports of somebody else are marked one by one. */
function marksOf({ own, uses }: PortMap): { port: number; count: number; own: boolean }[] {
  return [
    ...own.flatMap(({ first, last }) => {
      const used = uses.filter(({ port }) => first <= port && port <= last);
      return used[0] === undefined ? [] : [{ port: used[0].port, count: used.length, own: true }];
    }),
    ...uses.filter((use) => !use.own).map(({ port }) => ({ port, count: 1, own: false })),
  ];
}

/** Where a range lies in the rows: percentages of their length. */
function partsOf({ first, last }: Ports, rowSize: number): { row: number; left: number; width: number }[] {
  const parts: { row: number; left: number; width: number }[] = [];
  for (let at = first; at <= last;) {
    const row = Math.floor(at / rowSize);
    const end = Math.min(last, (row + 1) * rowSize - 1);
    parts.push({
      row,
      left: ((at - row * rowSize) / rowSize) * 100,
      width: ((end - at + 1) / rowSize) * 100,
    });
    at = end + 1;
  }
  return parts;
}

const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowRight: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
  ArrowLeft: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/** Moves the focus among the ranges. */
function walk(event: KeyboardEvent, made: HTMLElement): void {
  const step = STEPS[event.key];
  const ranges = [...made.querySelectorAll<HTMLElement>('.own[id]')];
  const at = ranges.findIndex((each) => each === document.activeElement);
  if (step === undefined || at < 0) return;
  event.preventDefault();
  const next = ranges[step(at, ranges.length - 1)];
  for (const each of ranges) each.tabIndex = each === next ? 0 : -1;
  next?.focus();
}
