import { formatIpv6, formatPrefix, ipv6Prefix, networkOf } from '../../net/address.ts';
import { setTo } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { rfc } from '../sources.ts';

const PREFIX = ['wan', 'prefix'];

export const prefixOffLink = defineRule({
  code: 'wan/prefix-off-link',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'The CE address does not lie in the network of the line',
    ja: 'CE アドレスが回線のネットワークに含まれない',
  },
  explanation: {
    en: `The mapping rule uses the first bits of the prefix (56, mostly). What follows up to bit 64 is the number of a subnet, and the CE address, the near end of the tunnel, always lies in subnet 0. This prefix is that of another subnet: packets from the border relay arrive only if the line routes all subnets to this router.

On a line with prefix delegation write the whole prefix that was delegated (the /56), not that of one network out of it. A part of it, such as the /60 that a home gateway hands on, does not hold subnet 0: the tunnel then belongs into the gateway. On a line without delegation the last two digits before \`::\` should be 00; compare with \`ip -6 addr\`.`,
    ja: `マッピングルールが使うのはプレフィックスの先頭部分（多くは 56 ビット）です。その後ろから 64 ビット目まではサブネット番号で、トンネルのこちら側である CE アドレスは必ずサブネット 0 に置かれます。指定されたプレフィックスは別のサブネットのものなので、回線がすべてのサブネットをこのルーターに向けていない限り、ボーダーリレーからのパケットは届きません。

プレフィックス委譲の回線では、その中の 1 ネットワークではなく、委譲されたプレフィックス全体（/56）を書いてください。ホームゲートウェイが再委譲する /60 のように一部だけの場合はサブネット 0 が含まれないため、トンネルはゲートウェイ側で張る必要があります。委譲のない回線なら \`::\` の直前の 2 桁は 00 のはずです。\`ip -6 addr\` で確認してください。`,
  },
  sources: [rfc(7597, '6'), rfc(7597, '5.2')],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5610::/60
`,
      good: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/56
`,
    },
  ],
  check({ document, line, report }) {
    const { ce, prefix } = line;
    if (ce?.offLink !== true || prefix === undefined) return;
    const network = formatPrefix(networkOf(ipv6Prefix(ce.ceIpv6, 64)));
    report({
      at: PREFIX,
      message: {
        en: `The CE address ${formatIpv6(ce.ceIpv6)} lies in ${network}, but the line is given as ${formatPrefix(prefix)}.`,
        ja: `CE アドレス ${formatIpv6(ce.ceIpv6)} は ${network} にありますが、回線のプレフィックスは ${formatPrefix(prefix)} と指定されています。`,
      },
      // A guess: the line may have nothing but this network.
      fixes:
        ce.endUserPrefix.length < 64
          ? [{ ...setTo(document, PREFIX, formatPrefix(ce.endUserPrefix)), preferred: false }]
          : [],
    });
  },
});
