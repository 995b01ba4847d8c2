import { formatIpv4, ipv4, networkOf } from '../../net/address.ts';
import { interfaceAddress } from '../../spec/scalars-net.ts';
import { importClientDns, importReservation } from '../dnsmasq.ts';
import type { Draft, InputFile } from '../draft.ts';
import { BY_ITSELF, FRAME } from '../reasons.ts';
import { readUci } from './uci.ts';
import type { Section } from './uci.ts';

/** /etc/config/dhcp: dnsmasq and odhcpd. */
export function importDhcp(file: InputFile, draft: Draft): void {
  for (const section of readUci(file, draft)) {
    if (section.type === 'dnsmasq') importDnsmasqSection(section, draft);
    else if (section.type === 'dhcp' && section.peek('interface') === 'lan') importPool(section, draft);
    else if (section.type === 'host') importHost(section, draft);
    else if (section.type === 'dhcp' || section.type === 'odhcpd') section.notNeeded(draft, BY_ITSELF);
    else draft.unknown(section.place);
    section.rest(draft);
  }
}

const DEFAULTS = [
  'domainneeded',
  'boguspriv',
  'localise_queries',
  'rebind_protection',
  'rebind_localhost',
  'expandhosts',
  'authoritative',
  'readethers',
  'leasefile',
  'resolvfile',
  'nonwildcard',
  'localservice',
  'ednspacket_max',
  'filter_aaaa',
  'filter_a',
  'filterwin2k',
  'nonegcache',
  'cachesize',
  'local',
  'noresolv',
];

function importDnsmasqSection(section: Section, draft: Draft): void {
  draft.notNeeded(section.place, FRAME);
  section.each(['domain'], (at) => draft.take(at, ['lan', 'dhcp', 'domain'], at.value));
  section.each(['server'], (at) => draft.append(at, ['dns', 'upstream'], at.value));
  section.each(['port'], (at) =>
    at.value === '0' ? draft.take(at, ['dns', 'serve'], 'false') : draft.notNeeded(at, BY_ITSELF),
  );
  section.each(DEFAULTS, (at) => draft.notNeeded(at, BY_ITSELF));
}

function importPool(section: Section, draft: Draft): void {
  draft.notNeeded(section.place, FRAME);
  section.each(['interface'], (at) => draft.notNeeded(at, FRAME));
  section.each(['leasetime'], (at) => draft.take(at, ['lan', 'dhcp', 'lease'], at.value));
  section.each(['start'], (at) => {
    const range = rangeOf(at.value, section.peek('limit') ?? '', draft.get('lan', 'address') ?? '');
    if (range === undefined)
      draft.notTaken(at, {
        en: 'The range counts from the LAN address, which is not known: the upper half of the subnet is handed out.',
        ja: '範囲は LAN のアドレスを基準に数えますが、そのアドレスが分かりません。サブネットの後半を割り当てます。',
      });
    else draft.take(at, ['lan', 'dhcp', 'range'], range);
  });
  section.each(['limit'], (at) => draft.notNeeded(at, FRAME));
  section.each(['ra', 'dhcpv6', 'dhcpv4', 'ra_flags', 'ra_slaac', 'ndp', 'master', 'ra_management'], (at) =>
    draft.notNeeded(at, BY_ITSELF),
  );
  section.each(['dhcp_option'], (at) => {
    const [option = '', ...values] = at.value.split(',').map((part) => part.trim());
    if (/^(?:6|option:dns-server)$/.test(option)) importClientDns(at, values, draft);
    else draft.unknown(at);
  });
}

/** `start` counts from the network's address, `limit` the addresses (OpenWrt's documentation of DHCP pools). */
function rangeOf(start: string, limit: string, lan: string): string | undefined {
  const address = interfaceAddress.parse(lan);
  if (!address.ok || !/^\d{1,9}$/.test(start) || !/^\d{1,9}$/.test(limit)) return undefined;
  const first = networkOf(address.value).address.value + Number(start);
  const last = first + Number(limit) - 1;
  return last < first || last > 0xffffffff
    ? undefined
    : `${formatIpv4(ipv4(first))}-${formatIpv4(ipv4(last))}`;
}

function importHost(section: Section, draft: Draft): void {
  const { place } = section;
  const host = { name: section.peek('name'), mac: section.peek('mac'), address: section.peek('ip') };
  importReservation(place, host, draft);
  section.each(['name', 'mac', 'ip', 'dns'], (at) => draft.notNeeded(at, FRAME));
}
