import { equalAddress } from '../../net/address.ts';
import type { Ipv6 } from '../../net/address.ts';
import type { Allowed, Forward, Router } from '../../derive/router.ts';
import type { Path } from '../../problem.ts';
import { usesDhcpv6 } from '../needs.ts';
import { FROM } from '../sources.ts';
import { trackedPort, translationOf } from './allocation.ts';
import { ICMPV6_FROM_WAN } from './icmpv6.ts';

/** Something that may come in without having been asked for. */
export interface Opening {
  readonly match: Allowed['match'];
  readonly service: string | undefined;
  readonly origin: readonly Path[];
}

/** The same for one LAN host: an interface identifier, in whatever prefix the line has today, or a whole address. */
export interface HostOpening extends Opening {
  readonly to: Ipv6;
}

/** A port of the router's own, open over IPv4; one entry for each protocol. */
export interface Ipv4Service {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  /** The port that connection tracking sees, which differs under a port map. */
  readonly tracked: number;
  readonly origin: readonly Path[];
}

export interface OpenForward extends Forward {
  /** The port that connection tracking sees, which differs under a port map. */
  readonly tracked: number;
  /** Whether it leads to the router's own LAN address: such a packet is not forwarded but taken in. */
  readonly toRouter: boolean;
}

/** What a router lets in, by where it comes from. The rules are written from this, and so is what the editor says of them. */
export interface Openings {
  /** From the internet over IPv4. Empty where the provider does NAT; a port outside the set never arrives either. */
  readonly ipv4: { readonly forwards: readonly OpenForward[]; readonly services: readonly Ipv4Service[] };
  /** From the internet over IPv6: to the router, and to LAN hosts (`all`: whatever they are asked). */
  readonly ipv6: { readonly services: readonly Opening[]; readonly hosts: 'all' | readonly HostOpening[] };
  /** From the LAN to the router. */
  readonly lan: readonly Opening[];
  /** From the line to the router, whatever the spec says: without this nothing works. */
  readonly always: {
    readonly icmpv6: readonly string[];
    /** The near end of the tunnel, and the far end where its address is known beforehand. */
    readonly tunnel: { readonly local: Ipv6; readonly remote: Ipv6 | undefined };
    readonly dhcpv6: boolean;
  };
}

export function openingsOf(router: Router): Openings {
  const { firewall, nat, tunnel, lan } = router;
  const translation = translationOf(router);
  const { remote } = tunnel;
  const fromWan = firewall.allow.filter(({ from, to }) => from === 'wan' && to === undefined);
  return {
    ipv4: {
      forwards: nat.forwards.flatMap((forward) => {
        const tracked = trackedPort(translation, forward.port);
        return tracked === undefined
          ? []
          : [{ ...forward, tracked, toRouter: equalAddress(forward.address, lan.address.address) }];
      }),
      services: fromWan.flatMap((each) =>
        portsOpenedBy(each).flatMap(({ protocol, port }) => {
          const tracked = trackedPort(translation, port);
          return tracked === undefined ? [] : [{ protocol, port, tracked, origin: originOf(each, router) }];
        }),
      ),
    },
    ipv6: {
      services: fromWan.map((each) => openingOf(each, router)),
      hosts: lan.ipv6 === 'off' ? [] : firewall.inboundIpv6 === 'allow' ? 'all' : hostsOf(router),
    },
    lan: firewall.allow
      .filter(({ from, to }) => from === 'lan' && to === undefined)
      .map((each) => openingOf(each, router)),
    always: {
      icmpv6: ICMPV6_FROM_WAN,
      tunnel: {
        local: tunnel.local,
        remote: 'kind' in remote ? (remote.kind === 'address' ? remote.address : undefined) : remote,
      },
      dhcpv6: usesDhcpv6(router),
    },
  };
}

/** An IPv4 address opens nothing: behind NAT only a forward leads to a host, and that is an entry of its own. */
function hostsOf(router: Router): readonly HostOpening[] {
  return router.firewall.allow.flatMap((each) =>
    each.from === 'wan' && each.to?.family === 6 ? [{ ...openingOf(each, router), to: each.to }] : [],
  );
}

function openingOf(each: Allowed, router: Router): Opening {
  return { match: each.match, service: each.service, origin: originOf(each, router) };
}

function portsOpenedBy({ match }: Allowed): readonly { protocol: 'tcp' | 'udp'; port: number }[] {
  if (match.kind !== 'port') return [];
  const protocols = match.protocol === 'both' ? (['tcp', 'udp'] as const) : [match.protocol];
  return protocols.map((protocol) => ({ protocol, port: match.port }));
}

/** Where an exception comes from; that for SSH has its port from elsewhere. */
function originOf({ origin, match }: Allowed, { deploy }: Router): readonly Path[] {
  return match.kind === 'port' && match.port === deploy.port ? [origin, FROM.deployPort] : [origin];
}
