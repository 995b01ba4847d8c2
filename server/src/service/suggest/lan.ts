import { dhcpRange, freeAddresses } from '../../core/derive/lan-addresses.ts';
import { PUBLIC_RESOLVERS } from '../../core/isp/public-resolvers.ts';
import { broadcastOf, formatIpv4, ipv4, networkOf } from '../../core/net/address.ts';
import { sharesAddress } from '../../core/rules/spec-values.ts';
import { present } from '../../core/spec/present.ts';
import type { Suggest } from './suggestion.ts';

/** Values of `lan` and `dns` that follow from the LAN. */

/** How many free addresses are offered; whoever wants another one types it. */
const MOST_ADDRESSES = 8;

export const lanIpv6: Suggest = ({ analysis: { line }, t }) => {
  if (line.prefix === undefined) return [];
  const { length } = line.prefix;
  const detail = t(`possible on a /${length} line`, `/${length} の回線で使用可能`);
  return (length >= 64 ? ['bridge', 'ndp-proxy', 'off'] : ['delegated', 'off']).map((value) => ({
    value,
    detail,
  }));
};

/** The range that DHCP would take by itself. */
export const range: Suggest = ({ analysis: { document }, t }) => {
  const { lan } = document.spec;
  const upper = dhcpRange({ lan: { ...lan, dhcp: {} } });
  if (lan?.address === undefined || lan.address.length > 30 || upper === undefined) return [];
  const first = ipv4(networkOf(lan.address).address.value + 2);
  const last = ipv4(broadcastOf(lan.address).value - 1);
  return [
    {
      value: `${formatIpv4(upper.first)}-${formatIpv4(upper.last)}`,
      detail: t('the upper half of the subnet', 'サブネットの後半'),
    },
    // Reservations are better kept out of the range (`dhcp/reservation-in-pool`).
    ...(lan.address.address.value === first.value - 1 &&
    lan.address.length < 30 &&
    (lan.dhcp?.reservations ?? []).length === 0
      ? [
          {
            value: `${formatIpv4(first)}-${formatIpv4(last)}`,
            detail: t('all but the router', 'ルーター以外すべて'),
          },
        ]
      : []),
  ];
};

export const toldServers: Suggest = ({ analysis: { document }, t }) => {
  const { lan, dns } = document.spec;
  const router = lan?.address === undefined || dns?.serve === false ? [] : [lan.address.address];
  return [
    ...router.map((address) => ({ value: formatIpv4(address), detail: t('the router', 'ルーター') })),
    ...present(dns?.upstream).flatMap((server) =>
      server.family === 4
        ? [{ value: formatIpv4(server), detail: t('an upstream server', '上位サーバー') }]
        : [],
    ),
  ];
};

/** Public resolvers; over IPv6 first, since a query over IPv4 takes a port where few are shared. */
export const upstreams: Suggest = ({ analysis: { line } }) => {
  const shared = line.method === undefined || sharesAddress({ line });
  const families = shared ? (['ipv6', 'ipv4'] as const) : (['ipv4', 'ipv6'] as const);
  return families.flatMap((family) =>
    PUBLIC_RESOLVERS.flatMap(({ name, ...addresses }) =>
      addresses[family].map((value) => ({
        value,
        detail: `${name} (${family === 'ipv6' ? 'IPv6' : 'IPv4'})`,
      })),
    ),
  );
};

/** The names that forwards and exceptions use and no reservation has. */
export const reservationNames: Suggest = ({ names, t }) => {
  const places = names.places.filter(({ kind }) => kind === 'reservation');
  const given = new Set(places.filter(({ role }) => role === 'declaration').map(({ name }) => name));
  return [...new Set(places.map(({ name }) => name))]
    .filter((name) => !given.has(name))
    .map((value) => ({
      value,
      detail: t('used in this spec, not reserved yet', '使用中で、まだ予約がない名前'),
    }));
};

export const reservedAddress: Suggest = ({ analysis: { document }, path, t }) => {
  const index = path.find((step) => typeof step === 'number');
  const pool = dhcpRange(document.spec);
  return freeAddresses(document.spec, MOST_ADDRESSES, index).map((address) => ({
    value: formatIpv4(address),
    detail:
      pool === undefined
        ? t('free', '未使用')
        : t('free, outside of the DHCP range', '未使用（DHCP の配布範囲外）'),
  }));
};
