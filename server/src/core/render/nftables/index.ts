import type { Router } from '../../derive/router.ts';
import { file, generated } from '../generated.ts';
import type { RenderedFile } from '../rendered-file.ts';
import { translationOf } from './allocation.ts';
import { addBridge } from './bridge.ts';
import { addFilter } from './filter.ts';
import { addGuard, addNat } from './nat.ts';
import { TABLES, namesOf } from './names.ts';
import { openingsOf } from './openings.ts';
import { addPortMap } from './port-map.ts';

export const NFTABLES_PATH = '/etc/nftables.nft';

/** The packet filter and NAT: what Alpine's nftables service loads, in one transaction. */
export function renderNftables(router: Router): RenderedFile {
  const lines = generated('#');
  const names = namesOf(router);
  const translation = translationOf(router);
  const openings = openingsOf(router);
  lines.add(
    "# Only the router's own tables are replaced: what other programs have made stays. Each is made before it is",
  );
  lines.add('# removed, so that the removal never fails; all of it is one transaction.');
  for (const table of Object.values(TABLES)) lines.add(`table ${table}`).add(`delete table ${table}`);
  addFilter(lines, router, openings, translation, names);
  addNat(lines, router, openings, translation, names);
  if (translation.kind === 'port-map') addPortMap(lines, router, translation, names);
  addGuard(lines, router, translation, names);
  addBridge(lines, router, openings, names);
  return file(NFTABLES_PATH, 'nftables', lines);
}
