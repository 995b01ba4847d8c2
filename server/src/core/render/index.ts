import type { Router } from '../derive/router.ts';
import { renderInterfaces } from './interfaces.ts';
import { renderNftables } from './nftables/index.ts';
import type { RenderedFile } from './rendered-file.ts';
import { renderSysctl } from './sysctl.ts';
import { renderTunnelScript } from './tunnel-script.ts';

/** The files that a router gets, in the order in which they are shown. */
export function renderRouter(router: Router): readonly RenderedFile[] {
  return [renderInterfaces(router), renderTunnelScript(router), renderSysctl(router), renderNftables(router)];
}
