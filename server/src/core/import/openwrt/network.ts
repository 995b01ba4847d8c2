import { findRule, providerOfBorderRelay } from '../../isp/index.ts';
import { PROVIDERS } from '../../isp/providers.ts';
import { equalPrefix, parseIpv4Prefix, parseIpv6, parseIpv6Prefix } from '../../net/address.ts';
import { maskLength } from '../interfaces.ts';
import type { Draft, InputFile } from '../draft.ts';
import { BY_ITSELF, COMPUTED, FRAME } from '../reasons.ts';
import { importRemote } from '../tunnel-ends.ts';
import { readUci } from './uci.ts';
import type { Section } from './uci.ts';

/** /etc/config/network: the bridge, the LAN, the line and the tunnel (protocols `map` and `dslite`). */
export function importNetwork(file: InputFile, draft: Draft): void {
  const sections = readUci(file, draft);
  for (const section of sections) {
    if (section.type === 'interface') importInterface(section, isBridge(sections, section), draft);
    else if (section.type === 'device' && section.peek('type') === 'bridge') importBridge(section, draft);
    else if (section.type === 'globals' || section.name === 'loopback') section.notNeeded(draft, BY_ITSELF);
    else draft.unknown(section.place);
    section.rest(draft);
  }
}

/** Whether the device of an interface is a bridge: one of its own section, or by the interface's own `type` (before OpenWrt 21). */
function isBridge(sections: readonly Section[], section: Section): boolean {
  const device = section.peek('device');
  return sections.some(
    (each) => each.type === 'device' && each.peek('type') === 'bridge' && each.peek('name') === device,
  );
}

function importBridge(section: Section, draft: Draft): void {
  draft.notNeeded(section.place, FRAME);
  section.each(['type'], (at) => draft.notNeeded(at, BY_ITSELF));
  section.each(['name'], (at) => draft.take(at, ['lan', 'interface'], at.value));
  section.each(['ports', 'ifname'], (at) => {
    for (const port of at.value.split(/\s+/)) draft.append(at, ['lan', 'ports'], port);
  });
  section.each(['stp'], (at) => draft.take(at, ['lan', 'stp'], at.value === '1' ? 'true' : 'false'));
}

function importInterface(section: Section, bridged: boolean, draft: Draft): void {
  const proto = section.peek('proto') ?? '';
  if (section.name === 'loopback') section.notNeeded(draft, BY_ITSELF);
  else if (proto === 'map') importMap(section, draft);
  else if (proto === 'dslite') importDsLite(section, draft);
  else if (proto === 'static') importLan(section, bridged, draft);
  else if (proto === 'dhcpv6') importWan(section, draft);
  else if (proto === 'pppoe')
    section.notTaken(draft, {
      en: 'The generated router has no PPPoE: IPv4 goes through the tunnel over IPoE.',
      ja: '生成されるルーターは PPPoE に対応していません。IPv4 は IPoE 上のトンネルを通ります。',
    });
  else if (proto === 'dhcp' || proto === 'none')
    section.notNeeded(draft, {
      en: 'The line has no IPv4 of its own; the WAN port is that of the IPv6 interface.',
      ja: 'この回線にネイティブの IPv4 はありません。WAN ポートは IPv6 側のインターフェースから決まります。',
    });
  else draft.unknown(section.place);
}

function importLan(section: Section, bridged: boolean, draft: Draft): void {
  section.each(['proto'], (at) => draft.notNeeded(at, BY_ITSELF));
  if (section.name !== 'lan') {
    section.notTaken(draft, {
      en: 'The format has one LAN, and this interface is another.',
      ja: 'この形式で扱える LAN は 1 つです。このインターフェースは対象外です。',
    });
    return;
  }
  draft.notNeeded(section.place, FRAME);
  section.each(['type'], (at) => draft.notNeeded(at, BY_ITSELF));
  section.each(['device', 'ifname'], (at) => {
    if (bridged) draft.take(at, ['lan', 'interface'], at.value);
    else for (const port of at.value.split(/\s+/)) draft.append(at, ['lan', 'ports'], port);
  });
  const length = maskLength(section.peek('netmask') ?? '');
  section.each(['ipaddr'], (at) =>
    draft.take(at, ['lan', 'address'], at.value.includes('/') ? at.value : `${at.value}/${length}`),
  );
  section.each(['netmask'], (at) => draft.notNeeded(at, BY_ITSELF));
  section.each(['ip6assign'], (at) =>
    draft.notNeeded(at, {
      en: 'How the LAN gets IPv6 follows from the length of the prefix; set `lan.ipv6` for something else.',
      ja: 'LAN への IPv6 の提供方法はプレフィックス長から決まります。変える場合は `lan.ipv6` を指定してください。',
    }),
  );
}

function importWan(section: Section, draft: Draft): void {
  draft.notNeeded(section.place, FRAME);
  section.each(['proto'], (at) => draft.notNeeded(at, BY_ITSELF));
  section.each(['device', 'ifname'], (at) => draft.take(at, ['wan', 'interface'], at.value));
  section.each(['mtu'], (at) => draft.take(at, ['wan', 'mtu'], at.value));
  section.each(['ip6prefix'], (at) => draft.take(at, ['wan', 'prefix'], at.value));
  section.each(['dns'], (at) => draft.append(at, ['dns', 'upstream'], at.value));
  section.each(['reqaddress', 'reqprefix'], (at) => draft.notNeeded(at, BY_ITSELF));
}

