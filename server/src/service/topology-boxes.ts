import type { AccessPoint, Router } from '../core/derive/router.ts';
import { formatIpv4, formatIpv6, formatPrefix } from '../core/net/address.ts';
import { portCount } from '../core/net/port-set.ts';
import type { Path } from '../core/problem.ts';
import { lanIpv6Address } from '../core/render/interfaces.ts';
import { FROM, remoteSources } from '../core/render/sources.ts';
import type { SpecDocument } from '../core/spec/spec-document.ts';
import { say } from '../core/text.ts';
import type { DocumentState } from './document-state.ts';
import { portsInShort } from './explain/port-bits.ts';
import { sayIn } from './options.ts';
import type { Say, ServiceOptions } from './options.ts';
import { rangeOf } from './ranges.ts';
import type { Drawn, Fact, TopologyBox, TopologyLink, TopologyPart } from './topology.ts';

/** Puts a router and what it is connected to into boxes, from the internet down to the hosts of the LAN. */
export function drawTopology({ analysis }: DocumentState, router: Router, { locale }: ServiceOptions): Drawn {
  const provider = analysis.line.provider?.name;
  return new Boxes(
    analysis.document,
    router,
    provider === undefined ? undefined : say(provider, locale),
    sayIn(locale),
  ).drawn();
}

/** The ids of the frames. */
const ROUTER = 'router';
const HOSTS = 'hosts';

/** A box as it is written here: with the path of what decides it. */
interface BoxSpec {
  readonly id: string;
  readonly what?: string;
  readonly name: string;
  readonly path?: Path;
  readonly facts?: readonly Fact[];
}

class Boxes {
  private readonly document: SpecDocument;
  private readonly router: Router;
  /** The name of the provider, where it is a known one. */
  private readonly provider: string | undefined;
  private readonly t: Say;

  constructor(document: SpecDocument, router: Router, provider: string | undefined, t: Say) {
    this.document = document;
    this.router = router;
    this.provider = provider;
    this.t = t;
  }

  drawn(): Drawn {
    const { t, router } = this;
    const hosts = this.hosts();
    const ports = this.ports();
    const radios = router.wifi.map((radio) => this.radio(radio));
    const below = (kind: 'wire' | 'radio', to: string, from: readonly TopologyBox[]): TopologyLink[] =>
      hosts.length === 0 ? [] : from.map(({ id }) => ({ from: id, to, kind, label: '' }));
    return {
      rows: [
        { boxes: [this.internet()] },
        { boxes: [this.relay()] },
        { boxes: [this.network()] },
        { frame: ROUTER, boxes: [this.wan(), this.tunnel()] },
        { frame: ROUTER, boxes: [this.bridge()] },
        { frame: ROUTER, boxes: [...ports, ...radios] },
        { frame: HOSTS, boxes: hosts },
      ].filter(({ boxes }) => boxes.length > 0),
      frames: [
        this.part({ id: ROUTER, what: t('Router', 'ルーター'), name: router.hostname, path: FROM.hostname }),
        ...(hosts.length === 0
          ? []
          : [this.part({ id: HOSTS, name: t('Hosts in the LAN', 'LAN 内のホスト') })]),
      ],
      links: [
        { from: 'internet', to: 'relay', kind: 'ipv4', label: '' },
        { from: 'relay', to: 'tunnel', kind: 'tunnel', label: 'IPv4 over IPv6' },
        { from: 'network', to: 'wan', kind: 'ipv6', label: '' },
        ...this.inside(),
        ...[...ports, ...radios].map(({ id }): TopologyLink => ({
          from: 'bridge',
          to: id,
          kind: 'wire',
          label: '',
        })),
        ...below('wire', HOSTS, ports),
        ...below('radio', HOSTS, radios),
      ],
    };
  }

