import { formatIpv4, formatIpv6, formatPrefix } from '../../net/address.ts';
import type { Router } from '../../derive/router.ts';
import { word } from '../word.ts';

/** The values of a router that the guide speaks of, as text. */
export interface Machine {
  readonly hostname: string;
  /** The name by which a deploy calls it. */
  readonly host: string;
  readonly release: string;
  readonly mirror: string;
  readonly wan: string;
  /** The port by which the router is reached during the installation. */
  readonly lanPort: string;
  readonly address: string;
  readonly addressWithLength: string;
  readonly prefix: string;
  /** The partition of the saved configuration, and its disk. */
  readonly partition: string;
  readonly disk: string;
  readonly console:
    { readonly port: string; readonly speed: string; readonly number: string | undefined } | undefined;
  readonly user: string;
  readonly home: string;
  readonly port: number;
  readonly window: number;
  /** A DNS server that answers over IPv6. */
  readonly dnsServer: string;
}

export function machineOf(router: Router): Machine {
  const { system, lan, wan, deploy, dns } = router;
  const partition = word(system.lbu.media ?? 'sda1', 'device');
  const serial = system.console === undefined ? undefined : word(system.console, 'console').split(',');
  const [port, speed] = serial ?? [];
  const dnsServer = dns.upstream.find((server) => server.family === 6);
  const user = word(deploy.user, 'user');
  return {
    hostname: word(router.hostname.toLowerCase(), 'host'),
    host: word(deploy.host, 'sshHost'),
    release: word(system.release, 'release'),
    mirror: word(system.mirror, 'url'),
    wan: word(wan.interface, 'interface'),
    lanPort: word(lan.ports[0] ?? 'eth1', 'interface'),
    address: formatIpv4(lan.address.address),
    addressWithLength: formatPrefix(lan.address),
    prefix: formatPrefix(wan.prefix),
    partition,
    disk: diskOf(partition),
    console:
      port === undefined || speed === undefined
        ? undefined
        : { port, speed, number: /^ttyS(\d+)$/.exec(port)?.[1] },
    user,
    home: user === 'root' ? '/root' : `/home/${user}`,
    port: deploy.port,
    window: deploy.window,
    dnsServer: dnsServer?.family === 6 ? formatIpv6(dnsServer) : '2001:4860:4860::8888',
  };
}

/** sda1 -> sda, mmcblk0p1 -> mmcblk0, nvme0n1p1 -> nvme0n1. */
function diskOf(partition: string): string {
  const numbered = /^((?:mmcblk|nvme|loop)[a-z0-9]*?)p\d+$/.exec(partition)?.[1];
  return numbered ?? partition.replace(/\d+$/, '');
}
