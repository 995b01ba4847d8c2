import type { NewForward, PortMapQuery, PortMapView } from '../../../server/src/lsp/protocol.ts';
import { element, prose, replaceContent } from '../shared/dom.ts';
import { legend } from '../shared/legend.ts';
import { Page } from '../shared/page.ts';
import { chosenRange } from './chosen-range.ts';
import { picture } from './picture.ts';
import { rangeTable, strays } from './tables.ts';

type PortMap = NonNullable<PortMapView['map']>;

const page = new Page<PortMapQuery, PortMapView, NewForward>({});

const parts = {
  facts: element('dl', { class: 'facts' }),
  tools: element('form', { class: 'tools' }),
  picture: element('section'),
  found: element('p', { role: 'status' }),
  chosen: element('section'),
  message: element('p', { role: 'status', class: 'message' }),
  table: element('section'),
};

/** What the user has chosen of the spec that is shown. */
const now = { chosen: -1, form: '' };

page.start(parts, {
  draw(view, another) {
    if (another) {
      Object.assign(now, { chosen: -1, form: '' });
      parts.message.replaceChildren();
    }
    parts.facts.replaceChildren(
      ...view.facts.map(({ label, value }) =>
        element('div', {}, element('dt', {}, label), element('dd', { class: 'value' }, value)),
      ),
    );
    if (view.map !== undefined) drawMap(view, view.map);
    else for (const part of Object.values(parts)) part.replaceChildren();
  },
  done({ ok, message }) {
    parts.message.replaceChildren(...prose(message));
    parts.message.classList.toggle('refused', !ok);
  },
});

function drawMap(view: PortMapView, map: PortMap): void {
  if (now.chosen >= map.own.length) now.chosen = -1;
  const choose = (index: number): void => {
    now.chosen = index;
    parts.message.replaceChildren();
    drawMap(view, map);
    document.getElementById('forward-host')?.focus();
  };
  const find = (port: number): void => page.show({ port });
  const events = { choose, find, reveal: ({ place }: PortMap['uses'][number]) => page.reveal(place) };
  replaceContent(
    parts.picture,
    picture(view, map, now.chosen, events),
    legendOf(view, map),
    ...strays(view, map, events),
  );
  drawTools(view, map);
  parts.found.textContent = map.found?.text ?? '';
  drawChosen(view, map);
  replaceContent(
    parts.table,
    element('h2', {}, view.words.ranges),
    ...rangeTable(view, map, now.chosen, events),
  );
}

/** The range that was chosen. What the user has typed stays as long as it still fits. */
function drawChosen(view: PortMapView, map: PortMap): void {
  const range = map.own[now.chosen];
  const form = JSON.stringify([range, map.hosts]);
  if (form === now.form) return;
  now.form = form;
  replaceContent(
    parts.chosen,
    ...(range === undefined
      ? [element('p', { class: 'quiet' }, view.words.help)]
      : chosenRange(view, map, range, (forward) => page.act(forward))),
  );
}

function legendOf({ words }: PortMapView, { nobody, neighbour, uses }: PortMap): HTMLElement {
  return legend([
    { kind: 'own', label: words.own },
    ...(uses.some(({ own }) => own) ? [{ kind: 'use', label: words.use }] : []),
    ...(uses.some(({ own }) => !own) ? [{ kind: 'stray', label: words.stray }] : []),
    ...(neighbour === undefined ? [] : [{ kind: 'neighbour', label: neighbour.label }]),
    ...(nobody === undefined ? [] : [{ kind: 'nobody', label: nobody.label }]),
  ]);
}

/** Another line's set, and whose a port is. */
function drawTools({ words }: PortMapView, { psid, neighbour, found }: PortMap): void {
  const number = (
    id: string,
    label: string,
    max: number,
    value: number | undefined,
    ask: (n: number) => void,
  ) => {
    const input = element('input', { id, type: 'number', min: 0, max, step: 1, value });
    input.addEventListener('change', () => {
      if (input.value === '') page.show({});
      else if (input.checkValidity()) ask(input.valueAsNumber);
      else input.reportValidity();
    });
    return element('label', {}, `${label} `, input);
  };
  replaceContent(
    parts.tools,
    ...(psid === undefined
      ? []
      : [
          number('compare', words.compare, psid.largest, neighbour?.psid, (other) =>
            page.show({ psid: other }),
          ),
        ]),
    number('find', words.find, 65535, found?.port, (port) => page.show({ port })),
  );
}

parts.tools.addEventListener('submit', (event) => event.preventDefault());
