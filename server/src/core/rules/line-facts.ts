import { TUNNEL_DEFAULTS } from '../derive/line.ts';
import { ngnInternal } from '../isp/index.ts';
import type { MapEProvider, NgnBlock, Provider, TunnelMethod } from '../isp/index.ts';
import { equalPrefix, formatIpv6, overlaps, specialBlockOf } from '../net/address.ts';
import type { Ipv6, SpecialBlock } from '../net/address.ts';
import { tunnelMtu } from '../net/mtu.ts';
import type { Path } from '../problem.ts';
import { setValue } from '../spec/edit.ts';
import type { Spec } from '../spec/schema/index.ts';
import type { SpecDocument } from '../spec/spec-document.ts';
import type { Text } from '../text.ts';
import type { RuleContext, RuleFix } from './rule.ts';
import { valueOr } from './spec-values.ts';

/** What several rules about the line ask of a spec. */

type Asked = Pick<RuleContext, 'document' | 'spec' | 'line'>;

/** Whether a key of `tunnel` stands in the text with something that could not be read: what it means is not known then. */
export function isUnreadable({ document, spec }: Asked, key: keyof NonNullable<Spec['tunnel']>): boolean {
  return spec.tunnel?.[key] === undefined && document.entry(['tunnel', key]) !== undefined;
}

/**
 * The method of the tunnel; undefined where it is not known, also because what would tell it could not be read. The same
 * holds for the provider below.
 */
export function methodOf(asked: Asked): TunnelMethod | undefined {
  const { spec, line } = asked;
  const tellers = spec.tunnel?.method === undefined ? (['method', 'provider', 'rule'] as const) : [];
  return tellers.some((key) => isUnreadable(asked, key)) ? undefined : line.method;
}

/** The provider of the line, named or found from its prefix. */
export function providerOf(asked: Asked): Provider | undefined {
  return isUnreadable(asked, 'provider') ? undefined : asked.line.provider;
}

/** Whether the sizes of the line are those of the spec: nothing that they follow from was unreadable. */
export function sizesAreKnown(asked: Asked): boolean {
  const { document, spec } = asked;
  return (
    (spec.wan?.mtu !== undefined || document.entry(['wan', 'mtu']) === undefined) &&
    !isUnreadable(asked, 'mtu') &&
    !isUnreadable(asked, 'encapsulation-limit')
  );
}

/** Whether the spec gives a mapping rule of its own that covers the prefix of the line. */
function ownRuleCovers({ line }: Asked): boolean {
  return (
    line.rule?.from === 'spec' &&
    line.prefix !== undefined &&
    overlaps(line.rule.value.ipv6Prefix, line.prefix)
  );
}

function isSpecial(address: Ipv6 | undefined): boolean {
  return address !== undefined && specialBlockOf(address).kind !== 'global';
}

/**
 * The block that keeps the prefix of the line out of the internet: documentation, unique local and the like. None where
 * the far end of the tunnel is of that kind too, or the spec's own rule covers the prefix: that is somebody's laboratory.
 */
export function unusableBlock(asked: Asked): SpecialBlock | undefined {
  const { spec, line } = asked;
  if (line.prefix === undefined || !isSpecial(line.prefix.address) || ownRuleCovers(asked)) return undefined;
  const aftr = spec.tunnel?.aftr;
  const farEnds = [
    line.rule?.from === 'spec' ? line.rule.value.ipv6Prefix.address : undefined,
    spec.tunnel?.['border-relay'],
    aftr?.kind === 'address' ? aftr.address : undefined,
  ];
  return farEnds.some(isSpecial) ? undefined : specialBlockOf(line.prefix.address);
}

/** The block of NTT's access network that the prefix lies in, where the spec's own rule does not speak for it. */
export function accessNetworkBlock(asked: Asked): NgnBlock | undefined {
  const { line } = asked;
  return line.prefix === undefined || ownRuleCovers(asked) ? undefined : ngnInternal(line.prefix);
}

/** Whether the prefix cannot be that of an internet line, which explains whatever does not fit it. */
export function isNoInternetPrefix(asked: Asked): boolean {
  return unusableBlock(asked) !== undefined || accessNetworkBlock(asked) !== undefined;
}

