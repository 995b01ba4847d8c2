import type { Router } from '../derive/router.ts';
import type { Path } from '../problem.ts';
import { rfc } from '../source.ts';
import type { Source } from '../source.ts';
import { sysctlParts } from '../spec/sysctl-key.ts';
import { advertisesIpv6, sharesPorts, usesNdpProxy } from './needs.ts';
import { FROM, deviceSources } from './sources.ts';
import { word } from './word.ts';

/** A kernel parameter. `path` is below /proc/sys. */
export interface KernelSetting {
  readonly path: string;
  readonly value: string;
  readonly from: readonly Path[];
  readonly source?: Source;
}

/**
 * The kernel parameters of a router, those of the spec last and in place of our own. `boot` are there when the system
 * starts; `late` come with an interface or a module, and are set when the tunnel comes up.
 */
export function kernelSettings(router: Router): {
  readonly boot: readonly KernelSetting[];
  readonly late: readonly KernelSetting[];
} {
  const settings = new Map<string, KernelSetting>();
  for (const setting of [...ownSettings(router), ...userSettings(router)]) {
    settings.delete(setting.path);
    settings.set(setting.path, setting);
  }
  const all = [...settings.values()];
  return { boot: all.filter(({ path }) => !isLate(path)), late: all.filter(({ path }) => isLate(path)) };
}

/** Whether a parameter is not there yet when the system starts: it belongs to one interface or to a module. */
function isLate(path: string): boolean {
  const perInterface = /^net\/ipv[46]\/(?:conf|neigh)\/([^/]+)\//.exec(path)?.[1];
  if (perInterface !== undefined) return !['all', 'default', 'lo'].includes(perInterface);
  return /^net\/(?:netfilter\/|bridge\/|nf_conntrack)/.test(path);
}

function userSettings({ sysctl }: Router): readonly KernelSetting[] {
  return Object.entries(sysctl).map(([key, value]) => ({
    path: word(sysctlParts(key).join('/'), 'sysctlPath'),
    value: word(value, 'sysctlValue'),
    from: [['sysctl', key]],
  }));
}

function ownSettings(router: Router): readonly KernelSetting[] {
  const { wan, lan, tunnel } = router;
  const device = `net/ipv6/conf/${word(wan.device, 'interface')}`;
  const tunnel4 = `net/ipv4/conf/${word(tunnel.interface, 'interface')}`;
  const tunnel6 = `net/ipv6/conf/${word(tunnel.interface, 'interface')}`;
  const settings: KernelSetting[] = [];
  const add = (path: string, value: number, ...from: Path[]) =>
    settings.push({ path, value: String(value), from });

  add('net/ipv4/ip_forward', 1, FROM.tunnel);
  if (advertisesIpv6(router)) add('net/ipv6/conf/all/forwarding', 1, FROM.lanIpv6);
  // 2: also where the host forwards; with 1 the default route would end with its lifetime.
  add(`${device}/accept_ra`, 2, ...deviceSources(router));
  // Else the address of the tunnel's near end would be gone for good once the link was down.
  add(`${device}/keep_addr_on_down`, 1, ...deviceSources(router));
  if (usesNdpProxy(router)) {
    // The one /64 lies on the LAN; a second on-link route for it on the WAN would cut one of them off.
    add(`${device}/accept_ra_pinfo`, 0, FROM.lanIpv6, FROM.wan);
    add(`${device}/proxy_ndp`, 1, FROM.lanIpv6, FROM.wan);
  }
  if (tunnel.route.kind === 'some' && tunnel.route.mark !== undefined) {
    // With routes by mark the kernel does not find the way back by the tunnel; it takes the larger of both values.
    add('net/ipv4/conf/all/rp_filter', 0, FROM.route);
    add(`net/ipv4/conf/${word(lan.interface, 'interface')}/rp_filter`, 1, FROM.route, FROM.lan);
    add(`${tunnel4}/rp_filter`, 0, FROM.route, FROM.tunnel);
  }
  add(`${tunnel6}/disable_ipv6`, 1, FROM.tunnel);
  if (sharesPorts(router)) {
    // A port of the set is taken until its connection is forgotten. 7440 s is the least that RFC 5382 REQ-5 allows.
    const timeouts = {
      tcp_timeout_time_wait: 15,
      tcp_timeout_close: 5,
      tcp_timeout_fin_wait: 30,
      tcp_timeout_close_wait: 30,
      tcp_timeout_established: 7440,
    };
    for (const [key, seconds] of Object.entries(timeouts)) {
      settings.push({
        path: `net/netfilter/nf_conntrack_${key}`,
        value: String(seconds),
        from: [FROM.method, FROM.provider],
        ...(key === 'tcp_timeout_established' ? { source: rfc(5382, '5') } : {}),
      });
    }
  }
  return settings;
}
