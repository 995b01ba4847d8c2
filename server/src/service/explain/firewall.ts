import type { Analysis } from '../../core/analysis.ts';
import type { Router } from '../../core/derive/router.ts';
import { formatIpv4, formatIpv6 } from '../../core/net/address.ts';
import type { Path } from '../../core/problem.ts';
import { sharesPorts } from '../../core/render/needs.ts';
import { openingsOf } from '../../core/render/nftables/openings.ts';
import type { HostOpening, Opening, Openings } from '../../core/render/nftables/openings.ts';
import { bullets, code, paragraphs } from '../markdown.ts';
import type { Say } from '../options.ts';

/** What is open: what one entry of `firewall.allow` adds, what `inbound-ipv6` is about, and anywhere else all of it. */
export function explainFirewall({ router }: Analysis, path: Path, t: Say): string | undefined {
  if (router === undefined) return undefined;
  const openings = openingsOf(router);
  const index = path.find((step) => typeof step === 'number');
  if (index !== undefined) return entry(openings, index, t);
  return path.at(-1) === 'inbound-ipv6' ? toHosts(router, openings, t) : everything(router, openings, t);
}

/** What can be reached on a router and behind it, from where; what is let in whatever the spec says, and why. */
function everything(router: Router, openings: Openings, t: Say): string {
  return paragraphs([
    headline(openings, t),
    bullets([
      fromIpv4(router, openings, t),
      toRouter(openings, t),
      toHosts(router, openings, t),
      fromLan(openings, t),
    ]),
    t(
      'From the LAN to the internet everything may go out. From the line this is always let in, since nothing works without it:',
      'LAN からインターネットへの通信はすべて許可します。回線側からは、通信が成り立つために次のものを常に許可します。',
    ),
    bullets(necessities(openings.always, t)),
    t(
      '**Everything else from the line is dropped.**',
      '**回線側から届くそれ以外のパケットは、すべて破棄します。**',
    ),
  ]);
}

/** What one entry of `firewall.allow` opens. */
function entry({ ipv4, ipv6, lan }: Openings, index: number, t: Say): string {
  const mine = <T extends Pick<Opening, 'origin'>>(all: readonly T[]) =>
    all.filter(({ origin: [place] }) => place?.[0] === 'firewall' && place[2] === index);
  const overIpv4 = mine(ipv4.services).length > 0;
  const opened = [
    ...mine(lan).map((each) =>
      t(`${openingText(each, t)} on the router, from the LAN`, `LAN からルーターの ${openingText(each, t)}`),
    ),
    ...mine(ipv6.services).map((each) => {
      const families = overIpv4 ? t('IPv4 and IPv6', 'IPv4・IPv6') : t('IPv6 alone', 'IPv6 のみ');
      return t(
        `${openingText(each, t)} on the router, from the internet over ${families}`,
        `インターネットからルーターの ${openingText(each, t)}（${families}）`,
      );
    }),
    ...(ipv6.hosts === 'all' ? [] : mine(ipv6.hosts)).map((each) =>
      t(
        `${hostText(each, t)}, from the internet over IPv6`,
        `インターネットから ${hostText(each, t)}（IPv6）`,
      ),
    ),
  ];
  return opened.length === 0
    ? t('**This entry opens nothing more.**', '**この項目によって新たに開くものはありません。**')
    : `**${t('Opens', '開くもの')}**: ${listed(opened, t)}`;
}

const isPing = ({ match }: Opening): boolean => match.kind === 'ping';

/** In one line whether there is anything that a stranger can connect to. */
function headline({ ipv4, ipv6 }: Openings, t: Say): string {
  if (ipv6.hosts === 'all')
    return t(
      '**Every host of the LAN can be reached from the internet over IPv6.**',
      '**LAN 内のすべてのホストに、インターネットから IPv6 で到達できます。**',
    );
  const counts = (
    [
      [ipv4.forwards, t('port forwards', 'ポート転送')],
      [ipv6.services.filter((each) => !isPing(each)), t('services of the router', 'ルーターのサービス')],
      [ipv6.hosts.filter((each) => !isPing(each)), t('services of LAN hosts', 'LAN 内ホストのサービス')],
    ] as const
  ).flatMap(([{ length }, what]) => (length === 0 ? [] : [`${what}: ${length}`]));
  return counts.length === 0
    ? t(
        '**Nothing but ping is open to the internet.**',
        '**インターネットに開いているものは、ping のほかにありません。**',
      )
    : t(
        `**Open to the internet** (${counts.join(', ')})`,
        `**インターネットに開いているもの**（${counts.join('、')}）`,
      );
}

