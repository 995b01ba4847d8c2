import { ipv6, ipv6Prefix, networkOf } from '../net/address.ts';
import type { Ipv4, Ipv6Prefix } from '../net/address.ts';
import { B4_IPV4 } from '../net/ds-lite.ts';
import type { Path } from '../problem.ts';
import type { Protocol } from '../spec/forward.ts';
import { present } from '../spec/present.ts';
import type { LanHost } from '../spec/scalars-lan.ts';
import type { Spec } from '../spec/schema/index.ts';
import { deriveAccessPoints } from './access-point.ts';
import { defaultWindow } from './deploy-window.ts';
import { dhcpRange } from './lan-addresses.ts';
import { TUNNEL_DEFAULTS } from './line.ts';
import type { Line } from './line.ts';
import { firstSubnet, nearEnd } from './near-end.ts';
import type {
  Allowed,
  Dhcp,
  Firewall,
  Forward,
  Lan,
  Nat,
  Reservation,
  Router,
  Route,
  System,
  Tunnel,
  Wan,
} from './router.ts';

/**
 * Decides everything that a spec leaves open. Gives nothing while something is missing without which there is no router
 * (the ports, the addresses, a tunnel that can be computed); rules say what that is. What is merely unwise is not judged here.
 */
export function deriveRouter(spec: Spec, line: Line): Router | undefined {
  const lan = lanOf(spec, line);
  const wan = lan === undefined ? undefined : wanOf(spec, line, lan);
  const tunnel = wan === undefined ? undefined : tunnelOf(spec, line, wan);
  if (lan === undefined || wan === undefined || tunnel === undefined) return undefined;
  const hostname = spec.hostname ?? 'router';
  const wifi = deriveAccessPoints(spec.wifi ?? []);
  return {
    hostname,
    system: systemOf(spec),
    wan,
    tunnel,
    lan,
    dns: { serve: spec.dns?.serve ?? true, upstream: present(spec.dns?.upstream) },
    nat: natOf(spec, tunnel, lan),
    firewall: firewallOf(spec),
    wifi,
    sysctl: spec.sysctl ?? {},
    packages: present(spec.packages),
    services: present(spec.services),
    deploy: {
      host: spec.deploy?.host ?? hostname,
      user: spec.deploy?.user ?? 'root',
      port: spec.deploy?.port ?? 22,
      window: spec.deploy?.window ?? defaultWindow(lan.stp, wifi),
    },
  };
}

/** The entries of a list that could be read, each with its place in the spec. */
function indexed<T>(list: readonly (T | undefined)[] | undefined): readonly (readonly [T, number])[] {
  return (list ?? []).flatMap((item, index) => (item === undefined ? [] : [[item, index] as const]));
}

function systemOf({ system }: Spec): System {
  return {
    release: system?.release ?? 'v3.22',
    mirror: (system?.mirror ?? 'http://dl-cdn.alpinelinux.org/alpine').replace(/\/$/, ''),
    console: system?.console,
    lbu: { media: system?.lbu?.media, backups: system?.lbu?.backups ?? 3 },
    supervisor: system?.supervisor ?? 'openrc',
  };
}

function wanOf(spec: Spec, line: Line, lan: Lan): Wan | undefined {
  const { wan } = spec;
  if (wan?.interface === undefined || line.prefix === undefined) return undefined;
  return {
    interface: wan.interface,
    prefix: line.prefix,
    prefixSource: wan['prefix-source'] ?? (line.prefix.length >= 64 ? 'ra' : 'dhcpv6-pd'),
    mtu: line.wanMtu,
    device: lan.ipv6 === 'bridge' ? lan.interface : wan.interface,
  };
}

