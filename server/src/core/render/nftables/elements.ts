import type { Path } from '../../problem.ts';
import type { PortRange } from '../../net/port-set.ts';
import type { LineWriter } from '../rendered-file.ts';

/** A range as nft writes it; one port alone is no range. */
export function rangeText({ first, last }: PortRange): string {
  return first === last ? String(first) : `${first}-${last}`;
}

const WIDTH = 108;

/** Writes `open ELEMENTS close`, the elements broken into lines. */
export function addElements(
  lines: LineWriter,
  indent: string,
  open: string,
  elements: readonly string[],
  close: string,
  from: readonly Path[],
): void {
  lines.add(`${indent}${open}`, ...from);
  let current = '';
  elements.forEach((element, index) => {
    const text = index === elements.length - 1 ? element : `${element},`;
    if (current !== '' && indent.length + 2 + current.length + 1 + text.length > WIDTH) {
      lines.add(`${indent}  ${current}`, ...from);
      current = '';
    }
    current = current === '' ? text : `${current} ${text}`;
  });
  if (current !== '') lines.add(`${indent}  ${current}`, ...from);
  lines.add(`${indent}${close}`, ...from);
}
