import type { Analysis } from '../core/analysis.ts';
import { computedOf } from '../core/derive/computed.ts';
import type { Line } from '../core/derive/line.ts';
import { formatAddress, formatIpv4, formatIpv6 } from '../core/net/address.ts';
import type { Ce, MapRule } from '../core/net/map-e.ts';
import type { Path } from '../core/problem.ts';
import { pathText } from '../core/spec/schema-lookup.ts';
import { say } from '../core/text.ts';
import type { Locale } from '../core/text.ts';
import { explainCeAddress } from './explain/ce-address.ts';
import { explainFirewall } from './explain/firewall.ts';
import { explainForwardPort } from './explain/forward.ts';
import { explainLanAddress, explainRange } from './explain/lan.ts';
import { explainMss, explainTunnelMtu } from './explain/mtu.ts';
import { explainPortBits, portsInShort } from './explain/port-bits.ts';
import { explainIpv4Bits, explainPrefixBits, ipv4Text } from './explain/prefix-bits.ts';
import {
  explainCandidates,
  explainProvider,
  explainRule,
  relayText,
  sourceOfRule,
} from './explain/provider.ts';
import { bullets, code, paragraphs } from './markdown.ts';
import { sayIn } from './options.ts';
import type { Say } from './options.ts';

/** What an explanation may need. */
interface Context {
  readonly analysis: Analysis;
  readonly line: Line;
  readonly path: Path;
  readonly locale: Locale;
  readonly t: Say;
}

/** What explains the value at each place; list indexes are left out of the names. */
const EXPLANATIONS: Readonly<Record<string, (context: Context) => string | undefined>> = {
  // What the internet can reach stands at the line itself too: a spec with no word of a firewall has one all the same.
  wan: explainOpen,
  'wan.prefix': explainPrefix,
  'wan.mtu': explainMtus,
  tunnel: explainTunnel,
  'tunnel.provider': explainTunnelProvider,
  'tunnel.border-relay': ({ line, locale }) => relayText(line, locale),
  'tunnel.aftr': explainAftr,
  'tunnel.rule': explainOwnRule,
  'tunnel.rule.ipv6-prefix': explainOwnRule,
  'tunnel.rule.ipv4-prefix': explainRuleIpv4,
  'tunnel.rule.ea-length': explainOwnRule,
  'tunnel.rule.psid-offset': explainPorts,
  'tunnel.rule.psid-length': explainPorts,
  'tunnel.psid': explainPorts,
  'tunnel.interface-id': explainInterfaceId,
  'tunnel.mtu': explainMtus,
  'tunnel.encapsulation-limit': explainMtus,
  'tunnel.mss-clamp': explainClamp,
  'nat.forwards': explainPorts,
  'nat.allocation': explainPorts,
  'nat.forwards.port': ({ analysis, path, locale }) => explainForwardPort(analysis, path, locale),
  firewall: explainOpen,
  'firewall.inbound-ipv6': explainOpen,
  'firewall.allow': explainOpen,
  'firewall.allow.service': explainOpen,
  'firewall.allow.protocol': explainOpen,
  'firewall.allow.port': explainOpen,
  'firewall.allow.to': explainOpen,
  'firewall.allow.from': explainOpen,
  'lan.address': ({ analysis, t }) => explainLanAddress(analysis, t),
  'lan.dhcp.range': ({ analysis, t }) => explainRange(analysis, t),
};

/** What is computed for a place of the spec: the value first, then how it comes about, then where that is laid down. */
export function computedHover(analysis: Analysis, path: Path, locale: Locale): string | undefined {
  const name = pathText(path.filter((step) => typeof step === 'string'));
  const explain = Object.hasOwn(EXPLANATIONS, name) ? EXPLANATIONS[name] : undefined;
  return explain?.({ analysis, line: analysis.line, path, locale, t: sayIn(locale) });
}

function explainOpen({ analysis, path, t }: Context): string | undefined {
  return explainFirewall(analysis, path, t);
}

/** The CE with the rule that it comes from. */
function mapE(line: Line): { ce: Ce; rule: MapRule } | undefined {
  return line.ce === undefined || line.rule === undefined
    ? undefined
    : { ce: line.ce, rule: line.rule.value };
}

