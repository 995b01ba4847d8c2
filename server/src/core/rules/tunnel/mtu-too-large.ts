import { IPV6_HEADER } from '../../net/mtu.ts';
import { setTo, sizesAreKnown } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { measured, rfc } from '../sources.ts';

const MTU = ['tunnel', 'mtu'];

export const mtuTooLarge = defineRule({
  code: 'tunnel/mtu-too-large',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'Packets of the tunnel do not fit the line',
    ja: 'トンネルのパケットが回線に収まらない',
  },
  explanation: {
    en: `Each IPv4 packet travels in an IPv6 packet, whose header takes 40 bytes. So the tunnel carries 40 bytes less than the line: 1460 on a line of 1500.

Linux does not fragment the outer packet. With a larger tunnel MTU the first large packet of every flow is dropped and answered with an ICMP error, even where the packet may be fragmented. Whatever ignores such errors, or sits behind a firewall that drops them, loses data: UDP loses its first packet, some downloads stall.

Leave \`mtu\` out; it follows from \`wan.mtu\` and the encapsulation limit.`,
    ja: `IPv4 パケットは IPv6 パケットに入れて運ばれ、そのヘッダーに 40 バイトかかります。そのためトンネルで運べるのは回線より 40 バイト小さいパケットまでで、1500 バイトの回線なら 1460 です。

Linux は外側のパケットを分割しません。トンネルの MTU が大きすぎると、分割が許可されているパケットでも、フローごとに最初の大きなパケットが破棄され、ICMP エラーが返されます。このエラーを無視する、または途中のファイアウォールで遮断される通信ではデータが失われます。UDP は最初のパケットを失い、一部のダウンロードは止まります。

\`mtu\` は省略してください。\`wan.mtu\` とカプセル化制限から決まります。`,
  },
  sources: [
    rfc(2473, '7.2'),
    rfc(6333, '5.3'),
    measured('tunnel MTU 1500 on a path of 1500', 'MTU 1500 の経路でトンネルの MTU を 1500 にした場合'),
  ],
  examples: [
    {
      bad: `
tunnel:
  provider: v6plus
  mtu: 1500
`,
      good: `
tunnel:
  provider: v6plus
  mtu: 1460
`,
    },
  ],
  check(context) {
    const { document, spec, line, report } = context;
    const mtu = spec.tunnel?.mtu;
    if (mtu === undefined || !sizesAreKnown(context) || mtu <= line.wanMtu - IPV6_HEADER) return;
    report({
      at: MTU,
      message:
        line.encapsulationLimit === 'none'
          ? {
              en: `The line carries ${line.wanMtu} bytes, the IPv6 header takes ${IPV6_HEADER}: packets above ${line.largestTunnelMtu} do not fit.`,
              ja: `回線の ${line.wanMtu} バイトから IPv6 ヘッダーの ${IPV6_HEADER} バイトを引くと、${line.largestTunnelMtu} を超えるパケットは収まりません。`,
            }
          : {
              en: `The line carries ${line.wanMtu} bytes, the IPv6 header takes ${IPV6_HEADER} and the encapsulation limit ${line.wanMtu - IPV6_HEADER - line.largestTunnelMtu}: packets above ${line.largestTunnelMtu} do not fit.`,
              ja: `回線の ${line.wanMtu} バイトから IPv6 ヘッダーの ${IPV6_HEADER} バイトとカプセル化制限の ${line.wanMtu - IPV6_HEADER - line.largestTunnelMtu} バイトを引くと、${line.largestTunnelMtu} を超えるパケットは収まりません。`,
            },
      related:
        spec.wan?.mtu === undefined
          ? []
          : [{ at: ['wan', 'mtu'], message: { en: 'The MTU of the line.', ja: '回線の MTU です。' } }],
      fixes: [setTo(document, MTU, line.largestTunnelMtu)],
    });
  },
});
