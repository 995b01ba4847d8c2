import type { TopologyView } from '../../../server/src/lsp/protocol.ts';
import { drawn } from '../shared/dom.ts';
import { GUTTER, LABEL_BELOW } from './layout.ts';
import type { Layout, PlacedBox, Rect } from './layout.ts';

type Link = TopologyView['links'][number];

/** The links of a drawing, from the lower edge of the upper end to the upper edge of the lower end. */
export function drawLinks({ links }: TopologyView, layout: Layout): SVGElement[] {
  return links.flatMap((link) => {
    const from = endOf(layout, link.from);
    const to = endOf(layout, link.to);
    return from === undefined || to === undefined ? [] : [drawLink(link, from, to)];
  });
}

interface End {
  readonly rect: Rect;
  readonly covered: PlacedBox['covered'];
}

function endOf({ boxes, frames }: Layout, id: string): End | undefined {
  const box = boxes.find((each) => each.box.id === id);
  if (box !== undefined) return { rect: box, covered: box.covered };
  const frame = frames.get(id);
  return frame === undefined ? undefined : { rect: frame, covered: { above: false, below: false } };
}

function drawLink({ kind, label }: Link, from: End, to: End): SVGElement {
  const { path, x, y } = route(from, to);
  // A pipe is wide.
  const beside = x + (kind === 'tunnel' ? 14 : 9);
  return drawn(
    'g',
    { class: `link-${kind}`, 'aria-hidden': 'true' },
    ...(kind === 'tunnel' ? [drawn('path', { class: 'pipe', d: path })] : []),
    drawn('path', { class: 'wire', d: path }),
    ...(label === '' ? [] : [drawn('text', { class: 'link-label', x: beside, y: y + LABEL_BELOW }, label)]),
  );
}

/** A line straight down from the narrower end; around boxes that stand in between. */
function route(from: End, to: End): { readonly path: string; readonly x: number; readonly y: number } {
  const start = from.rect.y + from.rect.height;
  const end = to.rect.y;
  if (to.covered.above) {
    const x = to.rect.x - GUTTER;
    return { path: `M${x} ${start}V${end + 18}H${to.rect.x}`, x, y: start };
  }
  if (from.covered.below) {
    const edge = from.rect.x + from.rect.width;
    const x = edge + GUTTER;
    return { path: `M${edge} ${start - 18}H${x}V${end}`, x, y: start };
  }
  const narrower = from.rect.width <= to.rect.width ? from.rect : to.rect;
  const x = narrower.x + narrower.width / 2;
  return { path: `M${x} ${start}V${end}`, x, y: start };
}
