import { bridgeName, lanIpv6Mode, setTo } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { ipSysctl, measured } from '../sources.ts';
import { interfaceSettings } from '../sysctl-keys.ts';

export const ipv6Disabled = defineRule({
  code: 'sysctl/ipv6-disabled',
  severity: 'error',
  certainty: 'certain',
  title: {
    en: 'IPv6 is switched off where the router needs it',
    ja: 'ルーターに必要な IPv6 が無効になっている',
  },
  explanation: {
    en: `The line is IPv6, and IPv4 travels inside it. With \`disable_ipv6\` the interface has no IPv6 address, so there is no tunnel and nothing else either. \`all\` switches it off everywhere; \`default\` on every interface that is made later, such as the bridge.

Lists for the hardening of servers often have this line; it has no place on this router. To keep outside connections away from the LAN use \`firewall.inbound-ipv6: deny\`.`,
    ja: `回線は IPv6 で、IPv4 はその中を通ります。\`disable_ipv6\` を設定したインターフェースには IPv6 アドレスがなくなるため、トンネルを含めて何も通信できません。\`all\` はすべてのインターフェースで、\`default\` はブリッジのように後から作られるインターフェースで無効にします。

サーバーのセキュリティ強化の設定例によく含まれていますが、このルーターには使えません。外部から LAN への接続を防ぐには \`firewall.inbound-ipv6: deny\` を使ってください。`,
  },
  sources: [
    ipSysctl('disable_ipv6'),
    measured(
      'a bridge that is made after default.disable_ipv6 was set',
      'default.disable_ipv6 の設定後に作成したブリッジ',
    ),
  ],
  examples: [
    {
      bad: `
sysctl:
  net.ipv6.conf.all.disable_ipv6: 1
`,
      good: `
sysctl:
  net.ipv6.conf.all.disable_ipv6: 0
`,
    },
    {
      bad: `
sysctl:
  net.ipv6.conf.default.disable_ipv6: 1
`,
      good: `
sysctl:
  net.ipv6.conf.default.disable_ipv6: 0
`,
    },
  ],
  check(context) {
    const { document, spec, report } = context;
    const needed = interfacesInNeed(context);
    for (const each of interfaceSettings(spec, 'ipv6', 'disable_ipv6')) {
      if (each.value !== '1' || !needed.includes(each.interface)) continue;
      report({
        at: each.path,
        message: {
          en: 'The line speaks IPv6, and IPv4 goes through it: without IPv6 here there is no connection at all.',
          ja: '回線は IPv6 で、IPv4 もその中を通ります。ここで IPv6 を無効にすると、まったく接続できません。',
        },
        fixes: [setTo(document, each.path, '0')],
      });
    }
  },
});

/** What IPv6 must not be switched off for, as the names of settings. */
function interfacesInNeed(context: RuleContext): readonly (string | undefined)[] {
  const mode = lanIpv6Mode(context);
  const wan = context.spec.wan?.interface;
  const bridge = bridgeName(context);
  switch (mode) {
    case 'bridge':
      return ['all', 'default', bridge];
    case 'ndp-proxy':
    case 'delegated':
      return ['all', 'default', wan, bridge];
    case 'off':
      return ['all', wan];
    case undefined:
      return ['all'];
  }
}
