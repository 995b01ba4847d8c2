import type { TopologyView } from '../../../server/src/lsp/protocol.ts';
import { drawn } from '../shared/dom.ts';
import { FRAME_HEADING, HEADING } from './layout.ts';
import type { Layout, PlacedBox } from './layout.ts';
import { drawLinks } from './links.ts';
import type { Measure } from './measure.ts';

export type Part = TopologyView['frames'][number];
export type Choose = (part: Part) => void;

/** The topology as a drawing, whose boxes and frames are buttons where they have a place in the spec. */
export function drawing(view: TopologyView, layout: Layout, measure: Measure, choose: Choose): SVGSVGElement {
  const { width, height } = layout;
  return drawn(
    'svg',
    { class: 'drawing', viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': view.words.picture },
    ...view.frames.map(({ id }) => frameOf(id, layout)),
    ...layout.boxes.map((each) => drawBox(each, measure, choose)),
    ...drawLinks(view, layout),
    // Above the links, which come down into the frame.
    ...view.frames.map((frame) => frameHeading(frame, layout, measure, choose)),
  );
}

/** What a part is and has, in one sentence. */
export function sentence({ what, name, facts }: Part): string {
  return [
    [what, name].filter(Boolean).join(' '),
    ...facts.map(({ label, value }) => `${label} ${value}`),
  ].join(', ');
}

function drawBox(
  { box, lines, x, y, width, height }: PlacedBox,
  measure: Measure,
  choose: Choose,
): SVGElement {
  return pressable(
    box,
    choose,
    { class: `box kind-${box.id.replace(/-.*/, '')}` },
    drawn('rect', { x, y, width, height, rx: 5 }),
    ...heading(box, x + HEADING.x, y + HEADING.y, measure),
    ...lines.flatMap(({ label, value, x: left, y: top }) => [
      drawn('text', { class: 'label', x: left, y: top }, label),
      drawn(
        'text',
        { class: 'value', x: left + (label === '' ? 0 : measure.plain(label) + HEADING.between), y: top },
        value,
      ),
    ]),
  );
}

function frameOf(id: string, { frames }: Layout): SVGElement {
  return drawn('rect', { class: 'frame', rx: 8, ...frames.get(id) });
}

function frameHeading(frame: Part, { frames }: Layout, measure: Measure, choose: Choose): SVGElement {
  const { x, y, width } = frames.get(frame.id) ?? { x: 0, y: 0, width: 0 };
  const { height } = FRAME_HEADING;
  return pressable(
    frame,
    choose,
    { class: 'frame-heading' },
    drawn('rect', { class: 'hit', x: x + 6, y: y + 4, width: width - 12, height: height - 2, rx: 4 }),
    ...heading(frame, x + FRAME_HEADING.x, y + FRAME_HEADING.y, measure),
  );
}

function heading({ name, what }: Part, x: number, y: number, measure: Measure): SVGElement[] {
  return [
    drawn('text', { class: 'name', x, y }, name),
    drawn('text', { class: 'label', x: x + measure.strong(name) + HEADING.between, y }, what),
  ];
}

/** A part that can be pressed like a button, with the mouse and with keys. */
function pressable(
  part: Part,
  choose: Choose,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly SVGElement[]
): SVGElement {
  const label = sentence(part);
  if (part.place === undefined)
    return drawn('g', { ...attributes, role: 'img', 'aria-label': label }, ...children);
  const made = drawn(
    'g',
    { ...attributes, id: `box-${part.id}`, role: 'button', tabindex: 0, 'aria-label': label },
    ...children,
  );
  made.classList.add('pressable');
  made.addEventListener('click', () => choose(part));
  made.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    choose(part);
  });
  return made;
}