  /** What goes on between the WAN side and the bridge. */
  private inside(): TopologyLink[] {
    const { t } = this;
    const { lan, tunnel } = this.router;
    const ipv6 = {
      bridge: t('bridged', 'ブリッジ'),
      'ndp-proxy': t('routed, NDP proxy', 'ルーティング（NDP プロキシ）'),
      delegated: t('routed', 'ルーティング'),
      off: undefined,
    }[lan.ipv6];
    const ipv4 = tunnel.method === 'ds-lite' ? t('routed', 'ルーティング') : 'NAT';
    return [
      ...(ipv6 === undefined
        ? []
        : [{ from: 'wan', to: 'bridge', kind: 'ipv6' as const, label: `IPv6: ${ipv6}` }]),
      { from: 'tunnel', to: 'bridge', kind: 'ipv4', label: `IPv4: ${ipv4}` },
    ];
  }

  private internet(): TopologyBox {
    return this.box('right', { id: 'internet', name: this.t('IPv4 internet', 'IPv4 インターネット') });
  }

  private relay(): TopologyBox {
    const { t } = this;
    const { method, remote } = this.router.tunnel;
    const far: Fact =
      'kind' in remote && remote.kind === 'name'
        ? { label: t('Name', '名前'), value: remote.name }
        : { label: 'IPv6', value: formatIpv6('kind' in remote ? remote.address : remote) };
    const path = remoteSources(this.router).find((each) => this.document.entry(each) !== undefined);
    return this.box('right', {
      id: 'relay',
      ...(method === 'ds-lite'
        ? { what: t('NAT of the provider', '事業者側の NAT'), name: 'AFTR' }
        : { what: 'BR', name: t('Border relay', 'ボーダーリレー') }),
      path: path ?? FROM.borderRelay,
      facts: [far],
    });
  }

  private network(): TopologyBox {
    const { t, provider } = this;
    const { prefix, prefixSource } = this.router.wan;
    const network = t('IPv6 network', 'IPv6 網');
    return this.box('wide', {
      id: 'network',
      ...(provider === undefined ? { name: network } : { what: network, name: provider }),
      path: FROM.prefix,
      facts: [
        { label: t('Prefix', 'プレフィックス'), value: formatPrefix(prefix) },
        { label: t('From', '取得方法'), value: prefixSource === 'ra' ? 'RA' : 'DHCPv6-PD' },
      ],
    });
  }

  private wan(): TopologyBox {
    const { t } = this;
    const { wan, lan } = this.router;
    const bridged = {
      label: t('In', '所属'),
      value: t(`${lan.interface}, IPv6 only`, `${lan.interface}（IPv6 のみ）`),
    };
    return this.box('left', {
      id: 'wan',
      what: t('WAN port', 'WAN ポート'),
      name: wan.interface,
      path: FROM.wan,
      facts: [{ label: 'MTU', value: String(wan.mtu) }, ...(wan.device === lan.interface ? [bridged] : [])],
    });
  }

  private tunnel(): TopologyBox {
    const { t } = this;
    const { tunnel, wan, nat } = this.router;
    const { method, local } = {
      'map-e': { method: 'MAP-E', local: 'CE' },
      'ds-lite': { method: 'DS-Lite', local: 'B4' },
      ipip: { method: 'IPIP', local: 'CE' },
    }[tunnel.method];
    return this.box('right', {
      id: 'tunnel',
      what: t(`${method} tunnel`, `${method} トンネル`),
      name: tunnel.interface,
      path: FROM.tunnel,
      facts: [
        { label: local, value: formatIpv6(tunnel.local) },
        { label: 'IPv4', value: formatIpv4(tunnel.address) },
        ...(nat.ports === undefined
          ? []
          : [{ label: t('Ports', 'ポート'), value: portsInShort(nat.ports, portCount(nat.ports), t) }]),
        { label: 'MTU', value: `${tunnel.mtu}${tunnel.mss === undefined ? '' : `, MSS ${tunnel.mss}`}` },
        { label: t('Over', '経由'), value: wan.device },
        ...this.route(),
      ],
    });
  }