function explainPrefix(context: Context): string | undefined {
  const { line, locale, t } = context;
  const found = mapE(line);
  if (found === undefined) return withoutCe(context);
  const { ce, rule } = found;
  return paragraphs([
    headline(ce, t),
    explainPrefixBits(ce, rule, t),
    t(
      `**The CE address** ${code(formatIpv6(ce.ceIpv6))} is this router’s end of the tunnel.`,
      `**CE アドレス** ${code(formatIpv6(ce.ceIpv6))} はトンネルのこちら側の端点です。`,
    ),
    explainCeAddress(ce, line.interfaceIdForm, t),
    ce.offLink &&
      t(
        'The CE address lies in another /64 than this prefix: the line has to route it here.',
        'CE アドレスはこのプレフィックスとは別の /64 に属します。回線側でこのルーターに経路が向いている必要があります。',
      ),
    sourceOfRule(line, locale),
  ]);
}

/** What there is to say about a line that has no CE: it is not MAP-E, or not computable yet. */
function withoutCe(context: Context): string | undefined {
  const { method } = context.line;
  return method === 'map-e' || method === undefined ? whyNothing(context) : summaryOf(context);
}

function explainTunnel(context: Context): string | undefined {
  const { line, locale, t } = context;
  const found = mapE(line);
  if (found === undefined) return withoutCe(context);
  const { ce, rule } = found;
  return paragraphs([
    headline(ce, t),
    bullets([
      `${t('CE IPv6 address', 'CE の IPv6 アドレス')}: ${code(formatIpv6(ce.ceIpv6))}`,
      ...(line.borderRelay === undefined
        ? []
        : [`${t('Border relay', 'BR')}: ${code(formatIpv6(line.borderRelay.value))}`]),
      mtuText(line, t),
    ]),
    explainPortBits(ce, rule, t),
    sourceOfRule(line, locale),
  ]);
}

/** `106.72.18.52` with its PSID and how many ports: what most people want to know. */
function headline(ce: Ce, t: Say): string {
  const address = code(ipv4Text(ce));
  if (ce.psidLength === 0)
    return t(
      `**IPv4 ${address}**, shared with nobody.`,
      `**IPv4 ${address}**（他の回線と共有しないアドレス）`,
    );
  const ports = portsInShort(ce.portRanges, ce.portCount, t);
  return t(
    `**IPv4 ${address}, PSID ${ce.psid ?? 0}: ${ports}**`,
    `**IPv4 ${address}、PSID ${ce.psid ?? 0}: ${ports}**`,
  );
}

/** The tunnel of a DS-Lite line or of a fixed address. */
function summaryOf({ analysis, line, t }: Context): string | undefined {
  const tunnel = analysis.router?.tunnel;
  if (line.method === 'ds-lite') {
    const aftr = line.aftr === undefined ? undefined : formatAftr(line);
    return paragraphs([
      t(
        '**The provider does NAT**: this router has the IPv4 address `192.0.0.2` (RFC 6333 section 5.7) toward the tunnel, and no port can be forwarded.',
        '**NAT は事業者側で行われます。** このルーターのトンネル側の IPv4 アドレスは `192.0.0.2`（RFC 6333 5.7 節）で、ポート転送はできません。',
      ),
      bullets([
        ...(aftr === undefined ? [] : [`AFTR: ${code(aftr)}`]),
        ...(tunnel === undefined ? [] : [`B4: ${code(formatIpv6(tunnel.local))}`]),
        mtuText(line, t),
      ]),
    ]);
  }
  if (tunnel === undefined) return undefined;
  return paragraphs([
    t(
      `**IPv4 ${code(formatIpv4(tunnel.address))}**: a fixed address, all of whose ports are yours.`,
      `**IPv4 ${code(formatIpv4(tunnel.address))}**（固定アドレス。全ポートを使えます）`,
    ),
    bullets([
      `${t('This end', 'こちら側')}: ${code(formatIpv6(tunnel.local))}`,
      ...(line.borderRelay === undefined
        ? []
        : [`${t('Far end', '対向')}: ${code(formatIpv6(line.borderRelay.value))}`]),
      mtuText(line, t),
    ]),
  ]);
}

/** Why nothing can be computed for a MAP-E line, and what the prefix could be. */
function whyNothing({ line, locale, t }: Context): string | undefined {
  const result = computedOf(line);
  if (result.ok || line.prefix === undefined) return undefined;
  return paragraphs([
    `**${t('Nothing is computed yet.', 'まだ計算できません。')}** ${say(result.reason, locale)}`,
    explainCandidates(line.candidates, locale),
  ]);
}

