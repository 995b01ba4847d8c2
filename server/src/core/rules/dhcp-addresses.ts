import { formatIpv4, ipv4 } from '../net/address.ts';
import type { Ipv4 } from '../net/address.ts';
import type { Path } from '../problem.ts';
import { setValue } from '../spec/edit.ts';
import type { Ipv4Range } from '../spec/scalars-net.ts';
import type { SpecDocument } from '../spec/spec-document.ts';
import type { RuleFix } from './rule.ts';

/** Gives a reservation another address; nothing where none is free. Who the host is stays, but not where it is found. */
export function moveTo(document: SpecDocument, path: Path, address: Ipv4 | undefined): RuleFix[] {
  if (address === undefined) return [];
  const text = formatIpv4(address);
  return [
    {
      title: { en: `Change to \`${text}\`, which is free`, ja: `空いている \`${text}\` に変更` },
      edits: setValue(document, path, text),
      safe: false,
    },
  ];
}

/** Whether an address lies in a range. */
export function holds({ first, last }: Ipv4Range, address: Ipv4): boolean {
  return first.value <= address.value && address.value <= last.value;
}

/** The larger of the two parts of a range that an address in it leaves; undefined where it leaves nothing. */
export function rangeWithout({ first, last }: Ipv4Range, address: Ipv4): Ipv4Range | undefined {
  const below = address.value - first.value;
  const above = last.value - address.value;
  if (below === 0 && above === 0) return undefined;
  return above >= below ? { first: ipv4(address.value + 1), last } : { first, last: ipv4(address.value - 1) };
}
