// One router on one line, from its saved configuration to what its traffic looks like.
import type { PracticeLine, SavedConfiguration } from '../../scripts/practice-router.mjs';
import type { PortRange } from '../../server/src/core/net/port-set.ts';
import { INTERNET, Lab } from './lab.ts';
import type { Flows } from './lab.ts';

export interface Scenario {
  /** Files where they belong on the router, and the services of its runlevels: all that it boots with. */
  readonly saved: SavedConfiguration;
  readonly line: PracticeLine;
  readonly lan: {
    /** The router's IPv4 address. */
    readonly address: string;
    /** A client with this MAC address, which may have a reservation. */
    readonly mac: string;
  };
  /** The shared IPv4 address and its port set; undefined where the far end does the translation. */
  readonly shared: { readonly address: string; readonly ports: readonly PortRange[] } | undefined;
  /** TCP ports that lead to the client with the MAC address above. */
  readonly forwards: readonly { readonly port: number; readonly toPort: number }[];
}

/** Flows out of the LAN, and how many of their source ports lie in the port set and outside of it. */
export interface Outward extends Flows {
  readonly inside: number;
  readonly outside: number;
}

/** What a router was seen to do. */
export interface Observations {
  /** What the client was told by DHCP, as udhcpc names it; undefined where it got no lease. */
  readonly lease: Readonly<Record<string, string>> | undefined;
  /** Addresses that the router's DNS gave for a name of the practice internet. */
  readonly resolved: readonly string[];
  readonly tcp: Outward;
  readonly udp: Outward;
  readonly icmp: Flows;
  /** Answers over IPv6, from the client's own address. */
  readonly ipv6: Flows;
  /** New connections from the internet: to each forwarded port, and to a port of the set that is not forwarded. */
  readonly forwarded: readonly (Flows & { readonly port: number })[];
  readonly unsolicited: Flows | undefined;
  /** Whether someone on the WAN side gets an address of the LAN. */
  readonly wanLease: boolean;
  /** Packets that came out of the tunnel, sorted by the border relay. */
  readonly relay: Readonly<Record<string, number>>;
  /** Frames that are not IPv6, seen at the ISP's end of the WAN cable since before the boot. */
  readonly wan: Readonly<Record<string, number>>;
}

/** How many flows of a kind are opened at once: enough for several ranges, fewer than the smallest port set. */
const FLOWS = 40;

export interface ScenarioResult extends Observations {
  readonly seconds: { readonly boot: number; readonly all: number };
}

/** The line of a scenario, with a border relay that lets nothing pass but the port set. */
export function lineOf({ line, shared }: Scenario): PracticeLine {
  const ports = shared?.ports.map(({ first, last }) => `${first}-${last}`).join(',');
  return { ...line, ...(ports === undefined ? {} : { ports }) };
}

/** Boots the router with its saved configuration, tries everything, and says what came of it. */
export async function runScenario(scenario: Scenario): Promise<ScenarioResult> {
  const start = Date.now();
  const seconds = () => Math.round((Date.now() - start) / 100) / 10;
  const lab = await Lab.boot({
    saved: scenario.saved,
    line: lineOf(scenario),
    address: scenario.lan.address,
  });
  try {
    const boot = seconds();
    return { ...(await observe(lab, scenario)), seconds: { boot, all: seconds() } };
  } finally {
    await lab.stop();
  }
}

/** Tries everything with a router that is up. */
export async function observe(lab: Lab, { lan, shared, forwards }: Scenario): Promise<Observations> {
  await lab.serve('inet', 'tcp', INTERNET.port);
  await lab.serve('inet', 'udp', INTERNET.port);
  await lab.output('c1', `ip link set dev eth0 address ${lan.mac}`);
  const lease = await lab.lease('c1');
  const resolved = await resolve(lab, lease?.dns);
  const sorted = (flows: Flows): Outward => ({ ...flows, ...bySet(flows.ports, shared?.ports) });
  const tcp = sorted(await lab.tcp('c1', INTERNET.ipv4, INTERNET.port, FLOWS));
  const udp = sorted(await lab.udp('c1', INTERNET.ipv4, INTERNET.port, FLOWS));
  const icmp = await lab.icmp('c1', INTERNET.ipv4, FLOWS);
  await lab.until(
    'the client has an IPv6 address',
    'ip -n c1 -6 addr show dev eth0 scope global -tentative | grep -q inet6',
  );
  const ipv6 = await lab.tcp('c1', INTERNET.ipv6, INTERNET.port, 1);
  const forwarded = [];
  if (shared !== undefined && forwards.length > 0) {
    await lab.serve('c1', 'tcp', ...forwards.map(({ toPort }) => toPort));
    for (const { port } of forwards) {
      forwarded.push({ port, ...(await lab.tcp('inet', shared.address, port, 1)) });
    }
  }
  const free = shared?.ports.at(-1)?.last;
  const unsolicited =
    shared === undefined || free === undefined
      ? undefined
      : await lab.tcp('inet', shared.address, free, 1, 3);
  return {
    lease,
    resolved,
    tcp,
    udp,
    icmp,
    ipv6,
    forwarded,
    unsolicited,
    // The counts come before someone on the WAN side asks for an address, whose frames are not the router's.
    relay: shared === undefined ? {} : await lab.counted('br'),
    wan: await lab.counted('isp'),
    wanLease: (await lab.lease('isp', 'cust')) !== undefined,
  };
}

/** The IPv4 and IPv6 addresses that a DNS server gives the client for a name of the practice internet. */
async function resolve(lab: Lab, server: string | undefined): Promise<readonly string[]> {
  if (server === undefined || server === '') return [];
  const { output } = await lab.run('c1', `nslookup example.net ${server.split(' ')[0] ?? ''}`);
  return [...output.matchAll(/^Address: (\S+)$/gm)].map(([, address = '']) => address).sort();
}

function bySet(
  seen: readonly number[],
  ranges: readonly PortRange[] | undefined,
): { readonly inside: number; readonly outside: number } {
  const inside = seen.filter(
    (port) => ranges === undefined || ranges.some(({ first, last }) => first <= port && port <= last),
  ).length;
  return { inside, outside: seen.length - inside };
}
