import { ETHERNET_MTU } from '../../net/mtu.ts';
import { methodOf, providerOf, setTo, sizesAreKnown } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { PROVIDER_TABLES, rfc } from '../sources.ts';

const MTU = ['tunnel', 'mtu'];

/** Below this many bytes on a full Ethernet line programs suffer, not only throughput. */
const TROUBLESOME = 1400;

export const mtuWasteful = defineRule({
  code: 'tunnel/mtu-wasteful',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'The tunnel could carry larger packets',
    ja: 'トンネルではもっと大きなパケットを運べる',
  },
  explanation: {
    en: `A tunnel on a line of 1500 bytes carries packets of 1460. A smaller MTU costs throughput, as every packet has its fixed part. Far below, packets that programs count on no longer pass in one piece: games and calls over UDP break up (OpenWrt's default of 1280 for DS-Lite is known for it).

1454 and 1452 come from PPPoE, which takes its own bytes; an IPoE line has none of that. (For NURO public set-ups use 1452.) Leave \`mtu\` out, or set what the message says. Where a part of the way really carries less, set \`wan.mtu\` to that.`,
    ja: `1500 バイトの回線では、トンネルで 1460 バイトのパケットを運べます。MTU を小さくすると、パケットごとの固定部分の割合が増えてスループットが下がります。極端に小さくすると、プログラムが想定している大きさのパケットを分割せずに運べなくなり、UDP のゲームや通話に支障が出ます（DS-Lite での OpenWrt の既定値 1280 が知られています）。

1454 や 1452 は PPPoE のオーバーヘッドを引いた値で、IPoE の回線には当てはまりません（NURO では公開されている設定例が 1452 を使っています）。\`mtu\` は省略するか、メッセージの値にしてください。経路の一部で実際に小さなパケットしか通らない場合は、\`wan.mtu\` にその値を指定してください。`,
  },
  sources: [
    rfc(2473, '7'),
    { title: 'openwrt, issue 24766', url: 'https://github.com/openwrt/openwrt/issues/24766' },
    PROVIDER_TABLES,
  ],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 2409:10:1234:5600::/64
tunnel:
  provider: transix
  mtu: 1280
`,
      good: `
wan:
  interface: eth0
  prefix: 2409:10:1234:5600::/64
tunnel:
  provider: transix
  mtu: 1460
`,
    },
    {
      bad: `
tunnel:
  provider: v6plus
  mtu: 1454 # as with PPPoE
`,
      good: `
tunnel:
  provider: v6plus
  mtu: 1460 # as with PPPoE
`,
    },
  ],
  check(context) {
    const { document, spec, line, report } = context;
    const mtu = spec.tunnel?.mtu;
    const best = bestMtu(context);
    if (mtu === undefined || best === undefined || mtu >= best) return;
    const troublesome = mtu < TROUBLESOME && line.wanMtu >= ETHERNET_MTU;
    report({
      at: MTU,
      ...(troublesome ? {} : { severity: 'hint' as const }),
      message: troublesome
        ? {
            en: `Packets above ${mtu} bytes are cut in two, which games and calls do not bear well. This line carries ${best}.`,
            ja: `${mtu} バイトを超えるパケットは分割され、ゲームや通話に支障が出ます。この回線では ${best} バイトまで運べます。`,
          }
        : {
            en: `This line carries packets of ${best} bytes through the tunnel; ${mtu} costs some throughput.`,
            ja: `この回線のトンネルでは ${best} バイトまで運べます。${mtu} ではスループットが少し下がります。`,
          },
      fixes: [setTo(document, MTU, best)],
    });
  },
});

/** The MTU that the line and the provider are known to allow; undefined where that is not known. */
function bestMtu(context: RuleContext): number | undefined {
  const { line } = context;
  const provider = providerOf(context);
  const method = methodOf(context);
  if (provider === undefined || method === undefined || !sizesAreKnown(context)) return undefined;
  const known = method === 'ipip' ? provider.fixedAddress?.mtu : provider.mtu;
  return known == null ? undefined : Math.min(known, line.largestTunnelMtu);
}
