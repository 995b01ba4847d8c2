import type { Path } from '../../core/problem.ts';
import { schemaAt } from '../../core/spec/schema-lookup.ts';
import type { DocumentState } from '../document-state.ts';
import { sayIn } from '../options.ts';
import type { ServiceOptions } from '../options.ts';
import { radios, wiredPorts } from './interfaces.ts';
import { lanIpv6, range, reservationNames, reservedAddress, toldServers, upstreams } from './lan.ts';
import {
  aftr,
  borderRelay,
  deployHost,
  interfaceId,
  methods,
  prefixSource,
  providers,
  ruleKey,
  sourceSubnet,
  tunnelMtu,
} from './line.ts';
import { exampleTarget, freePorts, targets } from './nat.ts';
import { secretOfKey, secretReferences, secrets } from './secrets.ts';
import { NEW_ENTRY } from './suggestion.ts';
import type { Suggest, SuggestContext, SuggestedValue } from './suggestion.ts';
import { channels, countries, security, ssids, standards, standardsList, widths } from './wifi.ts';

export type { SuggestContext, SuggestedValue } from './suggestion.ts';

/** What knows values for a place; parts of short forms are places too. */
const SUGGESTIONS: Readonly<Record<string, Suggest>> = {
  'wan.interface': wiredPorts,
  'wan.prefix-source': prefixSource,
  'tunnel.method': methods,
  'tunnel.provider': providers,
  'tunnel.border-relay': borderRelay,
  'tunnel.aftr': aftr,
  'tunnel.mtu': tunnelMtu,
  'tunnel.interface-id': interfaceId,
  'tunnel.rule.ipv6-prefix': ruleKey,
  'tunnel.rule.ipv4-prefix': ruleKey,
  'tunnel.rule.ea-length': ruleKey,
  'tunnel.rule.psid-offset': ruleKey,
  'tunnel.rule.psid-length': ruleKey,
  'tunnel.route.from[]': sourceSubnet,
  'lan.ports[]': wiredPorts,
  'lan.ipv6': lanIpv6,
  'lan.dhcp.range': range,
  'lan.dhcp.dns[]': toldServers,
  'lan.dhcp.reservations[].name': reservationNames,
  'lan.dhcp.reservations[].address': reservedAddress,
  'dns.upstream[]': upstreams,
  'nat.forwards[].port': freePorts,
  'nat.forwards[].to.host': targets,
  'wifi[].interface': radios,
  'wifi[].ssid': ssids,
  'wifi[].country': countries,
  'wifi[].channel': channels,
  'wifi[].width': widths,
  'wifi[].standards[]': standards,
  'wifi[].security': security,
  'deploy.host': deployHost,
};

/** Places at which nothing else is possible than what is suggested, if anything is. */
const EXCLUSIVE = new Set([
  'lan.ipv6',
  'wifi[].channel',
  'wifi[].width',
  'wifi[].standards[]',
  'wifi[].security',
]);

/** How many of the suggestions for its entries a new list begins with. */
const LIST_LENGTHS: Readonly<Record<string, number>> = {
  'lan.ports': 2,
  'lan.dhcp.dns': 1,
  'dns.upstream': 2,
  'tunnel.route.from': 1,
};

/** What is written at a place that is filled in together with others. */
const FILLS: Readonly<Record<string, Suggest>> = { 'nat.forwards[].to': exampleTarget };

/** The keys with which a block is mostly begun that must have none. */
const USUAL_KEYS: Readonly<Record<string, readonly string[]>> = {
  system: ['release'],
  'system.lbu': ['media'],
  tunnel: ['provider'],
  'lan.dhcp': ['range'],
  dns: ['serve'],
  nat: ['forwards'],
  firewall: ['allow'],
  'firewall.allow[]': ['service', 'from'],
  deploy: ['host'],
};

/** The name of a place in the tables: its keys, whichever entry of a list they are in. */
function placeName(path: Path): string {
  return path.reduce<string>(
    (name, step) => (typeof step === 'number' ? `${name}[]` : name === '' ? step : `${name}.${step}`),
    '',
  );
}

/** What suggestions for a place are made from. */
export function suggestContext(
  { analysis, names }: Pick<DocumentState, 'analysis' | 'names'>,
  path: Path,
  { locale, secretNames = [] }: ServiceOptions & { readonly secretNames?: readonly string[] },
): SuggestContext {
  return { analysis, names, path, locale, t: sayIn(locale), secretNames };
}

/** The values that this router suggests for a place, best first. */
export function suggestedValues(context: SuggestContext): SuggestedValue[] {
  const name = placeName(context.path);
  if (Object.hasOwn(SUGGESTIONS, name)) return SUGGESTIONS[name]?.(context) ?? [];
  if (isSecret(context.path)) return secretReferences(context);
  return isSecret(context.path.slice(0, -1)) && context.path.at(-1) === 'name' ? secrets(context) : [];
}

/** Whether a place holds a secret or its name. */
export function isSecret(path: Path): boolean {
  const schema = schemaAt(path)?.schema;
  return schema?.kind === 'scalar' && schema.type === 'secret';
}

/** All values that are possible at a place, where it has no others than those that are suggested. */
export function onlyValues(context: SuggestContext): readonly string[] | undefined {
  if (!EXCLUSIVE.has(placeName(context.path))) return undefined;
  const values = suggestedValues(context).map(({ value }) => value);
  return values.length === 0 ? undefined : values;
}

/** A whole list as YAML in one line, for a key that has none yet; undefined where nothing is known that fits. */
export function suggestedList(context: SuggestContext): string | undefined {
  const name = placeName(context.path);
  if (name === 'wifi[].standards') return standardsList(context)[0]?.value;
  const length = Object.hasOwn(LIST_LENGTHS, name) ? LIST_LENGTHS[name] : undefined;
  if (length === undefined) return undefined;
  const items = suggestedValues({ ...context, path: [...context.path, NEW_ENTRY] });
  return items.length === 0
    ? undefined
    : `[${items
        .slice(0, length)
        .map(({ value }) => value)
        .join(', ')}]`;
}

/** The one value that a new block gets at a place. */
export function fillFor(context: SuggestContext): string | undefined {
  if (isSecret(context.path)) return secretOfKey(context);
  const name = placeName(context.path);
  const fill = Object.hasOwn(FILLS, name) ? FILLS[name] : undefined;
  return (fill === undefined ? suggestedValues(context) : fill(context))[0]?.value;
}

/** The keys with which a block is mostly begun; none where it has keys that it must have. */
export function usualKeys(path: Path): readonly string[] {
  const name = placeName(path);
  return Object.hasOwn(USUAL_KEYS, name) ? (USUAL_KEYS[name] ?? []) : [];
}
