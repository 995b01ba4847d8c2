import type { Result } from '../net/result.ts';
import { fail, ok } from '../net/result.ts';
import { clip } from './scalars.ts';
import { lanEndpoint, parseLanEndpoint, port } from './scalars-net.ts';
import type { LanEndpoint } from './scalars-net.ts';
import type { ScalarParts, ScalarSchema } from './schema-types.ts';

export type Protocol = 'tcp' | 'udp';

/** A port forward as it stands in the spec, in the short form or the long one. */
export interface ForwardSpec {
  readonly protocol?: Protocol;
  readonly port?: number;
  readonly to?: LanEndpoint;
}

const SHORT = /^(\S+)(\s+)(\S+)(\s*->\s*)(\S+)$/;

/** The short form of a port forward: `tcp 5473 -> nas:443`. */
export const shortForward: ScalarSchema<ForwardSpec> = {
  kind: 'scalar',
  type: 'forward',
  shape: { en: 'a forward such as `tcp 5473 -> nas:443`', ja: '`tcp 5473 -> nas:443` のようなポート転送' },
  parse(text): Result<ForwardSpec> {
    const match = SHORT.exec(text);
    if (match?.[1] === undefined || match[3] === undefined || match[5] === undefined) {
      return fail(
        `\`${clip(text)}\` is not a forward. Write \`PROTOCOL PORT -> HOST:PORT\`, for example \`tcp 5473 -> nas:443\`.`,
        `\`${clip(text)}\` はポート転送の書式ではありません。\`tcp 5473 -> nas:443\` のように「プロトコル ポート -> ホスト:ポート」と書いてください。`,
      );
    }
    const protocol = match[1];
    if (protocol !== 'tcp' && protocol !== 'udp') {
      return fail(
        `\`${clip(protocol)}\` cannot be forwarded: behind a shared IPv4 address only tcp and udp have ports.`,
        `\`${clip(protocol)}\` は転送できません。共有 IPv4 アドレスでポートを持つのは tcp と udp だけです。`,
      );
    }
    const outside = port.parse(match[3]);
    if (!outside.ok) return outside;
    const to = parseLanEndpoint(match[5]);
    return to.ok ? ok({ protocol, port: outside.value, to: to.value }) : to;
  },
  parts(text): ScalarParts {
    const match = SHORT.exec(text);
    if (match === null) return {};
    const [, protocol = '', gap = '', outside = '', arrow = '', to = ''] = match;
    const portStart = protocol.length + gap.length;
    const toStart = portStart + outside.length + arrow.length;
    return {
      protocol: { start: 0, end: protocol.length },
      port: { start: portStart, end: portStart + outside.length },
      to: { start: toStart, end: toStart + to.length },
    };
  },
  format: (value) =>
    `${value.protocol ?? 'tcp'} ${value.port ?? 0} -> ${value.to === undefined ? '' : lanEndpoint.format(value.to)}`,
  json: { type: 'string', pattern: '^(tcp|udp)\\s+\\d+\\s*->\\s*\\S+$' },
};
