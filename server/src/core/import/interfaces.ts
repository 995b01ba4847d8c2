import { netmaskOf, parseIpv4, ipv4Prefix } from '../net/address.ts';
import type { Draft, InputFile } from './draft.ts';
import { linesOf } from './lines.ts';
import type { Line } from './lines.ts';
import { BY_ITSELF } from './reasons.ts';

/** A stanza of interfaces(5): `iface NAME FAMILY METHOD` and the options below it. */
interface Stanza {
  readonly head: Line;
  readonly name: string;
  readonly family: string;
  readonly method: string;
  readonly options: Line[];
}

/** /etc/network/interfaces, as ifupdown and busybox read it: the bridge is the LAN, what has no IPv4 address is the WAN. */
export function importInterfaces(file: InputFile, draft: Draft): void {
  const stanzas: Stanza[] = [];
  for (const line of linesOf(file)) {
    const [keyword = '', name = '', family = '', method = ''] = line.words;
    if (keyword === 'iface') stanzas.push({ head: line, name, family, method, options: [] });
    else if (keyword === 'auto' || /^(?:allow-|source)/.test(keyword)) draft.notNeeded(line, BY_ITSELF);
    else if (stanzas.length === 0) draft.unknown(line);
    else stanzas.at(-1)?.options.push(line);
  }
  const bridges = stanzas.filter((each) => optionOf(each, /^bridge[-_]ports$/) !== undefined);
  const lan = bridges[0] ?? stanzas.find((each) => each.family === 'inet' && each.method === 'static');
  const members = lan === undefined ? [] : portsOf(lan);
  // On an IPoE line the WAN port has no IPv4 address of its own.
  const bare = stanzas.filter(
    (each) => each !== lan && each.name !== 'lo' && ['manual', 'auto', 'dhcp'].includes(each.method),
  );
  const wan = bare.find((each) => members.includes(each.name)) ?? bare[0];
  for (const stanza of stanzas) {
    if (stanza === wan) draft.take(stanza.head, ['wan', 'interface'], stanza.name);
    else if (stanza === lan && bridges.length > 0) draft.take(stanza.head, ['lan', 'interface'], stanza.name);
    else if (stanza.name === 'lo' || stanza.name === wan?.name || stanza.name === lan?.name)
      draft.notNeeded(stanza.head, BY_ITSELF);
    else if (stanza === lan) draft.append(stanza.head, ['lan', 'ports'], stanza.name);
    else draft.unknown(stanza.head);
    for (const option of stanza.options) importOption(option, stanza, stanza === lan, wan, draft);
  }
}

function importOption(
  line: Line,
  stanza: Stanza,
  ofLan: boolean,
  wan: Stanza | undefined,
  draft: Draft,
): void {
  const [key = '', value = ''] = line.words;
  if (/^(?:up|down|pre-up|post-up|pre-down|post-down)$/.test(key)) {
    if (/^ip link set \S+ (?:up|down)$/.test(line.words.slice(1).join(' '))) draft.notNeeded(line, BY_ITSELF);
    else
      draft.notTaken(line, {
        en: 'The script that is run here is read for the tunnel where it is among the files; the generated router brings its own tunnel up.',
        ja: 'ここで実行されるスクリプトは、読み込んだファイルに含まれていればトンネルの設定として解釈します。トンネルの起動は生成されるファイルが行います。',
      });
  } else if (ofLan && key === 'address') {
    draft.take(line, ['lan', 'address'], value.includes('/') ? value : `${value}/${lengthOf(stanza)}`);
  } else if (ofLan && /^bridge[-_]ports$/.test(key)) {
    for (const port of line.words.slice(1)) {
      if (port !== wan?.name) draft.append(line, ['lan', 'ports'], port);
      else
        draft.take(line, ['lan', 'ipv6'], 'bridge', {
          en: 'The WAN port is in the bridge: here it joins for IPv6 alone. As it was, DHCP and IPv4 broadcasts of the LAN reached the line.',
          ja: 'WAN ポートがブリッジに含まれていました。ここでは IPv6 専用で加わります。元の構成では、LAN の DHCP や IPv4 のブロードキャストが回線側に漏れていました。',
        });
    }
  } else if (ofLan && /^bridge[-_]stp$/.test(key)) {
    draft.take(line, ['lan', 'stp'], /^(?:on|yes|1)$/.test(value) ? 'true' : 'false');
  } else if (!ofLan && key === 'mtu' && stanza === wan) {
    draft.take(line, ['wan', 'mtu'], value);
  } else if (/^(?:netmask|network|broadcast|bridge[-_](?:fd|maxwait|waitport))$/.test(key)) {
    draft.notNeeded(line, BY_ITSELF);
  } else draft.unknown(line);
}

const optionOf = ({ options }: Stanza, key: RegExp): Line | undefined =>
  options.find(({ words: [word = ''] }) => key.test(word));

const portsOf = (stanza: Stanza): readonly string[] =>
  optionOf(stanza, /^bridge[-_]ports$/)?.words.slice(1) ?? [];

/** The prefix length of a stanza's netmask, which may be written as a length; a mask that is none gives no length. */
function lengthOf(stanza: Stanza): string {
  return maskLength(optionOf(stanza, /^netmask$/)?.words[1] ?? '');
}

/** The prefix length of a netmask such as 255.255.255.0, or of a length; empty where it is neither. */
export function maskLength(mask: string): string {
  if (/^\d{1,2}$/.test(mask)) return mask;
  const parsed = parseIpv4(mask);
  if (!parsed.ok) return '';
  for (let length = 0; length <= 32; length++)
    if (netmaskOf(ipv4Prefix(parsed.value, length)).value === parsed.value.value) return String(length);
  return '';
}
