import type { TopologyView } from '../../../server/src/lsp/protocol.ts';
import type { Measure } from './measure.ts';

export type Box = TopologyView['rows'][number]['boxes'][number];
type Fact = Box['facts'][number];

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A fact in one line, or in two where it is too long. */
export interface Line {
  readonly label: string;
  readonly value: string;
  readonly y: number;
  readonly x: number;
}

export interface PlacedBox extends Rect {
  readonly box: Box;
  readonly lines: readonly Line[];
  /** Whether boxes of its row stand above it, and below it. */
  readonly covered: { readonly above: boolean; readonly below: boolean };
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly frames: ReadonlyMap<string, Rect>;
}

/** Pixels. */
const SIZES = {
  /** Between the edge of a box and its text. */
  padding: 11,
  heading: 20,
  line: 18,
  /** Between rows, where links and their labels are. */
  between: 38,
  /** Between boxes of a row. */
  gap: 16,
  /** Between a frame and its boxes, and for its heading. */
  frame: 18,
  frameHeading: 28,
  /** Between a label and its value. */
  label: 8,
  /** What a box at the left needs at least; the one at the right has longer addresses. */
  left: 132,
} as const;

/** How much of a row a box at the right has where there is room. */
const RIGHT_PART = 0.6;

/** Puts boxes and frames into a drawing of a width, row below row. */
export function layOut({ rows, frames }: TopologyView, width: number, measure: Measure): Layout {
  const boxes: PlacedBox[] = [];
  const placedFrames = new Map<string, Rect>();
  const left = SIZES.frame;
  const inner = width - 2 * SIZES.frame;
  const right = rightWidth(
    rows.flatMap(({ boxes: all }) => all),
    inner,
    measure,
  );
  let y = 1;
  rows.forEach((row, index) => {
    const frame = frames.find(({ id }) => id === row.frame);
    const opens = frame !== undefined && rows[index - 1]?.frame !== frame.id;
    const top = y;
    if (opens) y += SIZES.frameHeading + 8;
    const placed = placeRow(row.boxes, { x: left, y, width: inner, right }, measure);
    boxes.push(...placed);
    y = Math.max(...placed.map((each) => each.y + each.height));
    if (frame !== undefined) {
      const from = placedFrames.get(frame.id)?.y ?? top;
      placedFrames.set(frame.id, { x: 1, y: from, width: width - 2, height: y + SIZES.frame - from });
      if (rows[index + 1]?.frame !== frame.id) y += SIZES.frame;
    }
    y += SIZES.between;
  });
  return { width, height: y - SIZES.between + 1, boxes, frames: placedFrames };
}

/** How wide the boxes at the right are: as their texts need, but something is left for those at the left. */
function rightWidth(boxes: readonly Box[], width: number, measure: Measure): number {
  const needed = boxes.filter(({ at }) => at === 'right').map((box) => neededWidth(box, measure));
  return Math.round(Math.min(Math.max(width * RIGHT_PART, ...needed), width - SIZES.gap - SIZES.left));
}

/** Where a row goes, and how wide boxes at its right are. */
interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly right: number;
}

function placeRow(boxes: readonly Box[], area: Area, measure: Measure): PlacedBox[] {
  const [first] = boxes;
  if (first?.at === 'flow') return flow(boxes, area, measure);
  const { right } = area;
  const widths = { left: area.width - SIZES.gap - right, right, wide: area.width, flow: area.width };
  const placed = boxes.map((box) => {
    const width = widths[box.at];
    const x = box.at === 'right' ? area.x + area.width - width : area.x;
    return place(box, { x, y: area.y, width }, measure);
  });
  return level(placed);
}

/** As many equal columns as there is room for. */
function flow(boxes: readonly Box[], area: Area, measure: Measure): PlacedBox[] {
  const needed = Math.max(...boxes.map((box) => neededWidth(box, measure, true)));
  const room = Math.floor((area.width + SIZES.gap) / (Math.min(needed, area.width) + SIZES.gap));
  const columns = Math.max(1, Math.min(boxes.length, room));
  const width = (area.width - (columns - 1) * SIZES.gap) / columns;
  const lines = Math.ceil(boxes.length / columns);
  const placed: PlacedBox[] = [];
  let { y } = area;
  for (let line = 0; line < lines; line++) {
    const inLine = level(
      boxes
        .slice(line * columns, (line + 1) * columns)
        .map((box, column) => place(box, { x: area.x + column * (width + SIZES.gap), y, width }, measure)),
    );
    placed.push(
      ...inLine.map((each) => ({ ...each, covered: { above: line > 0, below: line < lines - 1 } })),
    );
    y += (inLine[0]?.height ?? 0) + SIZES.gap;
  }
  return placed;
}

/** Boxes beside one another are equally high. */
function level(boxes: readonly PlacedBox[]): PlacedBox[] {
  const height = Math.max(...boxes.map((each) => each.height));
  return boxes.map((each) => ({ ...each, height }));
}

/** With each fact in one line; `broken`: with labels and values in lines of their own. */
function neededWidth({ name, what, facts }: Box, measure: Measure, broken = false): number {
  const lines = facts.map(({ label, value }) =>
    broken ? measure.value(value) : measure.plain(label) + SIZES.label + measure.value(value),
  );
  const heading = measure.strong(name) + SIZES.label + measure.plain(what);
  return Math.ceil(Math.max(heading, ...lines)) + 2 * SIZES.padding;
}

function place(
  box: Box,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
  measure: Measure,
): PlacedBox {
  const room = width - 2 * SIZES.padding;
  const lines = box.facts.flatMap((fact) => linesOf(fact, room, measure));
  const height = SIZES.padding * 2 + SIZES.heading + lines.length * SIZES.line - 4;
  return {
    box,
    x,
    y,
    width,
    height,
    lines: lines.map((line, index) => ({
      ...line,
      x: x + SIZES.padding + line.x,
      y: y + SIZES.padding + SIZES.heading + index * SIZES.line + 13,
    })),
    covered: { above: false, below: false },
  };
}

function linesOf({ label, value }: Fact, room: number, measure: Measure): Omit<Line, 'y'>[] {
  const indent = measure.plain(label) + SIZES.label;
  if (indent + measure.value(value) <= room) return [{ label, value, x: 0 }];
  return [
    { label, value: '', x: 0 },
    { label: '', value: shortened(value, room, measure), x: 0 },
  ];
}

/** As much of a text as there is room for; all of it is in the box's label and in the table. */
function shortened(text: string, room: number, measure: Measure): string {
  if (measure.value(text) <= room) return text;
  const characters = Array.from(text);
  while (characters.length > 1 && measure.value(`${characters.join('')}…`) > room) characters.pop();
  return `${characters.join('')}…`;
}

/** Where the text of a heading stands in its box. */
export const HEADING = { x: SIZES.padding, y: SIZES.padding + 13, between: SIZES.label } as const;

/** Where that of a frame stands. */
export const FRAME_HEADING = { x: SIZES.frame, y: 20, height: SIZES.frameHeading } as const;

/** How far below the upper end of a link its label stands: in the middle between two rows. */
export const LABEL_BELOW = SIZES.between / 2 + 4;

/** How far beside a box a link goes around it; between two boxes there is room for two. */
export const GUTTER = 5;
