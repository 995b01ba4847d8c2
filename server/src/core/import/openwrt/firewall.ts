import type { Draft, InputFile, Place } from '../draft.ts';
import { FIREWALL, FRAME } from '../reasons.ts';
import { readUci } from './uci.ts';
import type { Section } from './uci.ts';

/** /etc/config/firewall: what is forwarded and opened. Zones and policies are those of the generated firewall. */
export function importFirewall(file: InputFile, draft: Draft): void {
  for (const section of readUci(file, draft)) {
    if (section.peek('enabled') === '0')
      section.notNeeded(draft, { en: 'It was switched off.', ja: '無効にされていた設定です。' });
    else if (section.type === 'redirect') importRedirect(section, draft);
    else if (section.type === 'rule') importRule(section, draft);
    else if (section.type === 'zone' && section.peek('name') === 'wan' && section.peek('input') === 'ACCEPT')
      section.notTaken(draft, {
        en: `This let the internet reach the router itself. ${FIREWALL.en}`,
        ja: `この設定ではインターネットからルーター自身への通信が許可されていました。${FIREWALL.ja}`,
      });
    else if (['defaults', 'zone', 'forwarding'].includes(section.type)) section.notNeeded(draft, FIREWALL);
    else {
      draft.unknown(section.place);
      section.rest(draft);
    }
  }
}

/** The protocols of a section: tcp and udp where none is named (OpenWrt's firewall documentation). */
function protocolsOf(section: Section): string[] {
  return (section.peek('proto') ?? 'tcp udp')
    .replace('tcpudp', 'tcp udp')
    .split(/\s+/)
    .filter((each) => each !== '');
}

/** Takes what one protocol says in `act`, and counts all lines of the section as read. */
function whole(section: Section, draft: Draft, keys: readonly string[], why = FRAME): void {
  section.each(keys, (at) => draft.notNeeded(at, why));
  section.rest(draft);
}

function importRedirect(section: Section, draft: Draft): void {
  const port = section.peek('src_dport') ?? '';
  const inner = section.peek('dest_port') ?? port;
  const host = section.peek('dest_ip') ?? '';
  const protocols = protocolsOf(section);
  if ((section.peek('target') ?? 'DNAT') !== 'DNAT' || section.peek('src') !== 'wan') {
    section.notTaken(draft, {
      en: 'Only forwards from the internet to a host (DNAT from `wan`) can be said.',
      ja: '扱えるのはインターネットから LAN 内のホストへの転送（`wan` からの DNAT）だけです。',
    });
    return;
  }
  if (!/^\d+$/.test(port) || !/^\d+$/.test(inner) || protocols.some((each) => !/^(?:tcp|udp)$/.test(each))) {
    section.notTaken(draft, {
      en: 'A forward is of one port of TCP or UDP: write a line in `nat.forwards` for each port that is in the port set.',
      ja: '転送は TCP または UDP の 1 ポート単位です。割り当てられたポートごとに `nat.forwards` に 1 行ずつ書いてください。',
    });
    return;
  }
  for (const protocol of protocols)
    draft.append(section.place, ['nat', 'forwards'], `${protocol} ${port} -> ${host}:${inner}`);
  whole(section, draft, ['name', 'src', 'dest', 'target', 'proto', 'src_dport', 'dest_ip', 'dest_port']);
}

function importRule(section: Section, draft: Draft): void {
  const { place } = section;
  const src = section.peek('src') ?? '';
  const dest = section.peek('dest');
  const port = section.peek('dest_port') ?? '';
  const protocols = protocolsOf(section);
  const host = (section.peek('dest_ip') ?? '').split('/')[0] ?? '';
  if (protocols.every((each) => /^(?:icmp|icmpv6|igmp|esp)$/.test(each)) || /^(?:67|68|546|547)$/.test(port))
    section.notNeeded(draft, FIREWALL);
  else if (section.peek('target') !== 'ACCEPT') section.notNeeded(draft, FIREWALL);
  else if (
    !/^(?:lan|wan)$/.test(src) ||
    !/^\d+$/.test(port) ||
    (dest !== undefined && !(dest === 'lan' && host.includes(':'))) ||
    protocols.some((each) => !/^(?:tcp|udp)$/.test(each))
  )
    section.notTaken(draft, {
      en: 'An opening names where it comes from (`lan` or `wan`), TCP or UDP, and one port; toward the LAN also the IPv6 address of one host.',
      ja: '許可ルールには、送信元（`lan` か `wan`）、TCP か UDP、1 つのポートが必要です。LAN 宛てでは 1 台のホストの IPv6 アドレスも必要です。',
    });
  else {
    for (const protocol of protocols)
      allow(place, { protocol, port, ...(dest === undefined ? {} : { to: host }), from: src }, draft);
    whole(section, draft, ['name', 'src', 'dest', 'target', 'proto', 'dest_port', 'dest_ip', 'family']);
  }
}

function allow(at: Place, rule: Readonly<Record<string, string>>, draft: Draft): void {
  const index = draft.count('firewall', 'allow');
  for (const [key, value] of Object.entries(rule)) draft.take(at, ['firewall', 'allow', index, key], value);
}