const TUNNEL_LINK = ['tunlink', 'defaultroute', 'metric', 'zone'];

function importMap(section: Section, draft: Draft): void {
  const kind = section.peek('maptype') ?? section.peek('type') ?? 'map-e';
  if (kind !== 'map-e') {
    section.notTaken(draft, {
      en: 'Only MAP-E is supported; this is a tunnel of another kind (MAP-T or LW4over6).',
      ja: '対応しているのは MAP-E だけです。これは別の方式（MAP-T または LW4over6）のトンネルです。',
    });
    return;
  }
  draft.take(section.place, ['tunnel', 'method'], 'map-e');
  section.each(['proto', 'maptype', 'type', ...TUNNEL_LINK], (at) => draft.notNeeded(at, BY_ITSELF));
  const provider = providerOfRule(section);
  if (provider === undefined) importRule(section, draft);
  else {
    section.each(['ip6prefix'], (at) => draft.take(at, ['tunnel', 'provider'], provider));
    section.each([...Object.keys(RULE), 'ip6prefixlen', 'ip4prefixlen', 'ipaddr', 'legacymap'], (at) =>
      draft.notNeeded(at, {
        en: `Part of the rule of ${provider}, which the product knows.`,
        ja: `${provider} のルールの一部で、組み込みのデータにあります。`,
      }),
    );
  }
  section.each(['peeraddr'], (at) => importRemote(at, at.value, draft));
  section.each(['mtu'], (at) => draft.take(at, ['tunnel', 'mtu'], at.value));
  section.each(['encaplimit'], (at) =>
    at.value === 'ignore'
      ? draft.notNeeded(at, BY_ITSELF)
      : draft.take(at, ['tunnel', 'encapsulation-limit'], at.value),
  );
}

/** UCI's names for the numbers of a rule, and those of the spec. */
const RULE: Readonly<Record<string, string>> = {
  ealen: 'ea-length',
  offset: 'psid-offset',
  psidlen: 'psid-length',
};

const prefixText = (section: Section, address: string, length: string): string =>
  `${(section.peek(address) ?? '').split('/')[0] ?? ''}/${section.peek(length) ?? (section.peek(address) ?? '').split('/')[1] ?? ''}`;

function importRule(section: Section, draft: Draft): void {
  section.each(['ip6prefix'], (at) => {
    draft.take(at, ['tunnel', 'provider'], 'custom');
    draft.take(at, ['tunnel', 'rule', 'ipv6-prefix'], prefixText(section, 'ip6prefix', 'ip6prefixlen'));
  });
  section.each(['ipaddr'], (at) =>
    draft.take(at, ['tunnel', 'rule', 'ipv4-prefix'], prefixText(section, 'ipaddr', 'ip4prefixlen')),
  );
  section.each(['ip6prefixlen', 'ip4prefixlen'], (at) => draft.notNeeded(at, FRAME));
  for (const [key, name] of Object.entries(RULE))
    section.each([key], (at) => draft.take(at, ['tunnel', 'rule', name], at.value));
  section.each(['legacymap'], (at) =>
    draft.take(at, ['tunnel', 'interface-id'], at.value === '1' ? 'map-draft-03' : 'rfc7597'),
  );
}

/** The provider that has exactly this rule. */
function providerOfRule(section: Section): string | undefined {
  const ipv6 = parseIpv6Prefix(prefixText(section, 'ip6prefix', 'ip6prefixlen'));
  const ipv4 = parseIpv4Prefix(prefixText(section, 'ipaddr', 'ip4prefixlen'));
  if (!ipv6.ok || !ipv4.ok) return undefined;
  return PROVIDERS.find((provider) => {
    const rule = findRule(provider, ipv6.value)?.rule;
    return (
      rule !== undefined &&
      equalPrefix(rule.ipv6Prefix, ipv6.value) &&
      equalPrefix(rule.ipv4Prefix, ipv4.value) &&
      String(rule.eaLength) === section.peek('ealen')
    );
  })?.id;
}

function importDsLite(section: Section, draft: Draft): void {
  draft.take(section.place, ['tunnel', 'method'], 'ds-lite');
  section.each(['proto', ...TUNNEL_LINK], (at) => draft.notNeeded(at, COMPUTED));
  section.each(['peeraddr'], (at) => {
    const byName = PROVIDERS.find(({ aftr }) => aftr?.name === at.value.toLowerCase().replace(/\.$/, ''));
    const address = parseIpv6(at.value);
    const provider = byName ?? (address.ok ? providerOfBorderRelay(address.value)?.provider : undefined);
    if (provider?.method === 'ds-lite') draft.take(at, ['tunnel', 'provider'], provider.id);
    else draft.take(at, ['tunnel', 'aftr'], at.value);
  });
  section.each(['mtu'], (at) => draft.take(at, ['tunnel', 'mtu'], at.value));
  section.each(['encaplimit'], (at) =>
    at.value === 'ignore'
      ? draft.notNeeded(at, BY_ITSELF)
      : draft.take(at, ['tunnel', 'encapsulation-limit'], at.value),
  );
}
