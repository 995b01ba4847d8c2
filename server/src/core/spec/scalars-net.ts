import {
  formatIpv4,
  formatIpv6,
  formatPrefix,
  parseIpv4,
  parseIpv4Prefix,
  parseIpv6,
  parseIpv6Prefix,
} from '../net/address.ts';
import type { Ipv4, Ipv4Prefix, Ipv6, Ipv6Prefix } from '../net/address.ts';
import { formatMac, parseMac } from '../net/mac.ts';
import type { Mac } from '../net/mac.ts';
import type { Result } from '../net/result.ts';
import { joinJa } from '../text.ts';
import type { Text } from '../text.ts';
import { fail, ok } from '../net/result.ts';
import { reservedName } from './reserved-names.ts';
import { clip, integer } from './scalars.ts';
import type { ScalarForm, ScalarSchema } from './schema-types.ts';

/** The scalars of router.yaml that are addresses, names on the network and what is built from them. */

function scalar<T>(
  type: string,
  shape: Text,
  parse: (text: string) => Result<T>,
  format: (value: T) => string,
  more: Partial<Pick<ScalarSchema<T>, 'json' | 'form' | 'naming' | 'meant'>> = {},
): ScalarSchema<T> {
  return { kind: 'scalar', type, shape, parse, format, json: { type: 'string' }, ...more };
}

