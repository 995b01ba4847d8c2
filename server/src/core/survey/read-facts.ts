import { contains, formatPrefix, networkOf, parseIpv6Prefix } from '../net/address.ts';
import type { Ipv6Prefix } from '../net/address.ts';
import { WIFI_BANDS, WIFI_WIDTHS, channelsOf, frequencyOf } from '../net/wifi-channels.ts';
import { hostLabel, interfaceAddress, interfaceName, mac } from '../spec/scalars-net.ts';
import type { ScalarSchema } from '../spec/schema-types.ts';
import { partition, release } from '../spec/schema/system.ts';
import { country } from '../spec/schema/wifi.ts';
import type { LinePrefix, RadioBand, RouterFacts, RouterLink, RouterRadio } from './facts.ts';

/** One thing that a router said: a kind and texts, none of which can be trusted. */
export type Said = Readonly<Record<string, string>> & { readonly event: string };

/** More than any router has; what says more is made to be a burden. */
const MOST_SAID = 1000;
const MOST_LINKS = 64;
const MOST_PREFIXES = 16;
const MOST_RADIOS = 8;

/** No line is given more than what its provider has, nor less than one network. */
const LENGTHS = { least: 32, most: 64 };

/** Global unicast addresses (RFC 4291 section 2.4, IANA): a line has no other prefix. */
const GLOBAL = parseIpv6Prefix('2000::/3');

/** The text in canonical form, where it is a value of that type; else it was never said. */
function canonical<T>(schema: ScalarSchema<T>, text: string | undefined): string | undefined {
  const parsed = schema.parse(text ?? '');
  return parsed.ok ? schema.format(parsed.value) : undefined;
}

/** What the answers of a survey say. Whatever makes no sense counts as not seen. */
export function routerFacts(address: string, all: readonly Said[]): RouterFacts {
  const said = all.slice(0, MOST_SAID);
  const fact = (key: string): string =>
    said.findLast((each) => each.event === 'fact' && each.key === key)?.value ?? '';
  const hostname = canonical(hostLabel, fact('host'));
  const ways = new Set(
    said.flatMap(({ event, kind, value = '' }) => (event === 'route' && kind === 'default' ? [value] : [])),
  );
  return {
    address,
    hostname: hostname === 'localhost' ? undefined : hostname,
    release: canonical(release, /^(\d+\.\d+)\.\d/.exec(fact('alpine'))?.[1]?.replace(/^/, 'v')),
    media: canonical(partition, fact('media')),
    prefixes: prefixesOf(said, ways),
    links: linksOf(said, ways),
    radios: radiosOf(said),
    country: canonical(country, fact('country')),
  };
}

function prefixesOf(said: readonly Said[], ways: ReadonlySet<string>): LinePrefix[] {
  const found: { readonly prefix: Ipv6Prefix; readonly interface: string | undefined; rank: number }[] = [];
  const add = (text: string, name: string | undefined, rank: number): void => {
    const parsed = parseIpv6Prefix(text);
    if (!parsed.ok || !GLOBAL.ok || !contains(GLOBAL.value, parsed.value)) return;
    if (parsed.value.length < LENGTHS.least || parsed.value.length > LENGTHS.most) return;
    found.push({ prefix: networkOf(parsed.value), interface: name, rank });
  };
  for (const { event, kind, value = '', interface: name = '', address = '' } of said) {
    if (event === 'route' && kind === 'delegated') add(value, undefined, 0);
    if (event === 'address' && address.includes(':')) {
      const port = canonical(interfaceName, name);
      if (port !== undefined) add(address, port, ways.has(port) ? 1 : 2);
    }
  }
  found.sort((a, b) => a.rank - b.rank);
  // What lies in a prefix that is there already is a part of it that the router gave to its LAN.
  const kept = found.filter(({ prefix }, index) =>
    found.slice(0, index).every((earlier) => !contains(earlier.prefix, prefix)),
  );
  return kept
    .slice(0, MOST_PREFIXES)
    .map(({ prefix, interface: name }) => ({ prefix: formatPrefix(prefix), interface: name }));
}

function linksOf(said: readonly Said[], ways: ReadonlySet<string>): RouterLink[] {
  const links = new Map<string, RouterLink>();
  for (const { event, kind, ...each } of said) {
    const name = event === 'link' ? canonical(interfaceName, each.name) : undefined;
    if (name === undefined || links.has(name) || links.size >= MOST_LINKS) continue;
    if (kind !== 'wired' && kind !== 'bridge' && kind !== 'other') continue;
    const addresses = said.filter((of) => of.event === 'address' && of.interface === name);
    links.set(name, {
      name,
      kind,
      mac: canonical(mac, each.mac),
      carrier: each.carrier === '1',
      bridge: canonical(interfaceName, each.bridge),
      defaultRoute: ways.has(name),
      address: addresses.flatMap(({ address }) => canonical(interfaceAddress, address) ?? [])[0],
    });
  }
  return [...links.values()];
}

function radiosOf(said: readonly Said[]): RouterRadio[] {
  const radios = new Map<string, RouterRadio>();
  for (const { event, kind, name, phy } of said) {
    const port = event === 'link' && kind === 'radio' ? canonical(interfaceName, name) : undefined;
    if (port === undefined || radios.has(port) || radios.size >= MOST_RADIOS) continue;
    const own = said.filter((each) => each.event === 'band' && each.phy === phy);
    const bands = own.filter(({ ap }) => ap === 'yes').flatMap((each) => bandOf(each) ?? []);
    // One that told what it can do, and cannot be an access point, is of no use here.
    if (own.length === 0 || bands.length > 0) radios.set(port, { interface: port, bands });
  }
  return [...radios.values()];
}

function bandOf({ frequencies = '', standards = '', width = '' }: Said): RadioBand | undefined {
  const heard = new Set(frequencies.split(' ').map(Number));
  for (const band of WIFI_BANDS) {
    const channels = channelsOf(band).filter((channel) => heard.has(frequencyOf(channel, band)));
    if (channels.length === 0) continue;
    return {
      band,
      channels,
      standards: (['n', 'ac', 'ax'] as const).filter((each) => standards.includes(LETTERS[each])),
      width: WIFI_WIDTHS.find((each) => String(each) === width) ?? 20,
    };
  }
  return undefined;
}

/** How the agent writes the generations: one letter each. */
const LETTERS = { n: 'n', ac: 'c', ax: 'x' } as const;
