import { IPV6_MINIMUM_MTU } from '../../net/mtu.ts';
import { setTo } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { ipSysctl, rfc } from '../sources.ts';

const MTU = ['wan', 'mtu'];

export const mtuBelowIpv6 = defineRule({
  code: 'wan/mtu-below-ipv6',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The MTU of the line is too small for IPv6',
    ja: '回線の MTU が IPv6 の最小値を下回っている',
  },
  explanation: {
    en: `Every link that carries IPv6 must take packets of 1280 bytes (RFC 8200). Below that the Linux kernel switches IPv6 off on the interface: its addresses and routes are gone, and the tunnel with them.

The line's MTU is 1500 on NTT's access network; leave the key out. To make the packets of the tunnel smaller, set \`tunnel.mtu\`.`,
    ja: `IPv6 を通すリンクは 1280 バイトのパケットを運べなければなりません（RFC 8200）。Linux カーネルは、MTU がこれを下回るインターフェースでは IPv6 を無効にします。アドレスも経路も消え、トンネルも使えなくなります。

NGN の回線の MTU は 1500 なので、このキーは省略できます。トンネルのパケットを小さくしたい場合は \`tunnel.mtu\` を指定してください。`,
  },
  sources: [rfc(8200, '5'), ipSysctl('mtu')],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64
  mtu: 1200 # to be on the safe side
`,
      good: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64
  mtu: 1500 # to be on the safe side
`,
    },
  ],
  check({ document, spec, report }) {
    const mtu = spec.wan?.mtu;
    if (mtu === undefined || mtu >= IPV6_MINIMUM_MTU) return;
    report({
      at: MTU,
      message: {
        en: `IPv6 needs an MTU of at least ${IPV6_MINIMUM_MTU}; with ${mtu} the kernel switches it off on the line, and the tunnel with it.`,
        ja: `IPv6 には ${IPV6_MINIMUM_MTU} 以上の MTU が必要です。${mtu} ではカーネルがこの回線の IPv6 を無効にするため、トンネルも使えません。`,
      },
      // What the line carries is not known for sure, only that it is more than this.
      fixes: [{ ...setTo(document, MTU, 1500), safe: false }],
    });
  },
});
