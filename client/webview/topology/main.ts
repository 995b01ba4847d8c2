import type { TopologyView } from '../../../server/src/lsp/protocol.ts';
import { button, element, replaceContent } from '../shared/dom.ts';
import { legend } from '../shared/legend.ts';
import { Page } from '../shared/page.ts';
import { drawing } from './drawing.ts';
import type { Part } from './drawing.ts';
import { layOut } from './layout.ts';
import { measureTexts } from './measure.ts';

/** Pixels: a drawing is not laid out narrower than this, but scaled; a whole IPv6 address has room then. */
const LEAST_WIDTH = 490;

/** Pixels: lines do not get longer than one can follow. */
const MOST_WIDTH = 760;

const page = new Page<object, TopologyView>({});
const parts = {
  picture: element('section', { class: 'picture' }),
  table: element('details'),
};
let shown: TopologyView | undefined;

page.start(parts, {
  draw(view) {
    shown = view;
    drawPicture();
    parts.table.hidden = view.rows.length === 0;
    replaceContent(parts.table, ...tableOf(view));
  },
});

new ResizeObserver(drawPicture).observe(parts.picture);

const choose = ({ place }: Part): void => {
  if (place !== undefined) page.reveal(place);
};

function drawPicture(): void {
  if (shown === undefined) return;
  if (shown.rows.length === 0) {
    parts.picture.replaceChildren();
    return;
  }
  const measure = measureTexts();
  const width = Math.min(Math.max(parts.picture.clientWidth, LEAST_WIDTH), MOST_WIDTH);
  const layout = layOut(shown, width, measure);
  replaceContent(parts.picture, drawing(shown, layout, measure, choose), legend(shown.legend));
}

/** The same in words: what there is, its values, and what it is connected to. */
function tableOf({ frames, rows, links, words }: TopologyView): HTMLElement[] {
  const all: readonly Part[] = [...frames, ...rows.flatMap(({ boxes }) => boxes)];
  const nameOf = (id: string): string[] => all.filter((part) => part.id === id).map(({ name }) => name);
  const linked = (id: string): string[] =>
    links.flatMap(({ from, to, label }) => {
      const name = from === id ? nameOf(to) : to === id ? nameOf(from) : [];
      return name.map((each) => (label === '' ? each : `${each} (${label})`));
    });
  const row = (part: Part): HTMLElement =>
    element(
      'tr',
      {},
      element(
        'th',
        { scope: 'row' },
        part.place === undefined
          ? part.name
          : button({ class: 'link', id: `row-${part.id}` }, () => choose(part), part.name),
        element('div', { class: 'quiet' }, part.what),
      ),
      element(
        'td',
        {},
        ...part.facts.map(({ label, value }) =>
          element('div', {}, `${label} `, element('span', { class: 'value' }, value)),
        ),
      ),
      element('td', {}, linked(part.id).join(', ')),
    );
  const head = (text: string): HTMLElement => element('th', { scope: 'col' }, text);
  return [
    element('summary', {}, words.table),
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, head(words.part), head(words.facts), head(words.links))),
      element('tbody', {}, ...all.map(row)),
    ),
  ];
}
