import { formatPrefix, ipv6Prefix, networkOf } from '../../net/address.ts';
import { lanIpv6Mode, setTo } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';

const PREFIX = ['wan', 'prefix'];

export const prefixTooLong = defineRule({
  code: 'wan/prefix-too-long',
  severity: 'warning',
  certainty: 'likely',
  title: { en: 'The prefix is longer than a network', ja: 'プレフィックスが /64 より長い' },
  explanation: {
    en: `A network of IPv6 hosts is a /64: hosts make up the lower 64 bits of their addresses by themselves (RFC 4862). No line hands out less than that. A longer prefix is mostly an address, copied with the /128 that DHCPv6 gives it.

The first 64 bits are used as the network of the line, so tunnels can be computed all the same. A LAN that has to share the network (\`ipv6: ndp-proxy\`) cannot do with less than a /64. Write the /64.`,
    ja: `IPv6 のホストが使うネットワークは /64 です。ホストはアドレスの下位 64 ビットを自分で決めるため（RFC 4862）、回線がこれより長いプレフィックスを配ることはありません。多くの場合、DHCPv6 で割り当てられた /128 付きのアドレスをそのままコピーしたものです。

先頭 64 ビットを回線のネットワークとみなせばトンネルの計算はできますが、LAN でネットワークを共有する場合（\`ipv6: ndp-proxy\`）には /64 が必要です。/64 で書いてください。`,
  },
  sources: [rfc(4862, '5.5.3'), rfc(4291, '2.5.1')],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::1/128
`,
      good: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64
`,
    },
  ],
  check(context) {
    const { document, spec, line, report } = context;
    const written = spec.wan?.prefix;
    if (written === undefined || line.prefix === undefined || line.prefix.length <= 64) return;
    const network = formatPrefix(networkOf(ipv6Prefix(written.address, 64)));
    report({
      at: PREFIX,
      ...(lanIpv6Mode(context) === 'ndp-proxy' ? { severity: 'error' as const } : {}),
      message: {
        en: `A line has a /64 or more; a /${written.length} looks like a single address. Its network is ${network}.`,
        ja: `回線のプレフィックスは /64 か、それより短いものです。/${written.length} は単独のアドレスのようです。ネットワークは ${network} です。`,
      },
      fixes: [setTo(document, PREFIX, network)],
    });
  },
});
