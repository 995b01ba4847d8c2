import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../net/address.ts';
import type { Ipv4, Ipv6 } from '../net/address.ts';
import type { Result } from '../net/result.ts';
import { fail, ok } from '../net/result.ts';
import { clip } from './scalars.ts';
import { LABEL, hostLabel, port } from './scalars-net.ts';
import type { ScalarSchema } from './schema-types.ts';

/** The scalars of router.yaml that say where something inside the LAN is. */

/** The name of a reservation, which other places use as that of the host. Case does not count in it (RFC 4343). */
export const reservationName: ScalarSchema<string> = {
  ...hostLabel,
  naming: { kind: 'reservation', role: 'declaration', of: (name) => hostLabel.format(name) },
};

/** Where something inside the LAN is: a reservation's name, an IPv4 address, or an IPv6 interface identifier. */
export type LanHost =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'ipv4'; readonly address: Ipv4 }
  | { readonly kind: 'ipv6'; readonly address: Ipv6 };

export function parseLanHost(text: string): Result<LanHost> {
  if (text.includes(':')) {
    const parsed = parseIpv6(text);
    return parsed.ok ? ok({ kind: 'ipv6', address: parsed.value }) : parsed;
  }
  if (/^[\d.]+$/.test(text)) {
    const parsed = parseIpv4(text);
    return parsed.ok ? ok({ kind: 'ipv4', address: parsed.value }) : parsed;
  }
  return LABEL.test(text)
    ? ok({ kind: 'name', name: text.toLowerCase() })
    : fail(
        `\`${clip(text)}\` is neither an address nor the name of a reservation.`,
        `\`${clip(text)}\` は IP アドレスでも、\`reservations\` に登録したホスト名でもありません。`,
      );
}

export function formatLanHost(host: LanHost): string {
  if (host.kind === 'name') return host.name;
  return host.kind === 'ipv4' ? formatIpv4(host.address) : formatIpv6(host.address);
}

export const lanHost: ScalarSchema<LanHost> = {
  kind: 'scalar',
  type: 'lan-host',
  shape: {
    en: "a LAN host: an IPv6 interface identifier such as ::1234, an address, or a reservation's name",
    ja: 'LAN 内のホスト（::1234 のような IPv6 インターフェース ID、アドレス、または予約名）',
  },
  parse: parseLanHost,
  format: formatLanHost,
  json: { type: 'string' },
  naming: {
    kind: 'reservation',
    role: 'reference',
    of: (host) => (host.kind === 'name' ? host.name : undefined),
  },
};

/**
 * A LAN host with an optional port: `10.100.0.10:22`, `nas:443`, `nas`. An IPv6 host with a port stands in brackets
 * (RFC 3986 section 3.2.2); that it cannot be forwarded to is for a rule to say.
 */
export interface LanEndpoint {
  readonly host: LanHost;
  readonly port: number | undefined;
}

export function parseLanEndpoint(text: string): Result<LanEndpoint> {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]\s]+))(?::(\S+))?$/.exec(text);
  const bare = /^[0-9A-Fa-f:.]{2,45}$/.test(text) && text.split(':').length > 2 ? text : undefined;
  const name = bare ?? match?.[1] ?? match?.[2];
  if (name === undefined)
    return fail(
      `\`${clip(text)}\` is not a host with a port, such as \`10.100.0.10:22\` or \`nas:443\`.`,
      `\`${clip(text)}\` は \`10.100.0.10:22\` や \`nas:443\` のような「ホスト:ポート」の形ではありません。`,
    );
  const host = parseLanHost(name);
  if (!host.ok) return host;
  if (bare !== undefined || match?.[3] === undefined) return ok({ host: host.value, port: undefined });
  const parsedPort = port.parse(match[3]);
  return parsedPort.ok ? ok({ host: host.value, port: parsedPort.value }) : parsedPort;
}

export const lanEndpoint: ScalarSchema<LanEndpoint> = {
  kind: 'scalar',
  type: 'endpoint',
  shape: {
    en: 'a LAN host and its port, such as 10.100.0.10:22 or nas:443',
    ja: '10.100.0.10:22 や nas:443 のような LAN 内のホストとポート',
  },
  parse: parseLanEndpoint,
  format({ host, port }) {
    const name = formatLanHost(host);
    if (port === undefined) return name;
    return host.kind === 'ipv6' ? `[${name}]:${port}` : `${name}:${port}`;
  },
  json: { type: 'string' },
  form: {
    template: '{host}:{port}',
    // Whoever has more than one colon is an IPv6 host without a port, unless brackets say where it ends.
    pattern:
      /^\[?(?<host>(?<=\[)[^\]\s]*|(?<!\[)[^\s:[\]]*(?:(?::[^\s:[\]]*){2,})?)\]?(?::(?<port>[^\s:]*))?$/d,
    parts: {
      // An IPv6 host can be read, but not be forwarded to: it is not among what may stand here.
      host: {
        label: { en: 'host', ja: 'ホスト' },
        schema: {
          ...lanHost,
          shape: {
            en: "an IPv4 address, or a reservation's name",
            ja: 'IPv4 アドレス、または予約名',
          },
        },
      },
      port: { label: { en: 'port', ja: 'ポート' }, schema: port },
    },
  },
};
