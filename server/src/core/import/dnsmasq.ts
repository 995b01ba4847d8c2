import type { Draft, InputFile, Place } from './draft.ts';
import { keyValue, linesOf } from './lines.ts';
import type { Line } from './lines.ts';
import { BY_ITSELF } from './reasons.ts';

/** Files of dnsmasq(8). */
export function importDnsmasq(file: InputFile, draft: Draft): void {
  for (const whole of linesOf(file)) {
    const line = { ...whole, text: withoutComment(whole.text) };
    const { key, value } = keyValue(line) ?? { key: line.text, value: '' };
    importSetting(line, key, value, draft);
  }
}

/** A `#` behind white space, outside of quotes, begins a comment (dnsmasq's option.c, read_file). */
function withoutComment(text: string): string {
  const end = /^(?:"[^"]*"|(?!\s#).)*/s.exec(text)?.[0].length ?? text.length;
  return text.slice(0, end).trimEnd();
}

function importSetting(line: Line, key: string, value: string, draft: Draft): void {
  switch (key) {
    case 'interface':
      draft.take(line, ['lan', 'interface'], value);
      break;
    case 'dhcp-range':
      importRange(line, value, draft);
      break;
    case 'dhcp-option': {
      const [option = '', ...values] = value.split(',').map((part) => part.trim());
      if (/^(?:6|option:dns-server)$/.test(option)) importClientDns(line, values, draft);
      else if (/^(?:3|option:router)$/.test(option)) draft.notNeeded(line, BY_ITSELF);
      else draft.unknown(line);
      break;
    }
    case 'dhcp-host': {
      const parts = value.split(',').map((part) => part.trim());
      const mac = parts.find((part) => /^[\da-f]{1,2}(?::[\da-f]{1,2}){5}$/i.test(part));
      const address = parts.find((part) => /^\d+(?:\.\d+){3}$/.test(part));
      const name = parts.find(
        (part) => part !== mac && part !== address && !/^\d+[smhdw]?$|^infinite$|:/.test(part),
      );
      importReservation(line, { name, mac, address }, draft);
      break;
    }
    case 'server':
      draft.append(line, ['dns', 'upstream'], value);
      break;
    case 'port':
      if (value === '0') draft.take(line, ['dns', 'serve'], 'false');
      else if (value === '53') draft.notNeeded(line, BY_ITSELF);
      else draft.unknown(line);
      break;
    case 'domain':
      draft.take(line, ['lan', 'dhcp', 'domain'], value.split(',')[0] ?? '');
      break;
    default:
      if (
        /^(?:no-resolv|no-hosts|bind-interfaces|bind-dynamic|domain-needed|bogus-priv|expand-hosts|dhcp-authoritative|except-interface|conf-dir|user|group|pid-file|dhcp-leasefile|local|enable-ra)$/.test(
          key,
        )
      )
        draft.notNeeded(line, BY_ITSELF);
      else draft.unknown(line);
  }
}

/** `dhcp-range=[tag,]FIRST,LAST[,NETMASK][,BROADCAST][,LEASE]`. */
function importRange(line: Line, value: string, draft: Draft): void {
  const parts = value.split(',').map((part) => part.trim());
  const addresses = parts.filter((part) => /^\d+(?:\.\d+){3}$/.test(part));
  const lease = parts.find((part) => /^\d+[smhdw]?$/.test(part));
  if (addresses[0] === undefined || addresses[1] === undefined) {
    draft.unknown(line);
    return;
  }
  const taken = draft.take(line, ['lan', 'dhcp', 'range'], `${addresses[0]}-${addresses[1]}`);
  // That of another range, a guest network's say, is not the LAN's. dnsmasq counts seconds where no unit is given.
  if (taken && lease !== undefined)
    draft.take(line, ['lan', 'dhcp', 'lease'], /\d$/.test(lease) ? `${lease}s` : lease);
}

/** The DNS servers that clients are told; the router itself is what they are told by default, unless it serves none. */
export function importClientDns(at: Place, servers: readonly string[], draft: Draft): void {
  for (const server of servers) draft.append(at, ['lan', 'dhcp', 'dns'], server);
}

/** A host that always gets the same address; what has no name cannot be one in a spec. */
export function importReservation(
  at: Place,
  host: Readonly<Record<'name' | 'mac' | 'address', string | undefined>>,
  draft: Draft,
): void {
  const { name, mac, address } = host;
  if (name === undefined || mac === undefined || address === undefined) {
    draft.notTaken(at, {
      en: 'A reservation needs a name, a MAC address and an IPv4 address; one of them is missing here.',
      ja: '予約には名前、MAC アドレス、IPv4 アドレスがすべて必要ですが、足りないものがあります。',
    });
    return;
  }
  const index = draft.count('lan', 'dhcp', 'reservations');
  for (const [key, value] of Object.entries({ name, mac, address }))
    draft.take(at, ['lan', 'dhcp', 'reservations', index, key], value);
}
