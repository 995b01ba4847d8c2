import { CONNTRACK_COUNT, CONNTRACK_MAX, rpFilter } from '../core/diagnosis/state-checks.ts';
import type { Answered, Link, LiveFacts } from '../core/diagnosis/facts.ts';
import type { Router } from '../core/derive/router.ts';
import { formatIpv4, formatIpv6, parseIpv6, parseIpv6Prefix } from '../core/net/address.ts';
import { kernelSettings } from '../core/render/kernel.ts';
import { sharedRanges, translationOf } from '../core/render/nftables/allocation.ts';
import { servicesOf } from '../core/render/services.ts';
import { word } from '../core/render/word.ts';
import { actionsFile, requestFile } from './bundle.ts';
import type { BundleFile } from './bundle.ts';
import type { AgentEvent } from './events.ts';
import { readManifest } from './manifest.ts';
import { serviceState } from './plan.ts';
import { Session, factOf, pendingOf } from './session.ts';
import { mirrorHost } from './spec-request.ts';
import type { DeployEnv, DeployTarget } from './types.ts';

/**
 * Asks a router how it is doing, over one ssh connection. It reads, and sends a few pings: to the far end of the tunnel
 * and to the servers that the spec names. Throws a DeployError if the router cannot be asked.
 */
export async function liveFacts(
  router: Router,
  target: DeployTarget,
  env: DeployEnv,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<LiveFacts> {
  const events = await new Session(target, env).demand('diagnose', questions(router), {
    signal: options.signal,
  });
  return factsFrom(events);
}

/** What the router is asked, as the files of the bundle. */
function questions(router: Router): BundleFile[] {
  const { tunnel, wan, lan, dns } = router;
  const four = dns.upstream.find((server) => server.family === 4);
  const six = dns.upstream.find((server) => server.family === 6);
  const name = mirrorHost(router);
  const remote =
    tunnel.method !== 'ds-lite'
      ? formatIpv6(tunnel.remote)
      : tunnel.remote.kind === 'address'
        ? formatIpv6(tunnel.remote.address)
        : '';
  const asked: Readonly<Record<string, string>> = {
    tunnel: word(tunnel.interface, 'interface'),
    wan: word(wan.interface, 'interface'),
    device: word(wan.device, 'interface'),
    local: formatIpv6(tunnel.local),
    remote,
    address: formatIpv4(tunnel.address),
    mtu: String(tunnel.mtu),
    target4: four === undefined ? '' : formatIpv4(four),
    target6: six === undefined ? '' : formatIpv6(six),
    name: name ?? '',
    resolve: dns.serve && name !== undefined ? 'yes' : 'no',
    ports: sharedRanges(translationOf(router)) === undefined ? 'no' : 'yes',
  };
  const { boot, late } = kernelSettings(router);
  const filters = ['all', tunnel.interface, lan.interface, wan.interface].map(rpFilter);
  const paths = [...boot, ...late].map(({ path }) => path);
  const kernel = new Set([...paths, ...filters, CONNTRACK_COUNT, CONNTRACK_MAX]);
  const lines = (all: Iterable<string>): string => [...all].map((line) => `${line}\n`).join('');
  return [
    requestFile({}),
    { name: 'asked', content: lines(Object.entries(asked).map(([key, value]) => `${key} ${value}`)) },
    { name: 'kernel', content: lines([...kernel].map((path) => word(path, 'sysctlPath'))) },
    actionsFile({ packages: [], services: servicesOf(router), dropped: [] }),
  ];
}

/** What the events of `diagnose` say. Whatever is missing or makes no sense counts as not seen. */
export function factsFrom(events: readonly AgentEvent[]): LiveFacts {
  const fact = (key: string): string => factOf(events, key);
  const words = (key: string): string[] => fact(key).split(' ').filter(Boolean);
  const has = (key: string): boolean => events.some((event) => event.event === 'fact' && event.key === key);
  const [near, far] = words('tunnel-ends').map((text) => parseIpv6(text));
  return {
    hostname: fact('host'),
    uptimeSeconds: numberOf(fact('uptime')) ?? 0,
    wan: linkOf(words('wan')),
    wanAddresses: words('wan-addresses').flatMap((text) => {
      const parsed = parseIpv6Prefix(text);
      return parsed.ok ? [parsed.value] : [];
    }),
    wanRouter: fact('wan-router'),
    tunnel: linkOf(words('tunnel')),
    tunnelEnds: near?.ok === true && far?.ok === true ? { local: near.value, remote: far.value } : undefined,
    answered: {
      farEnd: answeredOf(fact('far-end')),
      ipv4: answeredOf(fact('ipv4')),
      ipv6: answeredOf(fact('ipv6')),
      names: answeredOf(fact('names')),
    },
    ipv4By: has('route4') ? fact('route4') : undefined,
    pathMtu: numberOf(fact('path-mtu')),
    kernel: new Map(
      events.filter(({ event }) => event === 'kernel').map(({ path = '', value = '' }) => [path, value]),
    ),
    services: events
      .filter(({ event }) => event === 'service')
      .map(({ name = '', state }) => ({ name, state: serviceState(state) })),
    tracked: has('ports-known') ? trackedOf(events) : undefined,
    drift: has('manifest') ? driftOf(events, fact('manifest')) : undefined,
    pendingSeconds: pendingOf(events)?.remainingSeconds,
  };
}

function linkOf([state, mtu]: readonly string[]): Link | undefined {
  const bytes = numberOf(mtu);
  return bytes === undefined ? undefined : { up: state === 'up', mtu: bytes };
}

function numberOf(text = ''): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function answeredOf(text: string): Answered {
  return text === '' ? undefined : text === 'yes';
}

function trackedOf(events: readonly AgentEvent[]): LiveFacts['tracked'] {
  return new Map(
    events
      .filter(({ event }) => event === 'ports')
      .map(({ protocol = '', used = '' }) => [
        protocol,
        used.split(' ').flatMap((text) => numberOf(text) ?? []),
      ]),
  );
}

/** The files that are not as the last deploy has left them. */
function driftOf(events: readonly AgentEvent[], manifest: string): string[] {
  const left = readManifest(Buffer.from(manifest, 'base64').toString('utf8')).files;
  return events
    .filter(({ event, path = '', sha256, mode }) => {
      const before = left.get(path);
      return event === 'file' && before !== undefined && (before.sha256 !== sha256 || before.mode !== mode);
    })
    .map(({ path = '' }) => path)
    .sort();
}
