import { lanIpv6Mode, setTo } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { ipSysctl } from '../sources.ts';
import { sysctlsNamed } from '../sysctl-keys.ts';

export const forwardingOff = defineRule({
  code: 'sysctl/forwarding-off',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'The router does not forward', ja: 'ルーターがパケットを転送しない' },
  explanation: {
    en: `A machine with forwarding off is a host: it talks to both sides and passes nothing between them. The generated files turn IPv4 forwarding on, and IPv6 forwarding where the router routes the LAN's IPv6 (\`lan.ipv6: ndp-proxy\` or \`delegated\`); what stands under \`sysctl\` comes later and wins. Lists for the hardening of servers often have this line.

Remove the key, or set 1.`,
    ja: `転送が無効なマシンはただのホストで、両側と通信はできても、その間のパケットは通しません。生成される設定では IPv4 の転送を有効にし、LAN の IPv6 をルーターが中継する場合（\`lan.ipv6: ndp-proxy\` または \`delegated\`）は IPv6 の転送も有効にしますが、\`sysctl\` に書いた値はその後に適用され、優先されます。サーバーのセキュリティ強化の設定例によく含まれている行です。

このキーを削除するか、1 にしてください。`,
  },
  sources: [ipSysctl('ip_forward'), ipSysctl('forwarding')],
  examples: [
    {
      bad: `
sysctl:
  net.ipv4.ip_forward: 0
`,
      good: `
sysctl:
  net.ipv4.ip_forward: 1
`,
    },
  ],
  check(context) {
    const { document, spec, report } = context;
    const mode = lanIpv6Mode(context);
    const routesIpv6 = mode === 'ndp-proxy' || mode === 'delegated';
    const names = [
      'net.ipv4.ip_forward',
      'net.ipv4.conf.all.forwarding',
      ...(routesIpv6 ? ['net.ipv6.conf.all.forwarding'] : []),
    ];
    for (const each of sysctlsNamed(spec, ...names)) {
      if (each.value !== '0') continue;
      const version = each.segments[1] === 'ipv6' ? 'IPv6' : 'IPv4';
      report({
        at: each.path,
        message: {
          en: `With ${version} forwarding off the LAN does not reach the internet over ${version}.`,
          ja: `${version} の転送を無効にすると、LAN から ${version} でインターネットに接続できません。`,
        },
        fixes: [setTo(document, each.path, '1')],
      });
    }
  },
});