/** Eight groups make an address; fewer before a slash are those of a prefix whose `::` was forgotten. */
function withColons(text: string): string | undefined {
  const meant = /^[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){1,6}:?\/\d+$/.test(text)
    ? text.replace(/:?\//, '::/')
    : undefined;
  return meant !== undefined && parseIpv6Prefix(meant).ok ? meant : undefined;
}

/** Reads a prefix, and asks for the `::` where it is all that is missing. */
function parseWithColons(text: string): Result<Ipv6Prefix> {
  const meant = withColons(text);
  return meant === undefined
    ? parseIpv6Prefix(text)
    : fail(
        `This prefix has fewer than eight groups. Is \`::\` missing before the slash, as in \`${meant}\`?`,
        `グループが 8 つに足りません。スラッシュの前の \`::\` が抜けていませんか（\`${meant}\`）。`,
      );
}

/** How a prefix is written: its address, a slash, and as many bits as the family allows. */
function prefixForm(address: ScalarSchema<unknown>, bits: 32 | 128): ScalarForm {
  const what = { en: 'a prefix length', ja: 'プレフィックス長' };
  return {
    template: '{address}/{length}',
    pattern: /^(?<address>[^/\s]*)(?:\/(?<length>\d*))?$/d,
    parts: {
      address: { label: { en: 'address', ja: 'アドレス' }, schema: address },
      length: {
        label: { en: 'length', ja: '長さ' },
        schema: integer(0, bits, { type: 'prefix-length', what }),
      },
    },
  };
}

export const ipv4 = scalar<Ipv4>(
  'ipv4',
  { en: 'an IPv4 address such as 10.100.0.1', ja: '10.100.0.1 のような IPv4 アドレス' },
  parseIpv4,
  formatIpv4,
  { json: { type: 'string', format: 'ipv4' } },
);

export const ipv6 = scalar<Ipv6>(
  'ipv6',
  { en: 'an IPv6 address such as 2001:db8::1', ja: '2001:db8::1 のような IPv6 アドレス' },
  parseIpv6,
  formatIpv6,
  { json: { type: 'string', format: 'ipv6' } },
);

export const ipAddress = scalar<Ipv4 | Ipv6>(
  'ip',
  { en: 'an IPv4 or IPv6 address', ja: 'IPv4 または IPv6 アドレス' },
  (text) => (text.includes(':') ? parseIpv6(text) : parseIpv4(text)),
  (value) => (value.family === 4 ? formatIpv4(value) : formatIpv6(value)),
);

/** An IPv4 prefix; host bits are kept, so that a rule can speak about them. */
export const ipv4Prefix = scalar<Ipv4Prefix>(
  'ipv4-prefix',
  { en: 'an IPv4 prefix such as 192.0.2.0/24', ja: '192.0.2.0/24 のような IPv4 プレフィックス' },
  parseIpv4Prefix,
  formatPrefix,
  { form: prefixForm(ipv4, 32) },
);

export const ipv6Prefix = scalar<Ipv6Prefix>(
  'ipv6-prefix',
  { en: 'an IPv6 prefix such as 2001:db8::/40', ja: '2001:db8::/40 のような IPv6 プレフィックス' },
  parseWithColons,
  formatPrefix,
  { form: prefixForm(ipv6, 128), meant: withColons },
);

/** The router's own address with the prefix length of its subnet. */
export const interfaceAddress = scalar<Ipv4Prefix>(
  'ipv4-prefix',
  {
    en: "the router's IPv4 address with its prefix length, such as 10.100.0.1/24",
    ja: '10.100.0.1/24 のような、ルーター自身の IPv4 アドレスとプレフィックス長',
  },
  (text) =>
    /^\d+\.\d+\.\d+\.\d+$/.test(text)
      ? fail(
          `The prefix length is missing: write \`${text}/24\`, for example.`,
          `プレフィックス長がありません。例えば \`${text}/24\` と書いてください。`,
        )
      : parseIpv4Prefix(text),
  formatPrefix,
  { form: prefixForm(ipv4, 32) },
);

/**
 * The prefix of the line: a prefix, or an address copied from `ip -6 addr`, with or without its length. A bare address
 * counts as a /64, which is what a line without prefix delegation gives.
 */
export const linePrefix = scalar<Ipv6Prefix>(
  'ipv6-prefix',
  {
    en: 'the IPv6 prefix of the line such as 240b:10:1234:5600::/64, or an address in it',
    ja: '240b:10:1234:5600::/64 のような回線の IPv6 プレフィックス、またはその中のアドレス',
  },
  (text) => (text.includes('/') ? parseWithColons(text) : parseIpv6Prefix(`${text}/64`)),
  formatPrefix,
  { form: prefixForm(ipv6, 128), meant: withColons },
);

export const mac = scalar<Mac>(
  'mac',
  { en: 'a MAC address such as 52:54:00:12:34:56', ja: '52:54:00:12:34:56 のような MAC アドレス' },
  parseMac,
  formatMac,
);

export const port = integer(1, 65535, { type: 'port', what: { en: 'a port number', ja: 'ポート番号' } });

export interface Ipv4Range {
  readonly first: Ipv4;
  readonly last: Ipv4;
}

export const ipv4Range = scalar<Ipv4Range>(
  'ipv4-range',
  {
    en: 'a range of IPv4 addresses such as 10.100.0.100-10.100.0.254',
    ja: '10.100.0.100-10.100.0.254 のような IPv4 アドレスの範囲',
  },
  (text) => {
    const match = /^([\d.]+)\s*-\s*([\d.]+)$/.exec(text);
    if (match?.[1] === undefined || match[2] === undefined) {
      return fail(
        `\`${clip(text)}\` is not a range: write the first and the last address with a hyphen between them.`,
        `\`${clip(text)}\` は範囲ではありません。最初と最後のアドレスをハイフンでつないでください。`,
      );
    }
    const first = parseIpv4(match[1]);
    const last = parseIpv4(match[2]);
    if (!first.ok) return first;
    return last.ok ? ok({ first: first.value, last: last.value }) : last;
  },
  (range) => `${formatIpv4(range.first)}-${formatIpv4(range.last)}`,
  {
    form: {
      template: '{first}-{last}',
      pattern: /^(?<first>[\d.]*)(?:\s*-\s*(?<last>[\d.]*))?$/d,
      parts: {
        first: { label: { en: 'first', ja: '最初' }, schema: ipv4 },
        last: { label: { en: 'last', ja: '最後' }, schema: ipv4 },
      },
    },
  },
);

/** RFC 1123 section 2.1, without dots: letters, digits and hyphens, up to 63, no hyphen at the ends. */
export const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
const DOMAIN =
  /^(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;

function name(type: string, pattern: RegExp, shape: Text): ScalarSchema<string> {
  return scalar<string>(
    type,
    shape,
    (text) =>
      pattern.test(text)
        ? ok(text)
        : fail(
            `\`${clip(text)}\` is not ${shape.en}.`,
            joinJa(`\`${clip(text)}\` は`, shape.ja, 'ではありません。'),
          ),
    (value) => value.toLowerCase(),
    { json: { type: 'string', pattern: pattern.source } },
  );
}

export const hostLabel = name('host', LABEL, {
  en: 'a host name (letters, digits and hyphens, at most 63 of them, no dot)',
  ja: 'ホスト名（英数字とハイフン、63 文字以内、ドットなし）',
});
export const domainName = name('host', DOMAIN, {
  en: 'a domain name such as home.arpa',
  ja: 'home.arpa のようなドメイン名',
});

/** Interface names: at most 15 bytes (IFNAMSIZ less the NUL, linux/if.h), and nothing that a configuration file could take for more than a name. */
export const interfaceName = scalar<string>(
  'interface',
  {
    en: 'an interface name such as eth0 (at most 15 letters, digits, `.`, `_` or `-`)',
    ja: 'eth0 のようなインターフェース名（英数字と `.` `_` `-`、15 文字以内）',
  },
  (text) => {
    const reason = reservedName(text);
    if (reason !== undefined) return { ok: false, reason };
    if (text.length > 15)
      return fail(
        `\`${clip(text)}\` is too long for an interface name: the kernel takes 15 characters.`,
        `\`${clip(text)}\` はインターフェース名として長すぎます。カーネルが受け付けるのは 15 文字までです。`,
      );
    return /^[A-Za-z][A-Za-z0-9_.-]*$/.test(text)
      ? ok(text)
      : fail(
          `\`${clip(text)}\` cannot be the name of an interface: use a letter, then letters, digits, \`.\`, \`_\` or \`-\`.`,
          `\`${clip(text)}\` はインターフェース名にできません。英字で始め、英数字と \`.\` \`_\` \`-\` だけを使ってください。`,
        );
  },
  (value) => value,
  {
    json: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_.-]{0,14}$' },
    naming: { kind: 'interface', role: 'declaration', of: (name) => name },
  },
);

/** An AFTR: a name, which is resolved over IPv6, or an IPv6 address (RFC 6334 gives a name). */
export type HostOrIpv6 =
  { readonly kind: 'name'; readonly name: string } | { readonly kind: 'address'; readonly address: Ipv6 };

export const aftr = scalar<HostOrIpv6>(
  'host',
  { en: 'the name or the IPv6 address of an AFTR', ja: 'AFTR の名前または IPv6 アドレス' },
  (text): Result<HostOrIpv6> => {
    if (text.includes(':')) {
      const parsed = parseIpv6(text);
      return parsed.ok ? ok({ kind: 'address', address: parsed.value }) : parsed;
    }
    if (/^[\d.]+$/.test(text))
      return fail(
        'An AFTR is reached over IPv6: give its name or its IPv6 address, not an IPv4 address.',
        'AFTR には IPv6 で接続します。IPv4 アドレスではなく、名前か IPv6 アドレスを指定してください。',
      );
    return DOMAIN.test(text)
      ? ok({ kind: 'name', name: text.toLowerCase() })
      : fail(
          `\`${clip(text)}\` is neither a host name nor an IPv6 address.`,
          `\`${clip(text)}\` はホスト名でも IPv6 アドレスでもありません。`,
        );
  },
  (value) => (value.kind === 'name' ? value.name : formatIpv6(value.address)),
);

/** An interface identifier, the lower 64 bits of an address, written as `::1234`. */
export const interfaceIdentifier = scalar<Ipv6>(
  'ipv6',
  { en: 'an interface identifier such as ::1234', ja: '::1234 のようなインターフェース ID' },
  (text) => {
    const parsed = parseIpv6(text);
    if (!parsed.ok)
      return fail(
        `\`${clip(text)}\` is not an interface identifier: write the lower 64 bits of the address behind \`::\`, such as \`::feed\`.`,
        `\`${clip(text)}\` はインターフェース ID ではありません。\`::feed\` のように、アドレスの下位 64 ビットを \`::\` に続けて書いてください。`,
      );
    return parsed.value.value >> 64n === 0n && parsed.value.value !== 0n
      ? parsed
      : fail(
          `\`${clip(text)}\` is not an interface identifier: only the lower 64 bits may be set, as in \`::1234\`.`,
          `\`${clip(text)}\` はインターフェース ID ではありません。\`::1234\` のように下位 64 ビットだけを指定してください。`,
        );
  },
  formatIpv6,
  { meant: (text) => (parseIpv6(`::${text}`).ok ? `::${text}` : undefined) },
);
