import type { Router } from '../derive/router.ts';
import type { Locale } from '../text.ts';
import { renderLbu, renderModules, renderProtectedPaths, renderRepositories, renderWorld } from './apk.ts';
import { renderDhcpcd } from './dhcpcd.ts';
import { renderDnsmasq } from './dnsmasq.ts';
import { renderHostapd } from './hostapd.ts';
import { renderInstallGuide } from './install/index.ts';
import { renderInterfaces } from './interfaces.ts';
import { renderHostname, renderHosts, renderResolver } from './names.ts';
import { renderNdpProxy } from './ndp-proxy.ts';
import { NFTABLES_PATH, renderNftables } from './nftables/index.ts';
import type { RenderedFile } from './rendered-file.ts';
import { renderNftablesSettings, renderSupervised } from './supervised.ts';
import { renderSysctl } from './sysctl.ts';
import { renderTunnelScript } from './tunnel-script.ts';
import { renderUpdateCall } from './update-call.ts';

/** How files are rendered; the router's own files are the same whatever stands here. */
export interface RenderOptions {
  /** The language of the installation guide; English where it is not given. */
  readonly locale?: Locale;
}

/** The files that a router gets, in the order in which they are shown. */
export function renderRouter(router: Router, options: RenderOptions = {}): readonly RenderedFile[] {
  const files = [
    renderInterfaces(router),
    renderTunnelScript(router),
    renderUpdateCall(router),
    renderNdpProxy(router),
    renderNftables(router),
    renderNftablesSettings(NFTABLES_PATH),
    renderSysctl(router),
    renderModules(router),
    ...renderDnsmasq(router),
    ...renderDhcpcd(router),
    ...renderHostapd(router),
    ...renderSupervised(router),
    renderHostname(router),
    renderHosts(router),
    renderResolver(router),
    renderRepositories(router),
    renderWorld(router),
    ...renderLbu(router),
  ].filter((file) => file !== undefined);
  return [...files, renderProtectedPaths(router, files), renderInstallGuide(router, options.locale ?? 'en')];
}
