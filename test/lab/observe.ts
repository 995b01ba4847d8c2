// What a router in the lab is seen to do.
import { INTERNET } from './lab.ts';
import type { Flows, Lab } from './lab.ts';
import type { Scenario } from './scenario.ts';

/** Flows out of the LAN, and how many of their source ports lie in the port set and outside of it. */
export interface Outward extends Flows {
  readonly inside: number;
  readonly outside: number;
}

/** What a client gets, and what leaves the LAN by the tunnel. */
interface Outbound {
  /** What the client was told by DHCP, as udhcpc names it; undefined where it got no lease. */
  readonly lease: Readonly<Record<string, string>> | undefined;
  /** Addresses that the router's DNS gave for a name of the practice internet. */
  readonly resolved: readonly string[];
  readonly tcp: Outward;
  readonly udp: Outward;
  readonly icmp: Flows;
}

/** The ways out of the LAN and into it, in short. */
interface Ways extends Outbound {
  /** Answers over IPv6, from the client's own address. */
  readonly ipv6: Flows;
  /** New connections from the internet to each forwarded port. */
  readonly forwarded: readonly (Flows & { readonly port: number })[];
}

/** What a router was seen to do. */
export interface Observations extends Ways, Leaks {
  /** Datagrams of 4,000 bytes, which travel in fragments both ways. */
  readonly large: Outward;
  /** One UDP socket that talks to several hosts. */
  readonly mapping: Flows;
  /** What the client finds out about the tunnel, and about a path that is narrower behind it. */
  readonly pathMtu: { readonly mtu: number; readonly answered: number };
  readonly narrowPath: { readonly mtu: number; readonly answered: number };
  readonly trace: readonly string[];
  readonly bulk: { readonly same: boolean };
  /** A new connection from the internet to a port of the set that is not forwarded. */
  readonly unsolicited: Flows | undefined;
  /** Another client of the LAN that uses the first forwarded port by the shared address. */
  readonly hairpin: Flows | undefined;
  /** What a port scan of the shared address finds, and one of the router's and the client's IPv6 addresses. */
  readonly scanned: {
    readonly ipv4: readonly number[];
    readonly router6: readonly number[];
    readonly client6: readonly number[];
  };
  /** Whether the networking service, restarted twice, ended with what was there before each time; the difference if not. */
  readonly restarted: readonly string[];
}

/** What must not be seen outside of the tunnel, or come out of it. */
export interface Leaks {
  /** Whether someone on the WAN side gets an address of the LAN. */
  readonly wanLease: boolean;
  /** Packets that came out of the tunnel, sorted by the border relay. */
  readonly relay: Readonly<Record<string, number>>;
  /** Frames that are not IPv6, seen at the ISP's end of the WAN cable since before the boot. */
  readonly wan: Readonly<Record<string, number>>;
}

/** How many flows of a kind are opened at once: enough for several ranges, fewer than the smallest port set. */
const FLOWS = 40;

/** The MTU of a path that is narrower somewhere in the internet than the tunnel is. */
const NARROW = 1300;

/** A client gets an address, asks for a name, and opens flows of each kind at once. */
export async function observeOutbound(lab: Lab, { lan, shared }: Scenario): Promise<Outbound> {
  await lab.serve('inet', 'tcp', INTERNET.port);
  await lab.serve('inet', 'udp', INTERNET.port);
  // Down first, so that its IPv6 addresses are made of this address, too.
  await lab.output('c1', `ip link set dev eth0 down address ${lan.mac} && ip link set dev eth0 up`);
  const lease = await lab.lease('c1');
  const resolved = await resolve(lab, lease?.dns);
  const tcp = sorted(await lab.tcp('c1', INTERNET.ipv4, INTERNET.port, FLOWS), shared);
  const udp = sorted(await lab.udp('c1', INTERNET.ipv4, INTERNET.port, FLOWS), shared);
  const icmp = await lab.icmp('c1', INTERNET.ipv4, FLOWS);
  return { lease, resolved, tcp, udp, icmp };
}

/** The same, and IPv6, and what is let in: all that must be there again after a change. */
export async function observeWays(lab: Lab, scenario: Scenario): Promise<Ways> {
  const { shared, forwards } = scenario;
  const outbound = await observeOutbound(lab, scenario);
  // What has an address can also be reached: only then is the client's own IPv6 address not tentative any more.
  await lab.globalAddress('c1');
  const ipv6 = await lab.tcp('c1', INTERNET.ipv6, INTERNET.port, 1);
  await lab.serve('c1', 'tcp', INTERNET.port, ...forwards.map(({ toPort }) => toPort));
  const forwarded = [];
  for (const { port } of shared === undefined ? [] : forwards)
    forwarded.push({ port, ...(await lab.tcp('inet', shared?.address ?? '', port, 1)) });
  return { ...outbound, ipv6, forwarded };
}

