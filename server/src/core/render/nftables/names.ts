import type { Router } from '../../derive/router.ts';
import { word } from '../word.ts';

/** The tables that a router may have: family and name. All are removed before those in use are made. */
export const TABLES = {
  filter: 'inet router_filter',
  nat: 'ip router_nat',
  ports: 'ip router_ports',
  guard: 'ip router_guard',
  bridge: 'bridge router_wan',
} as const;

/** Interface names as nft strings. */
export interface Names {
  readonly tunnel: string;
  readonly lan: string;
  readonly wan: string;
}

export function namesOf({ tunnel, lan, wan }: Router): Names {
  const quoted = (name: string) => `"${word(name, 'interface')}"`;
  return {
    tunnel: quoted(tunnel.interface),
    lan: quoted(lan.interface),
    wan: quoted(wan.interface),
  };
}

/**
 * The mark bit by which the input chain knows frames that came in by a WAN port inside the bridge. It avoids the mark
 * that routes into the tunnel, if there is one.
 */
export function wanMark({ tunnel }: Router): string {
  const taken = tunnel.route.kind === 'some' ? (tunnel.route.mark ?? 0) : 0;
  const free = [0x10000, 0x20000].find((bit) => (taken & bit) === 0) ?? 0x40000;
  return `0x${free.toString(16)}`;
}

/** The connection mark that leads answers back into the tunnel where the main route goes elsewhere. */
export function returnMark({ tunnel }: Router): string | undefined {
  if (tunnel.route.kind === 'default') return undefined;
  return `0x${(tunnel.route.mark ?? 0x74).toString(16)}`;
}