function tunnelOf({ tunnel }: Spec, line: Line, wan: Wan): Tunnel | undefined {
  const base = {
    interface: tunnel?.interface ?? TUNNEL_DEFAULTS.interface,
    mtu: line.tunnelMtu,
    encapsulationLimit: line.encapsulationLimit,
    mss: line.mss,
    route: routeOf(tunnel?.route),
    provider: line.provider?.id ?? tunnel?.provider ?? 'custom',
  };
  switch (line.method) {
    case 'map-e':
      if (line.ce === undefined || line.rule === undefined || line.borderRelay === undefined)
        return undefined;
      return {
        ...base,
        method: 'map-e',
        rule: line.rule.value,
        interfaceIdForm: line.interfaceIdForm,
        ce: line.ce,
        local: line.ce.ceIpv6,
        remote: line.borderRelay.value,
        address: line.ce.ceIpv4,
      };
    case 'ds-lite':
      if (line.aftr === undefined) return undefined;
      return {
        ...base,
        method: 'ds-lite',
        local: nearEnd(wan.prefix),
        remote: line.aftr.value,
        address: B4_IPV4,
      };
    case 'ipip':
      if (line.fixed === undefined || line.borderRelay === undefined) return undefined;
      return {
        ...base,
        ...line.fixed,
        method: 'ipip',
        remote: line.borderRelay.value,
        update:
          tunnel?.update?.url === undefined
            ? undefined
            : { url: tunnel.update.url, user: tunnel.update.user, password: tunnel.update.password },
      };
    case undefined:
      return undefined;
  }
}

/** The second /64 of a delegated prefix: the first belongs to the tunnel. On a longer prefix there is only one. */
function lanSubnet(prefix: Ipv6Prefix): Ipv6Prefix {
  return prefix.length >= 64
    ? firstSubnet(prefix)
    : ipv6Prefix(ipv6(networkOf(prefix).address.value | (1n << 64n)), 64);
}

function routeOf(route: NonNullable<Spec['tunnel']>['route']): Route {
  if (route === undefined || route === 'default') return { kind: 'default' };
  const subnets = present(route.from).map((subnet) => networkOf(subnet));
  return route.mark === undefined && subnets.length === 0
    ? { kind: 'default' }
    : { kind: 'some', mark: route.mark, subnets };
}

function lanOf(spec: Spec, line: Line): Lan | undefined {
  const { lan } = spec;
  if (lan?.address === undefined || lan.ports === undefined || line.prefix === undefined) return undefined;
  const mode = lan.ipv6 ?? (line.prefix.length >= 64 ? 'bridge' : 'delegated');
  return {
    interface: lan.interface ?? 'br0',
    ports: present(lan.ports),
    stp: lan.stp ?? false,
    address: lan.address,
    ipv6: mode,
    ipv6Prefix:
      mode === 'delegated'
        ? lanSubnet(line.prefix)
        : mode === 'ndp-proxy'
          ? firstSubnet(line.prefix)
          : undefined,
    dhcp: dhcpOf(spec),
  };
}

function dhcpOf(spec: Spec): Dhcp | undefined {
  const { lan, dns } = spec;
  const range = dhcpRange(spec);
  if (lan?.dhcp === undefined || lan.address === undefined || range === undefined) return undefined;
  const { dhcp } = lan;
  const upstreams = present(dns?.upstream).filter((server): server is Ipv4 => server.family === 4);
  const served = dns?.serve ?? true;
  return {
    ...range,
    leaseSeconds: dhcp.lease ?? 43_200,
    dns: dhcp.dns === undefined ? (served ? [lan.address.address] : upstreams) : present(dhcp.dns),
    domain: dhcp.domain ?? 'home.arpa',
    reservations: indexed(dhcp.reservations).flatMap(([{ name, mac, address }, index]): Reservation[] =>
      name === undefined || mac === undefined || address === undefined
        ? []
        : [
            {
              origin: ['lan', 'dhcp', 'reservations', index],
              name: name.toLowerCase(),
              mac,
              address,
            },
          ],
    ),
  };
}

