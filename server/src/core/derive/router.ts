import type { Ipv4, Ipv4Prefix, Ipv6, Ipv6Prefix } from '../net/address.ts';
import type { Mac } from '../net/mac.ts';
import type { Ce, InterfaceIdForm, MapRule } from '../net/map-e.ts';
import type { PortRange } from '../net/port-set.ts';
import type { SecretOr } from '../spec/scalars.ts';
import type { Protocol } from '../spec/forward.ts';
import type { HostOrIpv6 } from '../spec/scalars-net.ts';
import type { Path } from '../problem.ts';

/**
 * A router with everything decided: what the spec says, the defaults for what it does not say, and what follows from
 * both. Rendering needs nothing else.
 */
export interface Router {
  readonly hostname: string;
  readonly system: System;
  readonly wan: Wan;
  readonly tunnel: Tunnel;
  readonly lan: Lan;
  readonly dns: Dns;
  readonly nat: Nat;
  readonly firewall: Firewall;
  readonly wifi: readonly AccessPoint[];
  /** Kernel settings that the user asked for, on top of those that the router needs. */
  readonly sysctl: Readonly<Record<string, string>>;
  /** Packages and services that the user asked for, besides those that the blocks need. */
  readonly packages: readonly string[];
  readonly services: readonly string[];
  readonly deploy: DeploySettings;
}

export interface System {
  readonly release: string;
  readonly mirror: string;
  readonly console: string | undefined;
  /** How a diskless system keeps its configuration; `media` is undefined where the router knows it by itself. */
  readonly lbu: { readonly media: string | undefined; readonly backups: number };
  readonly supervisor: 'openrc' | 's6';
}

export interface Wan {
  readonly interface: string;
  /** The prefix of the line, without host bits. */
  readonly prefix: Ipv6Prefix;
  readonly prefixSource: 'ra' | 'dhcpv6-pd';
  /** Bytes. */
  readonly mtu: number;
  /** The interface that carries the router's IPv6 on the WAN side: the LAN bridge where the WAN port is a member of it, else the WAN port. */
  readonly device: string;
}

interface TunnelBase {
  readonly interface: string;
  /** The near end, on `wan.device`. */
  readonly local: Ipv6;
  /** Bytes of the largest IPv4 packet. */
  readonly mtu: number;
  readonly encapsulationLimit: number | 'none';
  /** Bytes to which the MSS is clamped in both directions; undefined: no clamp. */
  readonly mss: number | undefined;
  readonly route: Route;
}

/** Which IPv4 goes into the tunnel: all of it, or what carries the mark and what comes from the subnets. */
export type Route =
  | { readonly kind: 'default' }
  | { readonly kind: 'some'; readonly mark: number | undefined; readonly subnets: readonly Ipv4Prefix[] };

export interface MapETunnel extends TunnelBase {
  readonly method: 'map-e';
  readonly provider: string;
  readonly rule: MapRule;
  readonly interfaceIdForm: InterfaceIdForm;
  readonly ce: Ce;
  readonly remote: Ipv6;
  /** The CE's IPv4 address. */
  readonly address: Ipv4;
}

export interface DsLiteTunnel extends TunnelBase {
  readonly method: 'ds-lite';
  readonly provider: string;
  readonly remote: HostOrIpv6;
  /** The well-known B4 address (RFC 6333 section 5.7). */
  readonly address: Ipv4;
}

export interface IpipTunnel extends TunnelBase {
  readonly method: 'ipip';
  readonly provider: string;
  readonly remote: Ipv6;
  /** The fixed IPv4 address. */
  readonly address: Ipv4;
  readonly update:
    | { readonly url: string; readonly user: SecretOr | undefined; readonly password: SecretOr | undefined }
    | undefined;
}

export type Tunnel = MapETunnel | DsLiteTunnel | IpipTunnel;

export interface Lan {
  readonly interface: string;
  /** Wired members that are listed; the WAN port comes beside them where `ipv6` is `bridge`. */
  readonly ports: readonly string[];
  readonly stp: boolean;
  /** The router's own address, with host bits. */
  readonly address: Ipv4Prefix;
  readonly ipv6: 'bridge' | 'ndp-proxy' | 'delegated' | 'off';
  /** The /64 of the LAN where the router routes IPv6 (`ndp-proxy`, `delegated`). */
  readonly ipv6Prefix: Ipv6Prefix | undefined;
  readonly dhcp: Dhcp | undefined;
}

export interface Dhcp {
  readonly first: Ipv4;
  readonly last: Ipv4;
  readonly leaseSeconds: number;
  readonly dns: readonly Ipv4[];
  readonly domain: string;
  readonly reservations: readonly Reservation[];
}

export interface Reservation {
  /** The entry of the spec that it comes from. */
  readonly origin: Path;
  readonly name: string;
  readonly mac: Mac;
  readonly address: Ipv4;
}

export interface Dns {
  readonly serve: boolean;
  /** Empty: the servers that the line announces. */
  readonly upstream: readonly (Ipv4 | Ipv6)[];
}

export interface Nat {
  readonly allocation: 'port-map' | 'round-robin';
  /** The ports that NAT may use; undefined where there is no NAT (DS-Lite). All ports where the address is not shared. */
  readonly ports: readonly PortRange[] | undefined;
  readonly forwards: readonly Forward[];
}

export interface Forward {
  /** The entry of the spec that it comes from. */
  readonly origin: Path;
  readonly protocol: Protocol;
  readonly port: number;
  readonly address: Ipv4;
  readonly toPort: number;
}

export interface Firewall {
  readonly inboundIpv6: 'deny' | 'allow';
  readonly allow: readonly Allowed[];
}

/** Something that may come in. `to` is undefined for the router itself, else an interface identifier or an address in the LAN. */
export interface Allowed {
  /** The entry of the spec that it comes from; the list itself for what holds by default. */
  readonly origin: Path;
  readonly from: 'lan' | 'wan';
  /** The service by which the spec calls it, if it does. */
  readonly service: string | undefined;
  readonly match:
    | { readonly kind: 'port'; readonly protocol: Protocol | 'both'; readonly port: number }
    | { readonly kind: 'protocol'; readonly protocol: Protocol }
    | { readonly kind: 'ping' }
    | { readonly kind: 'all' };
  readonly to: Ipv4 | Ipv6 | undefined;
}

export interface AccessPoint {
  /** The entry of the spec that it comes from. */
  readonly origin: Path;
  readonly interface: string;
  readonly ssid: string;
  readonly passphrase: SecretOr;
  readonly country: string;
  readonly band: '2.4GHz' | '5GHz' | '6GHz';
  readonly channel: number | 'auto';
  /** MHz. */
  readonly width: 20 | 40 | 80 | 160;
  readonly standards: readonly ('n' | 'ac' | 'ax')[];
  readonly security: 'wpa2' | 'wpa2-wpa3' | 'wpa3';
  readonly options: Readonly<Record<string, string>>;
}

export interface DeploySettings {
  readonly host: string;
  readonly user: string;
  readonly port: number;
  /** Seconds that the router waits for the confirmation. */
  readonly window: number;
}
