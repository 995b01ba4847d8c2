import { IPV4_MINIMUM_REASSEMBLY, tcpMss } from '../../net/mtu.ts';
import { setTo, sizesAreKnown } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';

const CLAMP = ['tunnel', 'mss-clamp'];

export const mssMismatch = defineRule({
  code: 'tunnel/mss-mismatch',
  severity: 'warning',
  certainty: 'likely',
  title: { en: 'The MSS does not fit the tunnel', ja: 'MSS がトンネルの MTU に合っていない' },
  explanation: {
    en: `A TCP segment travels with 40 bytes of IPv4 and TCP headers, so the largest that fits the tunnel is its MTU less 40: 1420 for 1460. Clamped to a larger value, segments are still too large for the tunnel, and the clamp is as good as none. Every host takes 536 anyway; a clamp below that only makes more packets of the same data.

\`mss-clamp: true\` follows the MTU of the tunnel by itself.`,
    ja: `TCP セグメントには IPv4 と TCP のヘッダー計 40 バイトが付くため、トンネルに収まる最大値は MTU - 40（1460 なら 1420）です。それより大きな値ではセグメントがトンネルに収まらず、クランプの意味がありません。また 536 はどのホストでも受け取れる値なので、それより小さくしてもパケット数が増えるだけです。

\`mss-clamp: true\` にすれば、トンネルの MTU に合わせて自動的に決まります。`,
  },
  sources: [rfc(9293, '3.7.1'), rfc(6691)],
  examples: [
    {
      bad: `
tunnel:
  provider: v6plus
  mss-clamp: 1460
`,
      good: `
tunnel:
  provider: v6plus
  mss-clamp: true
`,
    },
  ],
  check(context) {
    const { document, spec, line, report } = context;
    const clamp = spec.tunnel?.['mss-clamp'];
    if (typeof clamp !== 'number' || !sizesAreKnown(context)) return;
    const best = tcpMss(line.tunnelMtu);
    const smallest = tcpMss(IPV4_MINIMUM_REASSEMBLY);
    if (clamp >= Math.min(smallest, best) && clamp <= best) return;
    report({
      at: CLAMP,
      message:
        clamp > best
          ? {
              en: `Segments of ${clamp} bytes make packets that do not fit the tunnel of ${line.tunnelMtu}; the largest that fit have ${best}.`,
              ja: `${clamp} バイトのセグメントは MTU ${line.tunnelMtu} のトンネルに収まりません。収まるのは ${best} バイトまでです。`,
            }
          : {
              en: `Every host takes segments of ${smallest} bytes; ${clamp} only makes more packets. This tunnel carries ${best}.`,
              ja: `${smallest} バイトのセグメントはどのホストでも受け取れます。${clamp} ではパケット数が増えるだけです。このトンネルでは ${best} バイトまで運べます。`,
            },
      ...(spec.tunnel?.mtu === undefined
        ? {}
        : {
            related: [
              {
                at: ['tunnel', 'mtu'],
                message: { en: 'The MTU of the tunnel.', ja: 'トンネルの MTU です。' },
              },
            ],
          }),
      fixes: [setTo(document, CLAMP, 'true')],
    });
  },
});
