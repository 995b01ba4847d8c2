import { setTo } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { kernelBridge, measured } from '../sources.ts';
import { sysctlsNamed } from '../sysctl-keys.ts';

export const bridgeNetfilter = defineRule({
  code: 'sysctl/bridge-netfilter',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: "Traffic between LAN ports goes through the router's firewall",
    ja: 'LAN ポート間の通信がルーターのファイアウォールを通ってしまう',
  },
  explanation: {
    en: `With \`bridge-nf-call-iptables\` (the module \`br_netfilter\`) frames that the bridge only passes from one port to another are shown to the firewall as if they were routed. The forward policy of a router drops what it does not know: computers on two ports of the same LAN stop seeing each other, printers vanish, and connection tracking fills with traffic that never leaves the house.

The kernel's documentation calls it a legacy feature and discourages it. The generated rules filter the WAN port in the bridge family, which needs none of it. Set 0, or remove the key; programs for containers turn it on for themselves.`,
    ja: `\`bridge-nf-call-iptables\`（\`br_netfilter\` モジュール）を有効にすると、ブリッジがポート間で受け渡すだけのフレームまで、ルーティングされたパケットとしてファイアウォールに渡されます。ルーターの転送ポリシーは知らない通信を破棄するため、同じ LAN の別のポートにつながった機器どうしが通信できなくなったり、プリンターが見えなくなったりします。家の中だけの通信で接続追跡テーブルも埋まります。

カーネルの文書でも過去の機能として非推奨とされています。生成される設定は bridge ファミリーで WAN ポートをフィルターするため、この機能は不要です。0 にするか、キーを削除してください（コンテナー関連のプログラムは必要に応じて自分で有効にします）。`,
  },
  sources: [
    kernelBridge('bridge netfilter'),
    measured(
      'br_netfilter with a forward policy of drop: the LAN ports are cut from each other',
      'br_netfilter と forward の policy drop を併用すると、LAN ポート間の通信が途切れる',
    ),
  ],
  examples: [
    {
      bad: `
sysctl:
  net.bridge.bridge-nf-call-iptables: 1
`,
      good: `
sysctl:
  net.bridge.bridge-nf-call-iptables: 0
`,
    },
  ],
  check({ document, spec, report }) {
    const names = ['net.bridge.bridge-nf-call-iptables', 'net.bridge.bridge-nf-call-ip6tables'];
    for (const each of sysctlsNamed(spec, ...names)) {
      if (each.value !== '1') continue;
      report({
        at: each.path,
        message: {
          en: 'Frames between ports of the LAN then pass the firewall of the router, which drops what it does not know.',
          ja: 'LAN のポート間のフレームまでルーターのファイアウォールを通り、知らない通信として破棄されます。',
        },
        fixes: [setTo(document, each.path, '0')],
      });
    }
  },
});