/**
 * The MAP-E provider whose numbers the tunnel must have: the one that is named or found, or for a rule of one's own the
 * one that has the very same rule.
 */
export function mapEProvider(asked: Asked): MapEProvider | undefined {
  const { spec, line } = asked;
  if (methodOf(asked) !== 'map-e' || isUnreadable(asked, 'provider')) return undefined;
  if (line.provider !== undefined) return line.provider.method === 'map-e' ? line.provider : undefined;
  const own = line.rule?.from === 'spec' ? line.rule.value : undefined;
  if (own === undefined || spec.tunnel?.rule === undefined) return undefined;
  for (const candidate of line.candidates) {
    if (candidate.basis !== 'rule') continue;
    const { rule, provider } = candidate.rule;
    if (equalPrefix(rule.ipv6Prefix, own.ipv6Prefix) && equalPrefix(rule.ipv4Prefix, own.ipv4Prefix))
      return provider;
  }
  return undefined;
}

/** How the LAN gets IPv6, with the default; undefined while that is not known. */
export function lanIpv6Mode({ document, spec, line }: Asked): NonNullable<Spec['lan']>['ipv6'] {
  const otherwise = line.prefix === undefined ? undefined : line.prefix.length >= 64 ? 'bridge' : 'delegated';
  const path: Path = ['lan', 'ipv6'];
  return otherwise === undefined
    ? spec.lan?.ipv6
    : valueOr<NonNullable<NonNullable<Spec['lan']>['ipv6']>>(document, path, spec.lan?.ipv6, otherwise);
}

/** The name of the LAN's bridge, with the default; undefined where it could not be read. */
export function bridgeName({ document, spec }: Asked): string | undefined {
  return valueOr(document, ['lan', 'interface'], spec.lan?.interface, 'br0');
}

/** The name of the tunnel interface, with the default; undefined where it could not be read. */
export function tunnelName({ document, spec }: Pick<Asked, 'document' | 'spec'>): string | undefined {
  return valueOr(document, ['tunnel', 'interface'], spec.tunnel?.interface, TUNNEL_DEFAULTS.interface);
}

/** A tunnel MTU that would be right without the encapsulation limit and is too large with it; undefined for any other. */
export function uncountedMtu(asked: Asked): number | undefined {
  const { spec, line } = asked;
  const mtu = sizesAreKnown(asked) ? spec.tunnel?.mtu : undefined;
  return mtu !== undefined && mtu > line.largestTunnelMtu && mtu <= tunnelMtu(line.wanMtu, 'none')
    ? mtu
    : undefined;
}

/** A provider as messages name it: what users call it, and how the spec writes it. */
export function providerName(provider: Provider): Text {
  const { name, id } = provider;
  return {
    en: name.en === id ? name.en : `${name.en} (\`${id}\`)`,
    ja: name.ja === id ? `「${name.ja}」` : `「${name.ja}」（\`${id}\`）`,
  };
}

/** A fix that names a provider, and its method where the spec gives another one. */
export function useProvider({ document, spec }: Asked, provider: Provider): RuleFix {
  const named = setValue(document, ['tunnel', 'provider'], provider.id);
  const method = spec.tunnel?.method;
  const edits =
    method === undefined || method === provider.method
      ? []
      : setValue(document, ['tunnel', 'method'], provider.method);
  return {
    title: { en: `Use \`provider: ${provider.id}\``, ja: `\`provider: ${provider.id}\` に変更` },
    edits: named === undefined || edits === undefined ? undefined : [...named, ...edits],
  };
}

/** A fix that sets a value, with a title that shows it. */
export function setTo(document: SpecDocument, path: Path, value: string | number): RuleFix {
  const text = String(value);
  const key = String(path.at(-1));
  return {
    title: { en: `Change to \`${key}: ${text}\``, ja: `\`${key}: ${text}\` に変更` },
    edits: setValue(document, path, text),
  };
}

/** An IPv6 address as YAML: one that begins with a colon takes quotes. */
export function yamlIpv6(address: Ipv6): string {
  const text = formatIpv6(address);
  return text.startsWith(':') || text.endsWith(':') ? `"${text}"` : text;
}