  /** Which IPv4 goes into the tunnel, where that is not all of it. */
  private route(): Fact[] {
    const { route } = this.router.tunnel;
    const label = this.t('Only', '対象');
    if (route.kind === 'default') return [];
    const { mark, subnets } = route;
    const parts = [
      ...(mark === undefined ? [] : [this.t(`mark ${mark}`, `マーク ${mark}`)]),
      ...subnets.map((subnet) => formatPrefix(subnet)),
    ];
    return [{ label, value: parts.join(', ') }];
  }

  private bridge(): TopologyBox {
    const { t } = this;
    const { lan } = this.router;
    const ipv6 = lanIpv6Address(this.router);
    return this.box('wide', {
      id: 'bridge',
      what: t('LAN bridge', 'LAN ブリッジ'),
      name: lan.interface,
      path: FROM.lan,
      facts: [
        { label: 'IPv4', value: formatPrefix(lan.address) },
        ...(ipv6 === undefined ? [] : [{ label: 'IPv6', value: `${formatIpv6(ipv6)}/64` }]),
        ...(lan.stp ? [{ label: 'STP', value: t('on', '有効') }] : []),
      ],
    });
  }

  private ports(): TopologyBox[] {
    return this.router.lan.ports.map((name, index) =>
      this.box('flow', {
        id: `port-${index}`,
        what: this.t('LAN port', 'LAN ポート'),
        name,
        path: [...FROM.ports, index],
      }),
    );
  }

  private radio({ origin, interface: name, ssid, channel, band, width }: AccessPoint): TopologyBox {
    const { t } = this;
    const number = channel === 'auto' ? t('automatic', '自動') : String(channel);
    return this.box('flow', {
      id: `wifi-${name}`,
      what: 'Wi-Fi',
      name,
      path: [...origin, 'interface'],
      facts: [
        { label: 'SSID', value: ssid },
        { label: t('Band', '帯域'), value: `${band}, ${width} MHz` },
        { label: t('Channel', 'チャネル'), value: number },
      ],
    });
  }

  /** The hosts that the spec names, those that forwards lead to, and the others, which get an address by DHCP. */
  private hosts(): TopologyBox[] {
    const { t } = this;
    const { lan, nat } = this.router;
    const reserved = lan.dhcp?.reservations ?? [];
    const others = new Map(
      nat.forwards
        .filter(({ address }) => reserved.every((each) => each.address.value !== address.value))
        .map(({ address, origin }) => [address.value, { name: formatIpv4(address), address, origin }]),
    );
    const pool = lan.dhcp === undefined ? [] : [`${formatIpv4(lan.dhcp.first)}–${formatIpv4(lan.dhcp.last)}`];
    return [
      ...[...reserved, ...others.values()].map(({ name, address, origin }, index) =>
        this.box('flow', {
          id: `host-${index}`,
          name,
          path: origin,
          facts: [
            ...(name === formatIpv4(address) ? [] : [{ label: 'IPv4', value: formatIpv4(address) }]),
            ...nat.forwards
              .filter((forward) => forward.address.value === address.value)
              .map(({ protocol, port, toPort }) => ({
                label: t('Forward', '転送'),
                value: `${protocol} ${port} → ${toPort}`,
              })),
          ],
        }),
      ),
      ...pool.map((value) =>
        this.box('flow', {
          id: 'dhcp',
          name: t('Others, by DHCP', 'その他（DHCP）'),
          path: FROM.dhcpRange,
          facts: [{ label: 'IPv4', value }],
        }),
      ),
    ];
  }

  private box(at: TopologyBox['at'], spec: BoxSpec): TopologyBox {
    return { ...this.part(spec), at };
  }

  private part({ id, what = '', name, path, facts = [] }: BoxSpec): TopologyPart {
    const { lines } = this.document;
    return {
      id,
      name,
      what,
      facts,
      place: path === undefined ? undefined : rangeOf(lines, this.document.spanOf(path)),
    };
  }
}
