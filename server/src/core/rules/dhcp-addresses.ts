import { formatIpv4 } from '../net/address.ts';
import type { Ipv4 } from '../net/address.ts';
import type { Path } from '../problem.ts';
import { setValue } from '../spec/edit.ts';
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
