import { lanIpv6Mode, setTo } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { measured } from '../sources.ts';

const STP = ['lan', 'stp'];

export const stpOnWan = defineRule({
  code: 'bridge/stp-on-wan',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'The spanning tree holds up the WAN port',
    ja: 'スパニングツリーによって WAN ポートの通信開始が遅れる',
  },
  explanation: {
    en: `With \`lan.ipv6: bridge\` the WAN port is a port of the bridge, and the spanning tree protocol applies to it like to the others: whenever its link comes up it forwards nothing for 30 seconds. After each boot and each hiccup of the ONU the line, and with it the tunnel, is that much later. There is nothing to gain on this port: the generated filter lets IPv6 alone pass, so the protocol's own messages neither leave (nothing of the kind may be sent into the NGN) nor come in.

Switch STP off. Where the LAN itself has loops and needs it, keep the WAN port out of the bridge (\`ipv6: ndp-proxy\`).`,
    ja: `\`lan.ipv6: bridge\` では WAN ポートもブリッジのポートなので、ほかのポートと同じようにスパニングツリーの対象になり、リンクアップのたびに 30 秒間転送しません。起動時や ONU の瞬断のたびに、回線とトンネルの復帰がその分遅れます。一方、このポートで得られるものはありません。生成されるフィルターは IPv6 だけを通すため、STP のメッセージは出ていくことも（NGN に送るべきではありません）入ってくることもありません。

STP を無効にしてください。LAN にループがあり STP が必要な場合は、WAN ポートをブリッジに入れない方式（\`ipv6: ndp-proxy\`）にしてください。`,
  },
  sources: [
    { title: 'IEEE 802.1D, forward delay' },
    measured(
      'STP on a bridge with the generated filter: no BPDU leaves by the WAN port, and it waits 30 seconds',
      '生成したフィルターのあるブリッジでの STP。WAN ポートから BPDU は出ず、30 秒間待つ',
    ),
  ],
  examples: [
    {
      bad: `
lan:
  ports: [eth1, eth2]
  stp: true
  address: 10.100.0.1/24
`,
      good: `
lan:
  ports: [eth1, eth2]
  stp: false
  address: 10.100.0.1/24
`,
    },
  ],
  check(context) {
    const { document, spec, report } = context;
    if (spec.lan?.stp !== true || lanIpv6Mode(context) !== 'bridge') return;
    report({
      at: STP,
      message: {
        en: 'The WAN port is a port of this bridge: with STP the line and the tunnel come up 30 seconds later, each time.',
        ja: 'WAN ポートもこのブリッジのポートです。STP を有効にすると、回線とトンネルが使えるようになるまで毎回 30 秒余計にかかります。',
      },
      related:
        spec.lan.ipv6 === undefined
          ? []
          : [
              {
                at: ['lan', 'ipv6'],
                message: { en: 'It joins by this.', ja: 'この設定で WAN ポートが加わります。' },
              },
            ],
      fixes: [setTo(document, STP, 'false')],
    });
  },
});
