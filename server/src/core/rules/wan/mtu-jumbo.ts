import { ETHERNET_MTU } from '../../net/mtu.ts';
import { providerOf, setTo } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';

const MTU = ['wan', 'mtu'];

export const mtuJumbo = defineRule({
  code: 'wan/mtu-jumbo',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'The MTU of the line is larger than the line carries',
    ja: '回線の MTU が実際に運べる大きさを超えている',
  },
  explanation: {
    en: `NTT's access network carries packets of 1500 bytes and says so in its router advertisements. A port that is set to more (jumbo frames) does send larger packets, and they are dropped without a word: connections open, and hang as soon as something large is sent.

Jumbo frames are a matter of the LAN. Leave the key out, or set 1500. A line that does carry more is known only to you: suppress this with the reason.`,
    ja: `NGN が運べるのは 1500 バイトまでで、RA でもその値が通知されます。ポートの MTU をそれより大きく（ジャンボフレームに）すると、大きなパケットを送り出してしまい、途中で黙って破棄されます。接続はできるのに、大きなデータを送ると止まる、という症状になります。

ジャンボフレームは LAN の中だけの設定です。このキーを省略するか、1500 を指定してください。本当に大きなパケットを運べる回線であれば、理由を添えて抑制してください。`,
  },
  sources: [rfc(2464, '2'), rfc(4861, '4.6.4')],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64
  mtu: 9000
`,
      good: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64
  mtu: 1500
`,
    },
  ],
  check(context) {
    const { document, spec, report } = context;
    const mtu = spec.wan?.mtu;
    // What the line of an unknown provider carries is not known.
    if (mtu === undefined || mtu <= ETHERNET_MTU || providerOf(context) === undefined) return;
    report({
      at: MTU,
      message: {
        en: `The line carries packets of ${ETHERNET_MTU} bytes; larger ones are lost on the way.`,
        ja: `回線が運べるのは ${ETHERNET_MTU} バイトまでです。これより大きなパケットは途中で失われます。`,
      },
      fixes: [setTo(document, MTU, ETHERNET_MTU)],
    });
  },
});
