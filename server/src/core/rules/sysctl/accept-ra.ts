import { bridgeName, lanIpv6Mode, setTo } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { ipSysctl, measured, rfc } from '../sources.ts';
import { interfaceSettings, sysctlsNamed } from '../sysctl-keys.ts';

export const acceptRa = defineRule({
  code: 'sysctl/accept-ra',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'The router does not listen to the advertisements of the line',
    ja: 'ルーターが回線の RA を受け取らない',
  },
  explanation: {
    en: `The default route of IPv6 comes by router advertisements, also on a line with prefix delegation: DHCPv6 has no routes. \`accept_ra\` says whether an interface listens: 0 never, 1 only while the machine does not forward, 2 always. A router forwards, so it needs 2 on the interface that faces the line; with 1 the route is gone as soon as its lifetime ends (half an hour on the NGN), and the tunnel with it.

The generated files set 2. What stands under \`sysctl\` wins; remove the key, or set 2. Where the WAN port is bridged (\`lan.ipv6: bridge\`) the router does not forward IPv6, and 1 is enough.`,
    ja: `IPv6 のデフォルト経路は RA で配られます。プレフィックス委譲の回線でも同じです（DHCPv6 に経路の情報はありません）。\`accept_ra\` は RA を受け取るかどうかの設定で、0 は受け取らない、1 は転送が無効の間だけ、2 は常に受け取ります。ルーターは転送を行うため、回線側のインターフェースでは 2 が必要です。1 では経路の有効期間（NGN では 30 分）が切れると経路が消え、トンネルも使えなくなります。

生成される設定は 2 ですが、\`sysctl\` の値が優先されます。このキーを削除するか、2 にしてください。WAN ポートをブリッジしている場合（\`lan.ipv6: bridge\`）はルーター自身が IPv6 を転送しないため、1 でもかまいません。`,
  },
  sources: [
    ipSysctl('accept_ra'),
    rfc(4861, '6.3.4'),
    measured(
      'accept_ra 1 with forwarding: no route',
      '転送を有効にして accept_ra を 1 にすると、経路が得られない',
    ),
  ],
  examples: [
    {
      bad: `
lan:
  ports: [eth1, eth2]
  address: 10.100.0.1/24
  ipv6: ndp-proxy
sysctl:
  net.ipv6.conf.eth0.accept_ra: 1
`,
      good: `
lan:
  ports: [eth1, eth2]
  address: 10.100.0.1/24
  ipv6: ndp-proxy
sysctl:
  net.ipv6.conf.eth0.accept_ra: 2
`,
    },
    {
      bad: `
sysctl:
  net.ipv6.conf.br0.accept_ra: 0
`,
      good: `
sysctl:
  net.ipv6.conf.br0.accept_ra: 2
`,
    },
  ],
  check(context) {
    const { document, spec, report } = context;
    const mode = lanIpv6Mode(context);
    if (mode === undefined) return;
    const device = mode === 'bridge' ? bridgeName(context) : spec.wan?.interface;
    const forwards =
      mode === 'ndp-proxy' ||
      mode === 'delegated' ||
      sysctlsNamed(spec, 'net.ipv6.conf.all.forwarding').some(({ value }) => value === '1');
    for (const each of interfaceSettings(spec, 'ipv6', 'accept_ra')) {
      if (device === undefined || each.interface !== device) continue;
      if (each.value !== '0' && !(each.value === '1' && forwards)) continue;
      report({
        at: each.path,
        message:
          each.value === '0'
            ? {
                en: `\`${device}\` faces the line: without router advertisements there is no IPv6 default route, and no tunnel.`,
                ja: `\`${device}\` は回線側のインターフェースです。RA を受け取らないと IPv6 のデフォルト経路がなく、トンネルも使えません。`,
              }
            : {
                en: `The router forwards IPv6, and \`${device}\` then needs 2: with 1 it ignores advertisements, and the default route ends with its lifetime.`,
                ja: `ルーターは IPv6 を転送するので、\`${device}\` では 2 が必要です。1 では RA が無視され、デフォルト経路が有効期間とともに消えます。`,
              },
        fixes: [setTo(document, each.path, '2')],
      });
    }
  },
});
