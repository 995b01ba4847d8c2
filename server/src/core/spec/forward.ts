import type { Result } from '../net/result.ts';
import { fail, ok } from '../net/result.ts';
import { choice, clip } from './scalars.ts';
import { lanEndpoint, parseLanEndpoint } from './scalars-lan.ts';
import type { LanEndpoint } from './scalars-lan.ts';
import { port } from './scalars-net.ts';
import type { ScalarSchema } from './schema-types.ts';

export type Protocol = 'tcp' | 'udp';

export const protocol = choice({ tcp: { en: 'TCP', ja: 'TCP' }, udp: { en: 'UDP', ja: 'UDP' } });

/** A port forward as it stands in the spec, in the short form or the long one. */
export interface ForwardSpec {
  readonly protocol?: Protocol;
  readonly port?: number;
  readonly to?: LanEndpoint;
}

const SHORT = /^(\S+)\s+(\S+)\s*->\s*(\S+)$/;

/** The short form of a port forward: `tcp 5473 -> nas:443`. */
export const shortForward: ScalarSchema<ForwardSpec> = {
  kind: 'scalar',
  type: 'forward',
  shape: { en: 'a forward such as `tcp 5473 -> nas:443`', ja: '`tcp 5473 -> nas:443` のようなポート転送' },
  parse(text): Result<ForwardSpec> {
    const match = SHORT.exec(text);
    if (match?.[1] === undefined || match[2] === undefined || match[3] === undefined) {
      return fail(
        `\`${clip(text)}\` is not a forward. Write \`PROTOCOL PORT -> HOST:PORT\`, for example \`tcp 5473 -> nas:443\`.`,
        `\`${clip(text)}\` はポート転送の書式ではありません。\`tcp 5473 -> nas:443\` のように「プロトコル ポート -> ホスト:ポート」と書いてください。`,
      );
    }
    const carried = protocol.parse(match[1]);
    if (!carried.ok) {
      const lower = match[1].toLowerCase();
      if (protocol.parse(lower).ok)
        return fail(`Write \`${lower}\` in small letters.`, `\`${lower}\` は小文字で書いてください。`);
      if (/^(?:tcp\W+udp|udp\W+tcp|both|any)$/.test(lower))
        return fail(
          'A forward carries one protocol. Write one forward for tcp and one for udp.',
          '1 つのポート転送に指定できるプロトコルは 1 つです。tcp と udp を 1 行ずつ書いてください。',
        );
      return fail(
        `\`${clip(match[1])}\` cannot be forwarded: behind a shared IPv4 address only tcp and udp have ports.`,
        `\`${clip(match[1])}\` は転送できません。共有 IPv4 アドレスでポートを持つのは tcp と udp だけです。`,
      );
    }
    const outside = port.parse(match[2]);
    if (!outside.ok) return outside;
    const to = parseLanEndpoint(match[3]);
    return to.ok ? ok({ protocol: carried.value, port: outside.value, to: to.value }) : to;
  },
  form: {
    template: '{protocol} {port} -> {to}',
    pattern: /^(?<protocol>\S*)(?:\s+(?<port>[^\s-]*)(?:\s*->\s*(?<to>\S*))?)?/d,
    parts: {
      protocol: { label: { en: 'protocol', ja: 'プロトコル' }, schema: protocol },
      port: { label: { en: 'port', ja: 'ポート' }, schema: port },
      to: { label: { en: 'to', ja: '転送先' }, schema: lanEndpoint },
    },
  },
  format: (value) =>
    `${value.protocol ?? 'tcp'} ${value.port ?? 0} -> ${value.to === undefined ? '' : lanEndpoint.format(value.to)}`,
  json: { type: 'string', pattern: '^(tcp|udp)\\s+\\d+\\s*->\\s*\\S+$' },
};