/** What was counted so far; then someone on the WAN side asks for an address, whose frames are not the router's. */
export async function observeLeaks(lab: Lab, { shared }: Scenario): Promise<Leaks> {
  return {
    relay: shared === undefined ? {} : await lab.counted('br'),
    wan: await lab.counted('isp'),
    wanLease: (await lab.lease('isp', 'cust')) !== undefined,
  };
}

/** Tries everything with a router that is up. */
export async function observe(lab: Lab, scenario: Scenario): Promise<Observations> {
  const { lan, shared, forwards } = scenario;
  const ways = await observeWays(lab, scenario);
  const large = sorted(await lab.udp('c1', INTERNET.ipv4, INTERNET.port, 4, 10, 4000), shared);
  const mapping = await lab.mapping('c1', INTERNET.port, INTERNET.others);
  const pathMtu = await lab.pathMtu('c1', INTERNET.ipv4, INTERNET.port);
  await lab.output('br', `ip route add ${INTERNET.narrow} via ${INTERNET.ipv4} mtu lock ${NARROW}`);
  const narrowPath = await lab.pathMtu('c1', INTERNET.narrow, INTERNET.port);
  const trace = await lab.trace('c1', INTERNET.ipv4);
  const bulk = await lab.bulk('c1', INTERNET.ipv4, INTERNET.port, 300_000);
  const client6 = await lab.globalAddress('c1');
  const free = shared?.ports.at(-1)?.last;
  const unsolicited =
    shared === undefined || free === undefined
      ? undefined
      : await lab.tcp('inet', shared.address, free, 1, 3);
  const [first] = forwards;
  let hairpin: Flows | undefined;
  if (shared !== undefined && first !== undefined) {
    await lab.lease('c2');
    hairpin = await lab.tcp('c2', shared.address, first.port, 1);
  }
  const openPorts = async (address: string, from: number, to: number): Promise<readonly number[]> =>
    (await lab.scan('inet', address, from, to)).open;
  const around = shared?.ports[0];
  const scanned = {
    ipv4:
      shared === undefined || around === undefined
        ? []
        : await openPorts(
            shared.address,
            Math.max(1, around.first - 8),
            Math.min(around.first + 24, around.last + 8),
          ),
    router6: await openPorts(lan.router6, 1, 1024),
    client6: await openPorts(client6, INTERNET.port - 5, INTERNET.port + 5),
  };
  const restarted = await restartTwice(lab);
  return {
    ...ways,
    ...{ large, mapping, pathMtu, narrowPath, trace, bulk },
    ...{ unsolicited, hairpin, scanned, restarted },
    ...(await observeLeaks(lab, scenario)),
  };
}

/**
 * Restarts the networking service twice; what differs from before each time. Traffic must flow again after each, once
 * the line has advertised its router, and everything else must be back by then.
 */
async function restartTwice(lab: Lab): Promise<readonly string[]> {
  const before = await lab.state();
  const differences: string[] = [];
  for (let round = 1; round <= 2; round++) {
    // A daemon that this starts must not hold on to the console.
    await lab.run('router', 'rc-service networking restart </dev/null >/run/lab-restart.log 2>&1');
    const flows = await lab.within(
      30,
      async () => (await lab.tcp('c1', INTERNET.ipv4, INTERNET.port, 1, 5)).answered === 1,
    );
    await lab.within(20, async () => (await lab.state()) === before);
    differences.push(flows ? difference(before, await lab.state()) : 'no traffic');
  }
  return differences;
}

function difference(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `- ${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+ ${line}`),
  ].join('\n');
}

/**
 * The IPv4 and IPv6 addresses that a DNS server gives the client for a name of the practice internet. It may have to
 * learn from the line first whom to ask.
 */
async function resolve(lab: Lab, server: string | undefined): Promise<readonly string[]> {
  let found: readonly string[] = [];
  if (server === undefined || server === '') return found;
  await lab.within(20, async () => {
    const { output } = await lab.run('c1', `nslookup example.net ${server.split(' ')[0] ?? ''}`);
    found = [...output.matchAll(/^Address: (\S+)$/gm)].map(([, address = '']) => address).sort();
    return found.length > 0;
  });
  return found;
}

/** Flows with their source ports sorted into those of the port set and others. */
export function sorted(flows: Flows, shared: Scenario['shared']): Outward {
  const isOurs = (port: number) =>
    shared === undefined || shared.ports.some(({ first, last }) => first <= port && port <= last);
  const inside = flows.ports.filter(isOurs).length;
  return { ...flows, inside, outside: flows.ports.length - inside };
}