function fromIpv4(router: Router, { ipv4 }: Openings, t: Say): string {
  const label = t('**IPv4 from the internet**: ', '**インターネットから IPv4**: ');
  if (router.nat.ports === undefined)
    return label + t('nothing, since the provider does NAT', 'なし（NAT は事業者側で行われます）');
  const address = code(formatIpv4(router.tunnel.address));
  // RFC 7597 section 8.2: the border relay treats the identifier of an echo request like a port.
  const ping = sharesPorts(router)
    ? t('ping with an identifier from the port set', 'ping（ID がポートセットに含まれるもの）')
    : 'ping';
  const open = listed(
    [
      ...ipv4.forwards.map(
        ({ protocol, port, address: host, toPort }) =>
          `${protocol.toUpperCase()} ${port} → ${code(`${formatIpv4(host)}:${toPort}`)}`,
      ),
      ...ipv4.services.map(({ protocol, port }) =>
        t(`${protocol.toUpperCase()} ${port} on the router`, `ルーターの ${protocol.toUpperCase()} ${port}`),
      ),
      ping,
    ],
    t,
  );
  return label + t(`at ${address} ${open}`, `${address} 宛ての ${open}`);
}

function toRouter({ ipv6 }: Openings, t: Say): string {
  const services = ipv6.services.filter((each) => !isPing(each)).map((each) => openingText(each, t));
  return (
    t('**IPv6 from the internet to the router**: ', '**インターネットから IPv6（ルーター宛て）**: ') +
    listed([...services, 'ping'], t)
  );
}

function toHosts({ lan }: Router, { ipv6 }: Openings, t: Say): string {
  const label = t(
    '**IPv6 from the internet to LAN hosts**: ',
    '**インターネットから IPv6（LAN 内ホスト宛て）**: ',
  );
  if (lan.ipv6 === 'off')
    return label + t('nothing, since the LAN has no IPv6', 'なし（LAN では IPv6 を使いません）');
  if (ipv6.hosts === 'all') return label + t('everything', 'すべて');
  const hosts = ipv6.hosts.filter((each) => !isPing(each)).map((each) => hostText(each, t));
  return label + listed([...hosts, 'ping'], t);
}

function fromLan({ lan }: Openings, t: Say): string {
  const services = listed(
    lan.map((each) => openingText(each, t)),
    t,
  );
  return t(
    `**From the LAN to the router**: ${services}; the rest is refused`,
    `**LAN からルーター**: ${services}。それ以外は拒否します（ICMP で通知）`,
  );
}

function necessities({ icmpv6, tunnel, dhcpv6 }: Openings['always'], t: Say): readonly string[] {
  const local = code(formatIpv6(tunnel.local));
  const peer = tunnel.remote === undefined ? undefined : code(formatIpv6(tunnel.remote));
  return [
    t('answers to what was asked from inside', '内側から始めた通信への応答'),
    peer === undefined
      ? t(
          `the tunnel (IP protocol 4) to ${local}, from whatever address the AFTR’s name has`,
          `${local} 宛てのトンネル（IP プロトコル番号 4）。AFTR は名前で指定されているため、送信元は限定しません`,
        )
      : t(
          `the tunnel (IP protocol 4) to ${local}, from ${peer} alone`,
          `${peer} から ${local} へのトンネル（IP プロトコル番号 4）`,
        ),
    t(
      `ICMPv6 by which neighbours are found and the path MTU is learnt ([RFC 4890](https://www.rfc-editor.org/rfc/rfc4890#section-4.4) sections 4.3 and 4.4): ${listed(icmpv6.map(code), t)}`,
      `近隣探索や経路 MTU の通知に必要な ICMPv6（[RFC 4890](https://www.rfc-editor.org/rfc/rfc4890#section-4.4) 4.3・4.4 節）: ${listed(icmpv6.map(code), t)}`,
    ),
    ...(dhcpv6
      ? [
          t(
            'answers to the DHCPv6 client, UDP 546, from link-local addresses alone',
            'DHCPv6 クライアントへの応答（UDP 546、リンクローカルアドレスからのみ）',
          ),
        ]
      : []),
  ];
}

function listed(items: readonly string[], t: Say): string {
  return items.length === 0 ? t('nothing', 'なし') : items.join(t(', ', '、'));
}

function hostText(opening: HostOpening, t: Say): string {
  const host = code(formatIpv6(opening.to));
  return t(`${openingText(opening, t)} on ${host}`, `${host} の ${openingText(opening, t)}`);
}

/** `SSH (TCP 22)`, `TCP 8443`, `all UDP`. */
function openingText({ match, service }: Opening, t: Say): string {
  switch (match.kind) {
    case 'all':
      return t('everything', 'すべて');
    case 'ping':
      return 'ping';
    case 'protocol':
      return t(`all ${match.protocol.toUpperCase()}`, `すべての ${match.protocol.toUpperCase()}`);
    case 'port': {
      const port = `${match.protocol === 'both' ? 'TCP/UDP' : match.protocol.toUpperCase()} ${match.port}`;
      return service === undefined
        ? port
        : t(`${service.toUpperCase()} (${port})`, `${service.toUpperCase()}（${port}）`);
    }
  }
}