function natOf(spec: Spec, tunnel: Tunnel, lan: Lan): Nat {
  const ports =
    tunnel.method === 'map-e'
      ? tunnel.ce.portRanges
      : tunnel.method === 'ipip'
        ? [{ first: 0, last: 65535 }]
        : undefined;
  const forwards = indexed(spec.nat?.forwards).flatMap(([forward, index]): Forward[] => {
    const address = forward.to === undefined ? undefined : resolve(forward.to.host, lan);
    if (forward.protocol === undefined || forward.port === undefined || address === undefined) return [];
    return [
      {
        origin: ['nat', 'forwards', index],
        protocol: forward.protocol,
        port: forward.port,
        address,
        toPort: forward.to?.port ?? forward.port,
      },
    ];
  });
  return { allocation: spec.nat?.allocation ?? 'port-map', ports, forwards };
}

/** The IPv4 address of a LAN host: its own, or that of the reservation by its name. */
function resolve(host: LanHost, lan: Lan): Ipv4 | undefined {
  if (host.kind === 'ipv4') return host.address;
  return host.kind === 'name'
    ? lan.dhcp?.reservations.find((each) => each.name === host.name)?.address
    : undefined;
}

function firewallOf(spec: Spec): Firewall {
  const reservations = present(spec.lan?.dhcp?.reservations);
  const ssh = spec.deploy?.port ?? 22;
  const listed = indexed(spec.firewall?.allow).map(
    ([each, index]) => [each, ['firewall', 'allow', index]] as const,
  );
  return {
    inboundIpv6: spec.firewall?.['inbound-ipv6'] ?? 'deny',
    allow: [...defaultAllow(spec), ...listed].flatMap(([each, origin]): Allowed[] => {
      const from = each.from ?? 'lan';
      const host = 'to' in each ? each.to : undefined;
      const named =
        host?.kind === 'name'
          ? reservations.find((reservation) => reservation.name?.toLowerCase() === host.name)?.address
          : undefined;
      const to = host === undefined ? undefined : host.kind === 'name' ? named : host.address;
      if (host !== undefined && to === undefined) return [];
      return matchesOf(each, ssh).map((match) => ({ origin, from, service: each.service, match, to }));
    }),
  };
}

/**
 * What the LAN may reach where the spec does not say. DNS and DHCP follow from the blocks that serve them; a list of
 * the spec's own adds to that, and its absence also allows SSH and ping.
 */
function defaultAllow(spec: Spec): readonly (readonly [AllowSpec & { readonly from: 'lan' }, Path])[] {
  const entry = (service: NonNullable<AllowSpec['service']>, origin: Path) =>
    [{ service, from: 'lan' as const }, origin] as const;
  return [
    ...((spec.dns?.serve ?? true) ? [entry('dns', ['dns', 'serve'])] : []),
    ...(spec.lan?.dhcp === undefined ? [] : [entry('dhcp', ['lan', 'dhcp'])]),
    ...(spec.firewall?.allow === undefined
      ? [entry('ssh', ['firewall', 'allow']), entry('ping', ['firewall', 'allow'])]
      : []),
  ];
}

interface AllowSpec {
  readonly service?: 'ssh' | 'dns' | 'dhcp' | 'ntp' | 'ping' | 'http' | 'https';
  readonly protocol?: Protocol;
  readonly port?: number;
}

function matchesOf(each: AllowSpec, ssh: number): Allowed['match'][] {
  const { protocol, port } = each;
  const own: Allowed['match'][] =
    port !== undefined
      ? [{ kind: 'port', protocol: protocol ?? 'both', port }]
      : protocol !== undefined
        ? [{ kind: 'protocol', protocol }]
        : [];
  if (each.service === undefined) return own.length === 0 ? [{ kind: 'all' }] : own;
  switch (each.service) {
    case 'ssh':
      return [{ kind: 'port', protocol: 'tcp', port: port ?? ssh }];
    case 'ping':
      return [{ kind: 'ping' }];
    case 'dns':
      return [{ kind: 'port', protocol: 'both', port: 53 }];
    case 'dhcp':
      return [{ kind: 'port', protocol: 'udp', port: 67 }];
    case 'ntp':
      return [{ kind: 'port', protocol: 'udp', port: 123 }];
    case 'http':
      return [{ kind: 'port', protocol: 'tcp', port: 80 }];
    case 'https':
      return [{ kind: 'port', protocol: 'tcp', port: 443 }];
  }
}
