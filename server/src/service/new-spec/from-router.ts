import { findProviders } from '../../core/isp/index.ts';
import { contains, parseIpv4Prefix, parseIpv6Prefix } from '../../core/net/address.ts';
import type { RouterFacts, RouterLink } from '../../core/survey/facts.ts';
import { say } from '../../core/text.ts';
import type { Locale } from '../../core/text.ts';
import { sayIn } from '../options.ts';
import type { Say } from '../options.ts';
import type { Answers } from './steps-shared.ts';
import type { Choice } from './question.ts';

/** What a router that was asked makes of the questions: what to choose from, and what of it is likely. */

/** The prefixes that the router has, with the providers whose rules cover them. */
export function prefixChoices({ prefixes }: RouterFacts, locale: Locale): Choice[] {
  const t = sayIn(locale);
  return prefixes.map(({ prefix, interface: name }) => {
    const parsed = parseIpv6Prefix(prefix);
    const found = parsed.ok ? findProviders(parsed.value).filter(({ basis }) => basis === 'rule') : [];
    return {
      value: prefix,
      label: prefix,
      description: [
        name === undefined
          ? t('delegated by DHCPv6', 'DHCPv6-PD で委譲')
          : t(`an address of ${name}`, `${name} のアドレス`),
        ...found.map(({ provider }) => say(provider.name, locale)),
      ].join(t(', ', '、')),
    };
  });
}

const isPort = ({ kind }: RouterLink): boolean => kind === 'wired';

/** The ports that the line may come in at: the wired ones, and whatever the default route goes through. */
export function wanChoices(facts: RouterFacts, locale: Locale): Choice[] {
  const t = sayIn(locale);
  return facts.links
    .filter((link) => isPort(link) || (link.kind === 'other' && link.defaultRoute))
    .map((link) => choiceOf(link, facts, t));
}

/** The wired ports that are not the WAN's. */
export function portChoices(facts: RouterFacts, wan: string | undefined, locale: Locale): Choice[] {
  const t = sayIn(locale);
  return facts.links
    .filter((link) => isPort(link) && link.name !== wan)
    .map((link) => choiceOf(link, facts, t));
}

function choiceOf(link: RouterLink, { links }: RouterFacts, t: Say): Choice {
  const bridge = links.find(({ name, kind }) => name === link.bridge && kind === 'bridge');
  const facts = [
    link.carrier ? t('carrier', 'リンクアップ') : t('no carrier', 'リンクダウン'),
    ...(link.defaultRoute ? [t('default route', 'デフォルトルート')] : []),
    ...(bridge === undefined
      ? []
      : [
          bridge.defaultRoute
            ? t(
                `in ${bridge.name}, which has the default route`,
                `${bridge.name} のポート（デフォルトルートあり）`,
              )
            : t(`in ${bridge.name}`, `${bridge.name} のポート`),
        ]),
    ...(link.address === undefined ? [] : [link.address]),
    ...(link.mac === undefined ? [] : [link.mac]),
  ];
  return { value: link.name, label: link.name, description: facts.join(t(', ', '、')) };
}

/** The port that the default route goes through; of a bridge, its first wired port that something is plugged into. */
export function likelyWan({ links, prefixes }: RouterFacts): string | undefined {
  const way = links.find(({ defaultRoute }) => defaultRoute);
  if (way?.kind === 'bridge') {
    const members = links.filter((link) => isPort(link) && link.bridge === way.name);
    return (members.find(({ carrier }) => carrier) ?? members[0])?.name;
  }
  const named = way?.name ?? prefixes.find(({ interface: name }) => name !== undefined)?.interface;
  return (links.find(({ name, kind }) => name === named && kind !== 'bridge') ?? links.find(isPort))?.name;
}

/** The wired ports of the bridge, where there is one; else all that are not the WAN's. */
export function likelyPorts({ links }: RouterFacts, wan: string | undefined): string[] {
  const others = links.filter((link) => isPort(link) && link.name !== wan);
  const bridged = others.filter(({ bridge }) => bridge !== undefined);
  return (bridged.length > 0 ? bridged : others).map(({ name }) => name);
}

/** The addresses of home networks (RFC 1918). */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].flatMap((text) => {
  const parsed = parseIpv4Prefix(text);
  return parsed.ok ? [parsed.value] : [];
});

/** The private address that a bridge has, or one of the LAN's ports. */
export function likelyLan({ links }: RouterFacts, { wan, ports = '' }: Answers): string | undefined {
  const own = new Set(ports.split(' '));
  const candidates = [
    ...links.filter(({ kind }) => kind === 'bridge'),
    ...links.filter(({ name }) => own.has(name) && name !== wan),
  ];
  return candidates.find(({ address }) => {
    const parsed = parseIpv4Prefix(address ?? '');
    return parsed.ok && parsed.value.length <= 30 && PRIVATE.some((all) => contains(all, parsed.value));
  })?.address;
}