function explainTunnelProvider(context: Context): string | undefined {
  const { line, locale, t } = context;
  if (line.provider === undefined) return whyNothing(context);
  return paragraphs([
    explainProvider(line.provider, locale, line.method),
    line.method === 'map-e' && line.rule === undefined && whyNothing(context),
    line.rule?.from === 'provider' &&
      paragraphs([
        t('Its rule for this prefix:', 'このプレフィックスに対するルール:'),
        explainRule(line.rule.value, t),
      ]),
    relayText(line, locale),
    sourceOfRule(line, locale),
  ]);
}

function explainAftr({ line, locale, t }: Context): string | undefined {
  const provider = line.provider?.method === 'ds-lite' ? line.provider : undefined;
  if (line.aftr === undefined) return undefined;
  return paragraphs([
    `**AFTR ${code(formatAftr(line))}**`,
    provider !== undefined && named(line, provider.aftr.name) && say(provider.aftr.resolution, locale),
    provider !== undefined &&
      provider.aftr.addresses.length > 0 &&
      paragraphs([
        t('Addresses that it is known to have had:', '確認されているアドレス:'),
        bullets(provider.aftr.addresses.map(({ address }) => code(formatAddress(address)))),
      ]),
  ]);
}

function named(line: Line, name: string): boolean {
  return line.aftr?.value.kind === 'name' && line.aftr.value.name === name;
}

function formatAftr(line: Line): string {
  const aftr = line.aftr?.value;
  if (aftr === undefined) return '';
  return aftr.kind === 'name' ? aftr.name : formatIpv6(aftr.address);
}

function explainOwnRule(context: Context): string | undefined {
  const { line, t } = context;
  const found = mapE(line);
  if (found === undefined) return whyNothing(context);
  return paragraphs([headline(found.ce, t), explainPrefixBits(found.ce, found.rule, t)]);
}

function explainRuleIpv4(context: Context): string | undefined {
  const { line, t } = context;
  const found = mapE(line);
  if (found === undefined) return whyNothing(context);
  return paragraphs([headline(found.ce, t), explainIpv4Bits(found.ce, found.rule, t)]);
}

function explainPorts(context: Context): string | undefined {
  const { line, t } = context;
  const found = mapE(line);
  if (found === undefined) return withoutCe(context);
  return paragraphs([headline(found.ce, t), explainPortBits(found.ce, found.rule, t)]);
}

function explainInterfaceId(context: Context): string | undefined {
  const { line, t } = context;
  if (line.ce === undefined) return whyNothing(context);
  return paragraphs([
    `**CE ${code(formatIpv6(line.ce.ceIpv6))}** (${line.interfaceIdForm})`,
    explainCeAddress(line.ce, line.interfaceIdForm, t),
  ]);
}

function explainMtus({ line, t }: Context): string {
  const [set, most] = [line.tunnelMtu, line.largestTunnelMtu];
  return paragraphs([
    `**${mtuText(line, t)}**`,
    explainTunnelMtu(line, t),
    set > most &&
      t(
        `${set} is set, ${set - most} more than fits: larger packets have to be fragmented, or are lost.`,
        `設定値の ${set} は上限を ${set - most} 超えています。大きなパケットは分割されるか、失われます。`,
      ),
    set < most &&
      t(
        `${set} is set, ${most - set} less than fits.`,
        `設定値の ${set} は上限より ${most - set} 小さい値です。`,
      ),
    t(
      'Source: [RFC 2473](https://www.rfc-editor.org/rfc/rfc2473#section-7) section 7.',
      '根拠: [RFC 2473](https://www.rfc-editor.org/rfc/rfc2473#section-7) 7 章',
    ),
  ]);
}

function explainClamp({ line, t }: Context): string {
  return paragraphs([
    line.mss === undefined
      ? t('**MSS is not clamped.** What fits is:', '**MSS を調整しません。** トンネルに収まる値:')
      : `**MSS ${line.mss}**`,
    explainMss(line, t),
    t(
      'Each side of a TCP connection is told to send no larger segments, so that no packet is too large for the tunnel. Source: [RFC 9293](https://www.rfc-editor.org/rfc/rfc9293#section-3.7.1) section 3.7.1.',
      'TCP の両端にこれより大きなセグメントを送らせないことで、トンネルに収まらないパケットをなくします。根拠: [RFC 9293](https://www.rfc-editor.org/rfc/rfc9293#section-3.7.1) 3.7.1 節',
    ),
  ]);
}

/** `MTU 1460, MSS 1420`. */
export function mtuText(line: Line, t: Say): string {
  return `MTU ${line.tunnelMtu}${line.mss === undefined ? '' : `${t(', ', '、')}MSS ${line.mss}`}`;
}
